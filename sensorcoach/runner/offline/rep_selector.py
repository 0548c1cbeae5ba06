"""Find reps by name: `7` is the seventh of the recording, `2.3` the third of set 2, `4-6` a range."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from sensorcoach.errors import InputError, SensorcoachError, UsageError
from sensorcoach.events import Event, Mount, RepCounted, SetStarted, SignalJudged
from sensorcoach.references.calibration import CountedRep

_NAME = re.compile(r"(?:(\d+)\.)?(\d+)")


def list_counted_reps(events: Iterable[Event]) -> list[CountedRep]:
    """Every rep of a recording in order, numbered from 1 over all sets."""
    found: list[CountedRep] = []
    mounts: dict[int, Mount | None] = {}
    for event in events:
        if isinstance(event, SetStarted):
            mounts[event.number] = event.mount
        elif isinstance(event, RepCounted):
            found.append(CountedRep(len(found) + 1, event.set_number, mounts.get(event.set_number), event.rep))
    return found


def require_reps(path: str, events: Sequence[Event]) -> list[CountedRep]:
    """As `list_counted_reps`. Raises InputError, with the pipeline's reason, if there are no reps."""
    reps = list_counted_reps(events)
    if reps:
        return reps
    reasons = [event.reason for event in events if isinstance(event, SignalJudged) and event.reason]
    message = f"No reps were counted in {path}{': ' + reasons[-1] if reasons else '.'}"
    raise InputError("no_reps", message, "Give --exercise and --placement, or use another recording.")


def find_rep(name: str, reps: Sequence[CountedRep], in_set: int | None = None) -> CountedRep:
    """The rep called `name`; with `in_set` a bare number counts within that set.

    Raises UsageError, with the existing reps, if there is no such rep.
    """
    match = _NAME.fullmatch(name.strip())
    if match is None:
        raise UsageError(
            "bad_rep", f"'{name}' is not the name of a rep.", "Write its number, such as 7, or SET.REP, such as 2.3."
        )
    set_number = int(match[1]) if match[1] else in_set
    number = int(match[2])
    for one in reps:
        if set_number is None and one.place == number:
            return one
        if one.set_number == set_number and one.rep.number == number:
            return one
    raise _make_no_such_rep_error(number, set_number, reps)


def find_reps(names: str, reps: Sequence[CountedRep]) -> list[CountedRep]:
    """The reps called `4-6`, `2.1-2.3` or `1,4,5`, in order, each once. Raises UsageError."""
    places: set[int] = set()
    for part in names.split(","):
        first, dash, last = part.partition("-")
        low = find_rep(first, reps).place
        high = find_rep(last, reps).place if dash else low
        if high < low:
            raise UsageError("bad_rep", f"'{part.strip()}' runs backwards.", "Write the earlier rep first.")
        places.update(range(low, high + 1))
    return [one for one in reps if one.place in places]


def _make_no_such_rep_error(number: int, set_number: int | None, reps: Sequence[CountedRep]) -> SensorcoachError:
    """The error for a missing rep, with the number of reps in each set."""
    sizes = [(n, len(list(group))) for n, group in groupby(reps, key=lambda one: one.set_number)]
    existing = ", ".join(f"set {n}: {size}" for n, size in sizes)
    wanted = f"rep {number}" if set_number is None else f"rep {number} in set {set_number}"
    remedy = f"Give a number from 1 to {len(reps)} over the whole recording, or SET.REP such as {sizes[-1][0]}.1."
    return UsageError("no_such_rep", f"There is no {wanted}; the recording has {len(reps)} ({existing}).", remedy)
