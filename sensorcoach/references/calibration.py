"""A calibration: which reps a person's reference is taken from, and why some are refused.

Nobody publishes how slow "slowly" is, or how alike three reps are: the limits are ours. They ask for what makes a
median of three reps worth comparing with, no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sensorcoach.errors import InputError
from sensorcoach.events import Rep
from sensorcoach.form.session_reference import FROM_REPS, make_reference
from sensorcoach.reference import Mount, Reference
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG

SLOW_S = 1.0
"""A lift, and a lowering, that takes at least this long is slow. Longer refuses more reps."""

RANGE_SHARE = 0.25
RANGE_RAD = 3.0 * RAD_PER_DEG
"""The largest and the smallest range may differ by this share of the middle one, or by this angle if that is more.
Larger takes reps that differ more, and a middle that means less."""

TIME_RATIO = 2.0
"""The slowest lift may take this many times as long as the quickest."""


@dataclass(frozen=True, slots=True)
class CountedRep:
    """A rep and where it stands: `place` is its number over the whole recording, `mount` that of its set."""

    place: int
    set_number: int
    mount: Mount | None
    rep: Rep


def calibrate_reps(reps: Sequence[CountedRep], *, chosen: bool) -> tuple[Reference, Sequence[CountedRep]]:
    """The reference of these reps, and those that it is taken from.

    `chosen`: all of them, as a person has said; else the first three in a row that will do.
    Raises InputError with the plain reason where they will not.
    """
    if len(reps) < FROM_REPS:
        raise _refused(
            "too_few_reps",
            f"A reference needs {FROM_REPS} reps; here {_are(len(reps))}.",
            "Record a set of slow, good ones.",
        )
    groups = [reps] if chosen else [reps[first : first + FROM_REPS] for first in range(len(reps) - FROM_REPS + 1)]
    fitting = next((group for group in groups if _objection(group) is None), None)
    if fitting is None:
        raise min((error for error in map(_objection, groups) if error), key=_how_far)
    reference = make_reference([one.rep for one in fitting])
    return replace(reference, mount=fitting[0].mount, stored=True), fitting


_STEPS = ("two_sets", "faulty_reps", "quick_reps", "unlike_reps")
"""What can be objected to, in the order in which it is asked."""


def _how_far(error: InputError) -> int:
    """Of several refusals the one of the reps that came nearest is told."""
    return -_STEPS.index(error.code)


def _objection(reps: Sequence[CountedRep]) -> InputError | None:
    """Why no reference can be taken from these reps; None where it can."""
    which = f"Reps {reps[0].place} to {reps[-1].place}"
    if len({one.set_number for one in reps}) > 1:
        return _refused("two_sets", f"{which} lie in two sets; the sensor may have been moved between.", "Choose.")
    faults = {one.place: [v.code for v in one.rep.warnings if v.rule.spoils_reference] for one in reps}
    if any(faults.values()):
        told = "; ".join(f"rep {place}: {', '.join(codes)}" for place, codes in faults.items() if codes)
        return _refused("faulty_reps", f"{which} are not all good ones ({told}).", "Choose.")
    return _too_quick(which, [one.rep for one in reps]) or _too_unlike(which, [one.rep for one in reps])


def _too_quick(which: str, reps: Sequence[Rep]) -> InputError | None:
    times_s = [time_s for rep in reps for time_s in (rep.lift_s, rep.lower_s)]
    if min(times_s) >= SLOW_S:
        return None
    quickest = min(reps, key=lambda rep: min(rep.lift_s, rep.lower_s))
    told = f"the quickest lifts in {quickest.lift_s:.2f} s and lowers in {quickest.lower_s:.2f} s"
    message = f"{which} are not slow: {told}; slow is at least {SLOW_S:g} s each way."
    return _refused("quick_reps", message, "Do three slowly, or choose.")


def _too_unlike(which: str, reps: Sequence[Rep]) -> InputError | None:
    ranges_rad = sorted(rep.rom_rad for rep in reps)
    apart_rad, most_rad = ranges_rad[-1] - ranges_rad[0], max(RANGE_SHARE * _middle(ranges_rad), RANGE_RAD)
    if apart_rad > most_rad:
        low, high, apart, most = (rad * DEG_PER_RAD for rad in (ranges_rad[0], ranges_rad[-1], apart_rad, most_rad))
        message = (
            f"{which} differ too much: their ranges are {low:.1f}° to {high:.1f}°,"
            f" {apart:.1f}° apart where {most:.1f}° may be."
        )
        return _refused("unlike_reps", message, "Do three alike, or choose.")
    lifts_s = sorted(rep.lift_s for rep in reps)
    if lifts_s[-1] > TIME_RATIO * lifts_s[0]:
        message = (
            f"{which} differ too much: their lifts take {lifts_s[0]:.2f} s to {lifts_s[-1]:.2f} s,"
            f" {lifts_s[-1] / lifts_s[0]:.1f} times as long where {TIME_RATIO:g} times may be."
        )
        return _refused("unlike_reps", message, "Do three alike, or choose.")
    return None


def _refused(code: str, message: str, remedy: str) -> InputError:
    return InputError(code, message, remedy.replace("hoose.", "hoose three others with --reps, by their numbers."))


def _are(count: int) -> str:
    return {0: "are none", 1: "is 1"}.get(count, f"are {count}")


def _middle(values: Sequence[float]) -> float:
    return values[len(values) // 2]
