"""All that is known of one rep: what `explain` shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sensorcoach.events import Event, LiftTrace, ReferenceDoubted, ReferenceTaken, Rep, RepCounted
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.form.rules.short_range import ShortRange
from sensorcoach.references.calibration import CountedRep
from sensorcoach.report.terms import OURS, Terms
from sensorcoach.samples import FloatArray

AROUND_S = 1.0
"""So much of the trace is shown before the lift and after the lowering."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rep, `counted`, of `reps` in all.

    `begin_s` is when the recording begins: people read times from there. `time_s` (n,) and `angle_rad` (n,) are the
    trace around the rep. `taken` is what it was compared with, None before there was a reference.
    """

    path: str
    exercise: Exercise
    placement: Placement
    simulated: bool
    begin_s: float
    counted: CountedRep
    reps: int
    time_s: FloatArray
    angle_rad: FloatArray
    taken: ReferenceTaken | None
    terms: Terms = OURS

    @property
    def rep(self) -> Rep:
        return self.counted.rep


def cut_trace_around(rep: Rep, events: Iterable[Event]) -> tuple[FloatArray, FloatArray]:
    """Time (n,) and lift angle (n,) around a rep; where stretches overlap the later one is the one drawn."""
    first_s, last_s = rep.lift_start_s - AROUND_S, rep.end_s + AROUND_S
    time_s, angle_rad = np.empty(0), np.empty(0)
    for event in events:
        if isinstance(event, LiftTrace):
            inside = (event.time_s >= first_s) & (event.time_s <= last_s)
            if inside.any():
                kept = int(np.searchsorted(time_s, float(event.time_s[inside][0])))
                time_s = np.concatenate([time_s[:kept], event.time_s[inside]])
                angle_rad = np.concatenate([angle_rad[:kept], event.angle_rad[inside]])
    return time_s, angle_rad


def find_reference_used(counted: CountedRep, events: Sequence[Event]) -> ReferenceTaken | None:
    """The reference that this rep was held against; None where there was none.

    What a rep makes known of the reference is told right after it: a better one for the reps to come, or that the
    first reps of a set were all larger, in which case it was held against the new one already.
    """
    least_deg = next((v.limit for v in counted.rep.verdicts if v.code == ShortRange.facts.code), None)
    if least_deg is None:
        return None
    before: list[ReferenceTaken] = []
    for event in events:
        if isinstance(event, RepCounted) and event.rep.lift_start_s > counted.rep.lift_start_s:
            break
        if isinstance(event, ReferenceTaken):
            before.append(event)
        elif isinstance(event, ReferenceDoubted):
            before.clear()
    return min(before[-3:], key=lambda taken: abs(np.rad2deg(taken.least_rad) - least_deg), default=None)
