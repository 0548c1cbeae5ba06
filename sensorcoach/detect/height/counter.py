"""Counts reps by height: two alike prove a set, as for lifts; each further one belongs to it."""

from sensorcoach.detect.height.double_bend import are_halves
from sensorcoach.detect.height.height_tracker import HeightTracker
from sensorcoach.detect.height.step_pairs import HeightRep, StepPairs, is_explained
from sensorcoach.detect.height.steps import Step
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.motion.resampling import RATE_HZ

ALIKE = 2.0
"""Reps of a set differ in height by less than this factor."""


class HeightCounter:
    """Steps in, reps of a set out."""

    def __init__(self, record: MotionHistory, limits: MovementLimits) -> None:
        self._record = record
        self._watch = HeightTracker(record)
        self._pairing = StepPairs()
        self._apart_points = round(0.85 * limits.idle_s * RATE_HZ)
        self._idle_points = round(limits.idle_s * RATE_HZ)
        self._latest: HeightRep | None = None
        """The latest rep, in a set or waiting for one like it."""
        self.counting = False
        """Is a set under way?"""
        self._active = 0
        """Grid point of the latest step."""

    def upto(self, end: int) -> list[tuple[int, HeightRep]]:
        """Reps that become known before this grid point, each with the point where it does."""
        return [(known, rep) for known, step in self._watch.upto(end) for rep in self._stepped(step)]

    def finish(self, now: int) -> list[HeightRep]:
        """Reps that are complete where the recording ends."""
        return [rep for step in self._watch.finish(now) for rep in self._stepped(step)]

    def are_halves(self, feet: tuple[int, ...], tops: tuple[int, ...]) -> bool:
        """Do these cycles, newest first, lie high and low in turn?"""
        if not self._watch.is_known_since(feet[-1]):
            return False
        return are_halves(self._watch.steps_since(feet[-1], feet[0]), feet, tops)

    def is_pending(self, now: int) -> bool:
        """Will it soon be known how the height went?"""
        return self._watch.is_pending(now)

    def is_over(self, now: int) -> bool:
        """Has the body rested for too long since the latest step? While it moves the next may be under way."""
        return self._watch.rested_until(now) - self._active > self._idle_points

    def interrupt(self) -> None:
        """Something else was done meanwhile: what comes is another set."""
        self._pairing, self._latest, self.counting = StepPairs(), None, False

    def _stepped(self, step: Step) -> list[HeightRep]:
        self._active = step.end
        rep, before = self._pairing.add(step), self._latest
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
        """How differently the segment lies before the rep and in its stay."""
        home, away = self._record.up_at([rep.out.start, (rep.out.end + rep.back.start) // 2])
        return float(angles_between(home[None, :], away)[0])

    def _follows(self, rep: HeightRep, before: HeightRep) -> bool:
        near = rep.out.start - before.back.end <= (self._idle_points if self.counting else self._apart_points)
        return near and max(rep.size_m, before.size_m) <= ALIKE * min(rep.size_m, before.size_m)
