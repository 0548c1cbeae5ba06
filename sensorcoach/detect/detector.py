"""Motion in, events out: looks for a set, follows it, and looks again when it is over."""

import math

import numpy as np
import numpy.typing as npt

from sensorcoach.detect.acquisition import Acquired, acquire
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.refinement import refined
from sensorcoach.detect.tracker import Left, TrackedRep, Tracker
from sensorcoach.events import Event, PhaseChanged, RepCounted, SetFinished, SetStarted
from sensorcoach.motion.block import MotionBlock
from sensorcoach.motion.gait import WALK_WINDOW_S
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis, unit
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

HOP = 5
"""Grid points between looks for a set: 0.1 s."""

KEEP_S = 15.0
"""How much of the past is kept beyond what acquisition looks back at."""

UPRIGHT_RAD = 35.0 * RAD_PER_DEG
"""Attitudes this close to that of walking are upright."""

UPRIGHT_LOOKS = 80
"""Looks at walking until its attitude is known: 8 s marked. Lying down and settling can jolt for five."""

MIDDLE_POINTS = round(0.5 * WALK_WINDOW_S * RATE_HZ)
"""The steps that mark a point as walking lie around this much earlier."""

PAUSE_S = 5.0
"""A walk after a longer pause is another one: the sensor may have been put on anew."""

UPRIGHT_S = 90.0
"""So long after a walk its attitude is trusted: later the sensor may have been put on anew."""

MOVED_RAD = 0.7 * RAD_PER_DEG
"""Turn within half a second that makes a look worth while."""


class Detector:
    """Events of one unbroken stretch of motion."""

    def __init__(self, limits: Limits, set_number: int = 0) -> None:
        self._limits = limits
        self._record = MotionRecord()
        self._position = 0
        """Grid point that is looked at next."""
        self._earliest = 0
        """Nothing before this grid point belongs to a set still to be found."""
        self._walk_up: FloatArray = np.zeros(3)
        """Sum of the attitudes while walking."""
        self._walked = 0
        """How many those are."""
        self._walk_end = 0
        """Grid point of the last of them."""
        self._set: _Set | None = None
        self._before: LiftAxis | None = None
        """Arc of the latest set of at least `KNOWN_REPS`."""
        self.set_number = set_number
        """Number of the latest set."""
        self.refused_upright = 0
        """How often lifts were seen that were done upright though the exercise is done lying."""

    def feed(self, block: MotionBlock) -> list[Event]:
        """What this motion makes known."""
        self._record.append(block)
        events: list[Event] = []
        while self._position < self._record.end:
            if self._set is None:
                self._search(events)
            else:
                self._follow(self._set, events)
        self._record.forget(self._record.end - round((self._limits.look_back_s + KEEP_S) * RATE_HZ))
        return events

    def finish(self) -> list[Event]:
        """The stretch is over; a set in progress ends with it."""
        events: list[Event] = []
        if self._set is not None:
            self._set.tracker.finish(self._record.end - 1)
            self._report(self._set, events)
            self._close(self._set, events)
        return events

    def renewed(self) -> "Detector":
        """A detector for the next stretch: the sets are counted on."""
        other = Detector(self._limits, self.set_number)
        other._before = self._before
        other.refused_upright = self.refused_upright
        return other

    def _search(self, events: list[Event]) -> None:
        """Look every `HOP` points whether the last movements make a set."""
        now = -(-self._position // HOP) * HOP
        if now >= self._record.end:
            self._position = self._record.end
            return
        self._position = now + 1
        if self._record.walking(now, now + 1)[0]:
            self._walk(now)
        elif self._record.turned(now - 25, now + 1).max() >= MOVED_RAD:
            found = acquire(self._record, now, self._earliest, self._limits, self._before)
            if found is None:
                return
            if self._upright(found.axis, now):
                self.refused_upright += 1
            else:
                self._open(found, now, events)

    def _walk(self, now: int) -> None:
        """Learn what upright looks like from this bout of walking; nothing before it is one set with what follows."""
        if now - self._walk_end > PAUSE_S * RATE_HZ:
            self._walk_up, self._walked = np.zeros(3), 0
        middle = max(now - MIDDLE_POINTS, self._record.first)
        self._walk_up = self._walk_up + self._record.up(middle, middle + 1)[0]
        self._walked += 1
        self._earliest = self._walk_end = now

    def _upright(self, axis: LiftAxis, now: int) -> bool:
        known = self._walked >= UPRIGHT_LOOKS and now - self._walk_end <= UPRIGHT_S * RATE_HZ
        if not self._limits.lying or not known:
            return False
        return float(unit(self._walk_up) @ axis.bottom) > math.cos(UPRIGHT_RAD)

    def _open(self, found: Acquired, now: int, events: list[Event]) -> None:
        """Begin a set and count what of it has already been."""
        self.set_number += 1
        self._set = _Set(found, Tracker(found.axis.range_rad, self._limits), self.set_number, now)
        up = self._record.up(found.start, now + 1)
        _, left = self._set.tracker.run(found.axis.angle_rad(up).tolist(), found.start)
        self._set.tracker.catching_up = False
        self._set.tracker.phases.clear()
        self._report(self._set, events)
        if left is not None:
            self._leave(self._set, left, events)

    def _follow(self, current: "_Set", events: list[Event]) -> None:
        """Read on until the set ends or the motion does."""
        start = self._position
        stop, leaving = self._end_of_arc(current, start, min(self._record.end, start + 500))
        angles_rad = current.axis.angle_rad(self._record.up(start, stop)).tolist()
        read, left = current.tracker.run(angles_rad, start)
        self._position = start + read
        self._report(current, events)
        if left is not None or leaving is not None:
            self._leave(current, left or leaving, events)

    def _end_of_arc(self, current: "_Set", start: int, stop: int) -> tuple[int, Left | None]:
        """Where, up to `stop`, the wearer walks or has been off the arc for a while; and which."""
        walked = np.flatnonzero(self._record.walking(start, stop))
        aside = np.abs(current.axis.aside(self._record.up(start - ASIDE_POINTS, stop)))
        strayed = _first_lasting(aside > max(ASIDE_SHARE * current.axis.range_rad, ASIDE_RAD), ASIDE_POINTS)
        ends = [(stop, None)]
        if len(walked):
            ends.append((start + int(walked[0]) + 1, Left.WALKING))
        if strayed is not None:
            ends.append((max(start - ASIDE_POINTS, self._record.first) + strayed, Left.ASIDE))
        return min(ends, key=lambda end: end[0])

    def _leave(self, current: "_Set", left: Left | None, events: list[Event]) -> None:
        current.tracker.finish(self._position - 1)
        current.tracker.reps[:] = [rep for rep in current.tracker.reps if current.is_usual(rep)]
        self._report(current, events)
        self._close(current, events)
        since = None if left is None else current.tracker.unfinished_since(left)
        self._earliest = self._position if since is None else since

    def _report(self, current: "_Set", events: list[Event]) -> None:
        for phase in current.tracker.phases:
            time_s, decided_s = self._record.time_s(phase.point), self._record.time_s(phase.decided)
            events.append(PhaseChanged(time_s, phase.phase, decided_s))
        current.tracker.phases.clear()
        for tracked in current.tracker.reps:
            if current.belongs(tracked) and self._in_plane(current, tracked):
                self._count(current, tracked, events)
        current.tracker.reps.clear()

    def _in_plane(self, current: "_Set", tracked: TrackedRep) -> bool:
        """Did it keep to the arc? Rolling and fidgeting do not."""
        aside = current.axis.aside(self._record.up(tracked.bottom, tracked.end + 1))
        strayed = float(np.sqrt(np.mean((aside - np.median(aside)) ** 2)))
        return strayed <= STRAY_SHARE * tracked.range_rad

    def _count(self, current: "_Set", tracked: TrackedRep, events: list[Event]) -> None:
        rep = refined(self._record, current.axis, tracked, current.count + 1)
        decided_s = self._record.time_s(max(tracked.decided, current.opened))
        if current.count == 0:
            current.start_s = rep.lift_start_s
            events.append(SetStarted(current.number, rep.lift_start_s, decided_s))
        current.count += 1
        current.end_s = rep.end_s
        events.append(RepCounted(current.number, rep, decided_s))

    def _close(self, current: "_Set", events: list[Event]) -> None:
        self._set = None
        if current.count == 0:
            self.set_number -= 1
            return
        if current.count >= KNOWN_REPS:
            self._before = current.axis
        decided_s = self._record.time_s(self._position - 1)
        events.append(SetFinished(current.number, current.start_s, current.end_s, current.count, decided_s))


ASIDE_SHARE = 0.6
ASIDE_RAD = 15.0 * RAD_PER_DEG
ASIDE_POINTS = round(1.0 * RATE_HZ)
"""So far out of the arc's plane (share of the range, or angle if more) for so long is another posture."""

KNOWN_REPS = 3
"""A set of so many reps tells later sets which way is up."""

HALF_REP = 2.0
"""A first rep that sinks this many times as far as it rose was under way when the recording began."""

STRAY_SHARE = 0.28
"""A rep strays less than this out of its plane (RMS, as a share of its range); true ones 0.02 to 0.15."""

USUAL = 1.6
"""A usual rep differs from the others by less than this factor, in range and duration."""

QUICKEST_POINTS = round(0.6 * RATE_HZ)
QUICKEST_TIME = 0.08
"""Quicker than this, or than this share of the usual duration, is a twitch."""

SHIFTING_RANGE = 0.8
SHIFTING_TIME = 0.4
"""Less than these shares of the usual range and of the usual duration, both, is shifting about."""


def _first_lasting(marks: npt.NDArray[np.bool_], points: int) -> int | None:
    """How many points it takes until `points` marks in a row have been seen; None when they are not."""
    sums = np.cumsum(np.concatenate([[0], marks]))
    full = np.flatnonzero(sums[points:] - sums[:-points] == points)
    return points + int(full[0]) if len(full) else None


class _Set:
    """A set in progress."""

    def __init__(self, found: Acquired, tracker: Tracker, number: int, opened: int) -> None:
        self.opened = opened
        """Grid point at which it was recognised."""
        self.axis = found.axis
        self.tracker = tracker
        self.number = number
        self.count = 0
        self.start_s = 0.0
        self.end_s = 0.0
        self._chain_start = found.chain_start
        """Grid point where the movements began that made it a set."""
        self._lasts_points = found.lasts_points
        """How many grid points a rep lasts: of the movements that made it a set, then of each rep."""

    def is_usual(self, tracked: TrackedRep) -> bool:
        """Is it like the others? Only such a one counts that ends in another posture."""
        share = tracked.range_rad / self.tracker.usual_range_rad
        lasted = (tracked.end - tracked.bottom) / self._lasts_points
        return 1.0 / USUAL <= share <= USUAL and 1.0 / USUAL <= lasted <= USUAL

    def belongs(self, tracked: TrackedRep) -> bool:
        """Is it a rep of this set? Half a rep at the beginning is none, nor is shifting about."""
        if self.count == 0 and tracked.sunk_rad > HALF_REP * tracked.range_rad:
            return False
        lasted = tracked.end - tracked.bottom
        if lasted < max(QUICKEST_POINTS, QUICKEST_TIME * self._lasts_points):
            return False
        share = tracked.range_rad / self.tracker.usual_range_rad
        if share < SHIFTING_RANGE and lasted < SHIFTING_TIME * self._lasts_points:
            return False
        self._lasts_points += 0.3 * (lasted - self._lasts_points)
        return tracked.end > self._chain_start or share >= 0.5
