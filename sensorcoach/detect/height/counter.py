"""Count reps by height: two alike reps prove a set, and each further one belongs to it."""

from typing import Annotated

from sensorcoach.detect.height.double_bend import are_halves
from sensorcoach.detect.height.height_tracker import HeightTracker
from sensorcoach.detect.height.step_pairs import HeightRep, StepPairs, is_explained
from sensorcoach.detect.height.steps import Step
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

ALIKE: Annotated[float, Within(1.2, 4.0, "times")] = 2.0
"""Largest factor between the heights of successive reps. Depth varies with fatigue."""

APART_SHARE: Annotated[float, Within(0.3, 1.0, "share")] = 0.85
"""Longest time between the two reps that prove a set, as a share of the idle time. An unproven set ends sooner."""


class HeightCounter:
    """Steps in, reps of a set out."""

    def __init__(self, history: MotionHistory, limits: MovementLimits) -> None:
        self._history = history
        self._tracker = HeightTracker(history)
        self._pairs = StepPairs()
        self._apart_points = round(APART_SHARE * limits.idle_s * RATE_HZ)
        self._idle_points = round(limits.idle_s * RATE_HZ)
        self._latest: HeightRep | None = None
        """The latest rep, in a set or waiting for a similar one."""
        self.counting = False
        """Whether a set is under way."""
        self._active = 0
        """Grid point of the latest step."""

    def follow(self, end: int) -> list[tuple[int, HeightRep]]:
        """Return the reps that become known before grid point `end`, each with the point where it does."""
        return [(known, rep) for known, step in self._tracker.follow(end) for rep in self._add_step(step)]

    def finish(self, now: int) -> list[HeightRep]:
        """End the recording at grid point `now`; return the reps that this completes."""
        return [rep for step in self._tracker.finish(now) for rep in self._add_step(step)]

    def are_halves(self, feet: tuple[int, ...], tops: tuple[int, ...]) -> bool:
        """Return whether these cycles, newest first, lie high and low in turn."""
        if not self._tracker.is_known_since(feet[-1]):
            return False
        return are_halves(self._tracker.steps_since(feet[-1], feet[0]), feet, tops)

    def is_pending(self, now: int) -> bool:
        """Return whether the height of the movement under way will soon be known."""
        return self._tracker.is_pending(now)

    def is_over(self, now: int) -> bool:
        """Return whether the body has rested too long since the latest step. A movement may be the next step."""
        return self._tracker.rested_until(now) - self._active > self._idle_points

    def interrupt(self) -> None:
        """End the set: other movements follow."""
        self._pairs, self._latest, self.counting = StepPairs(), None, False

    def _add_step(self, step: Step) -> list[HeightRep]:
        self._active = step.end
        rep, before = self._pairs.add(step), self._latest
        if rep is None or is_explained(rep, self._turned_rad(rep)):
            return []
        self._latest = rep
        if before is None or not self._follows(rep, before):
            return []
        if self.counting:
            return [rep]
        self.counting = True
        return [before, rep]

    def _turned_rad(self, rep: HeightRep) -> float:
        """Return the angle between the attitudes before the rep and in its stay."""
        home, away = self._history.up_at([rep.out.start, (rep.out.end + rep.back.start) // 2])
        return float(angles_between(home[None, :], away)[0])

    def _follows(self, rep: HeightRep, before: HeightRep) -> bool:
        """Return whether a rep belongs to the same set as the one before."""
        near = rep.out.start - before.back.end <= (self._idle_points if self.counting else self._apart_points)
        return near and max(rep.size_m, before.size_m) <= ALIKE * min(rep.size_m, before.size_m)
