"""Which cycles belong to a set, by the truth of their recording."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.evidence.seen import Seen
from bench.real import LIFE
from bench.score import Row
from sensorcoach.simulator.truth import Truth

LEAST_SHARE = 0.45
"""Least size of a rep, as a share of the reps in its set; smaller cycles are parts of reps."""

USUAL_PERCENTILE = 75.0
"""Percentile of the sizes of all cycles in a real set that is taken as the size of its reps."""

AROUND_S = 0.5
"""Margin of a simulated set before its first lift and after its last lowering."""

STILL = "still"
"""Kind of set in which the other leg works: left without a label."""

BY_HEIGHT = frozenset({"squat", "hip-hinge", "sit-to-stand"})
"""Exercises counted by height, which this model does not weigh."""

_PERSON = re.compile(r"(?:session-|subject-)?[^-_.]+")


@dataclass(frozen=True, slots=True)
class SetWindow:
    """Start and end of a set; cycles smaller than `least_rad` are parts of its reps."""

    start_s: float
    end_s: float
    least_rad: float


def in_sets(seen: Seen, windows: Sequence[SetWindow]) -> npt.NDArray[np.bool_]:
    """Return whether each cycle (n,) belongs to a set: its top lies in a window, and it is large enough."""
    found = np.zeros(len(seen), dtype=bool)
    for window in windows:
        within = (window.start_s <= seen.top_s) & (seen.top_s < window.end_s)
        found |= within & (seen.size_rad >= window.least_rad)
    return found


def real_windows(seen: Seen, row: Row, sets: Sequence[Row]) -> list[SetWindow]:
    """Return the sets of a person's recording; `sets`: its rows of sets.csv, without which all of it is one set."""
    if row["exercise"] == LIFE:
        return []
    spans_s = [(float(one["start_s"]), float(one["end_s"])) for one in sets] or [(-np.inf, np.inf)]
    windows: list[SetWindow] = []
    for start_s, end_s in spans_s:
        sizes_rad = seen.size_rad[(start_s <= seen.top_s) & (seen.top_s < end_s)]
        usual_rad = float(np.percentile(sizes_rad, USUAL_PERCENTILE)) if len(sizes_rad) else 0.0
        windows.append(SetWindow(start_s, end_s, LEAST_SHARE * usual_rad))
    return windows


def simulated_windows(truth: Truth) -> list[SetWindow]:
    """Return the sets of a simulated session."""
    return [
        SetWindow(
            done.reps[0].lift_start_s - AROUND_S,
            done.reps[-1].end_s + AROUND_S,
            LEAST_SHARE * float(np.median([rep.rom_rad for rep in done.reps])),
        )
        for done in truth.sets
        if done.reps
    ]


def can_be_labelled(row: Row, sets: Sequence[Row]) -> bool:
    """Return whether a recording shows movements that the model weighs."""
    return row["exercise"] not in BY_HEIGHT and all(one["kind"] != STILL for one in sets)


def person_of(file: str) -> str:
    """Return the person: `pt/s1` of `pt/s1-arm-work-6.csv` and of `pt-other/s1-forearm-biceps-curl.csv`."""
    folder, _, name = file.rpartition("/")
    found = _PERSON.match(name)
    who = found.group() if found else name
    return f"{folder.split('-')[0]}/{who}" if folder else who
