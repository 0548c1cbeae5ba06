"""A finished set in a few numbers, for the question which exercise it was."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from sensorcoach.detect.open_set import OpenSet
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.mounting import Mounting


@dataclass(frozen=True, slots=True)
class SetSeen:
    """A finished set: medians over its reps, its arc, how the force went with the angle, and the mounting then."""

    placement: Placement
    axis: LiftAxis
    range_rad: float
    hold_s: float
    rep_s: float
    rest_s: float | None
    raising: float
    mounting: Mounting


def set_seen(done: OpenSet, placement: Placement, mounting: Mounting) -> SetSeen:
    """The numbers of a set with at least one rep."""
    reps = done.reps
    rests_s = [after.lift_start_s - before.end_s for before, after in pairwise(reps)]
    return SetSeen(
        placement=placement,
        axis=done.axis,
        range_rad=median(rep.rom_rad for rep in reps),
        hold_s=median(rep.hold_s for rep in reps),
        rep_s=median(rep.end_s - rep.lift_start_s for rep in reps),
        rest_s=median(rests_s) if rests_s else None,
        raising=done.raising,
        mounting=mounting,
    )
