"""Recordings of real people with their truth tables: the counts in each, by us and by the peers.

The folder holds recordings.csv (file, source, exercise, placement, range of the count), sets.csv (windows in time with
their kind and count) and reps.csv (some reps' starts and ends, marked by eye or by a force plate).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.agreement import MARGIN_S, SetCount, TimedRep, pairs
from bench.cases import NO_FOLDER, OURS
from bench.peers.peer import document
from bench.peers.registry import PEERS
from bench.score import Analyse, Row, found_reps, ours, rows
from sensorcoach.exercises.catalogue import all_exercises

WHOLE = "whole recording"
"""The kind of a recording that is one set."""

LIFE = "none"
"""The exercise of a recording without sets."""

CHOSEN_IN_LIFE = {"pelvis": "glute-bridge", "thigh": "clamshell"}
"""The exercise chosen for such a recording, as if the program had been left running."""


@dataclass(frozen=True, slots=True)
class Window:
    """One set: its kind, the reps done and counted, and those reps. A count within a known range is right."""

    kind: str
    count: SetCount
    reps: tuple[TimedRep, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A true set: its kind, start and end, and the least and the largest number of reps."""

    kind: str
    start_s: float
    end_s: float
    least: int
    most: int

    def holds(self, lift_start_s: float) -> bool:
        """Return whether a rep that begins then belongs to the set."""
        return self.start_s - MARGIN_S <= lift_start_s <= self.end_s + MARGIN_S

    def count(self, found: int) -> SetCount:
        """Return the count beside the number done; of a range, the nearest number in it."""
        return SetCount(min(max(found, self.least), self.most), found)


@dataclass(frozen=True, slots=True)
class Heard:
    """One recording as one counter saw it; life has no windows, and each rep in it is a phantom.

    `marked`: start and end, found minus true, of reps with known times.
    """

    counter: str
    source: str
    exercise: str
    placement: str
    rate_hz: float
    sensors: str
    duration_s: float
    windows: tuple[Window, ...]
    phantoms: int
    marked: tuple[tuple[float, float], ...]


def analysers() -> dict[str, Analyse]:
    """All counters by name."""
    peers: dict[str, Analyse] = {name: partial(document, count=count) for name, count in PEERS.items()}
    return {OURS: ours, **peers}


def heard(folder: Path, row: Row) -> list[Heard]:
    """Count one recording with every counter."""
    path, chosen, placement = str(folder / row["file"]), chosen_for(row), row["placement"]
    documents = {who: analyse(path, chosen, placement) for who, analyse in analysers().items()}
    recording = documents[OURS]["recording"]
    sensors, duration_s = " + ".join(recording["sensors"]), float(recording["duration_s"])
    return [heard_by(folder, row, who, sensors, duration_s, found_reps(done)) for who, done in documents.items()]


def chosen_for(row: Row) -> str:
    """Return the exercise to choose for a recording."""
    known = {one.id for one in all_exercises(NO_FOLDER)}
    name = row["exercise"]
    return CHOSEN_IN_LIFE[row["placement"]] if name == LIFE else name if name in known else "generic"


def heard_by(folder: Path, row: Row, counter: str, sensors: str, duration_s: float, found: Sequence[TimedRep]) -> Heard:
    """Compare the count of one recording with its truth."""
    in_life = row["exercise"] == LIFE
    return Heard(
        counter,
        row["source"],
        row["exercise"],
        row["placement"],
        float(row["rate_hz"]),
        sensors,
        duration_s,
        () if in_life else _windows(folder, row, found),
        len(found) if in_life else 0,
        _marked(folder, row["file"], found),
    )


def _windows(folder: Path, row: Row, found: Sequence[TimedRep]) -> tuple[Window, ...]:
    windows: list[Window] = []
    for part in parts_of(folder, row):
        inside = tuple(rep for rep in found if part.holds(rep.lift_start_s))
        windows.append(Window(part.kind, part.count(len(inside)), inside))
    return tuple(windows)


def parts_of(folder: Path, row: Row) -> list[Part]:
    """Return the true sets of a recording; without rows in sets.csv it is one set from end to end."""
    least, most = int(row["reps_min"]), int(row["reps_max"])
    parts: list[Part] = []
    for one in (one for one in rows(folder / "sets.csv") if one["file"] == row["file"]):
        low, high = (least, most) if least != most else (int(one["reps"]), int(one["reps"]))
        parts.append(Part(one["kind"], float(one["start_s"]), float(one["end_s"]), low, high))
    return parts or [Part(WHOLE, -math.inf, math.inf, least, most)]


def _marked(folder: Path, file: str, found: Sequence[TimedRep]) -> tuple[tuple[float, float], ...]:
    marks = [(float(one["start_s"]), float(one["end_s"])) for one in rows(folder / "reps.csv") if one["file"] == file]
    true = [TimedRep(start_s, start_s, end_s, end_s, 0.0) for start_s, end_s in marks]
    return tuple((f.lift_start_s - t.lift_start_s, f.end_s - t.end_s) for t, f in pairs(true, found))


def everything_in(folder: Path, spread: Callable[..., Any]) -> list[Heard]:
    """Count all recordings of a folder; `spread` is a `map`, over processes or not."""
    listed = rows(folder / "recordings.csv")
    return [one for part in spread(partial(heard, folder), listed) for one in part]
