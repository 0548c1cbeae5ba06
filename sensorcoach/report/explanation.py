"""The data of one explained rep, as `explain` shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sensorcoach.events import Event, ReferenceDoubted, ReferenceTaken, Rep, RepCounted
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.form.rules.short_range import ShortRange
from sensorcoach.references.calibration import CountedRep
from sensorcoach.report.lift_angle import join_lift_angle
from sensorcoach.report.terms import OURS, Terms
from sensorcoach.samples import FloatArray

AROUND_S = 1.0
"""Seconds of trace shown before the lift and after the lower."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One rep, `counted`, of `reps` in the recording.

    `begin_s` is the beginning of the recording; printed times count from there. `time_s` (n,) and `angle_rad` (n,) are
    the trace around the rep. `taken`: the reference of the rep, None before there was one.
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
    """Time (n,) and lift angle (n,) from `AROUND_S` before the rep to `AROUND_S` after it."""
    angle = join_lift_angle(events).between(rep.lift_start_s - AROUND_S, rep.end_s + AROUND_S)
    return angle.time_s, angle.angle_rad


def find_reference_used(counted: CountedRep, events: Sequence[Event]) -> ReferenceTaken | None:
    """The reference that this rep was compared with; None if there was none.

    The event of a new reference follows the rep that caused it. Usually it applies to later reps; if the first reps of
    a set were all larger, it already applied to this one. The limit in the rep's verdict decides.
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
