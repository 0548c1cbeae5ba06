"""Motion in, events out: looks for a set, follows it, and looks again when it is over."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from sensorcoach.detect.acquisition import Acquired, acquire
from sensorcoach.detect.judge import Judge
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.refinement import refined
from sensorcoach.detect.rep_measures import measured
from sensorcoach.detect.set_in_progress import SetInProgress
from sensorcoach.detect.trace import Trace
from sensorcoach.detect.tracked import Left, TrackedPhase, TrackedRep, TrackedSwing
from sensorcoach.detect.tracker import DOWN_SHARE, END_SHARE
from sensorcoach.events import Event, PhaseChanged, PostureSeen, RepCounted, SetFinished, SetStarted, WarningRaised
from sensorcoach.motion.block import MotionBlock
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.posture import MIDDLE_POINTS, Posture
from sensorcoach.units import RAD_PER_DEG

HOP = 10
"""Grid points between looks for a set: 0.2 s."""

KEEP_S = 15.0
"""How much of the past is kept beyond what acquisition looks back at."""

RECENT_POINTS = round(0.5 * RATE_HZ)
MOVED_RAD = 0.7 * RAD_PER_DEG
"""A turn of this much in 0.3 s, within the last half second, makes a look worth while; less is stillness."""

ASIDE_SHARE = 0.6
ASIDE_RAD = 15.0 * RAD_PER_DEG
ASIDE_POINTS = round(1.0 * RATE_HZ)
"""So far out of the arc's plane (share of the range, or angle if more) for so long is another posture."""

KNOWN_REPS = 3
"""A set of so many reps tells later sets which way is up."""

_STRIDE = 500
"""Grid points followed at once."""


class Detector:
    """Events of one unbroken stretch of motion."""

    def __init__(self, limits: Limits, judge: Judge, set_number: int = 0, before: LiftAxis | None = None) -> None:
        self._limits = limits
        self._judge = judge
        self._record = MotionRecord()
        self._trace = Trace(self._record)
        self._posture = Posture(HOP)
        self._posture_name = "unknown"
        self._position = 0
        """Grid point that is looked at next."""
        self._earliest = 0
        """Nothing before this grid point belongs to a set still to be found."""
        self._set: SetInProgress | None = None
        self._before = before
        """Arc of the latest set of at least `KNOWN_REPS`."""
        self._set_number = set_number
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
        if self._set is None:
            events += self._trace.away(self._position)
        self._forget()
        return events

    def finish(self) -> list[Event]:
        """The stretch is over; a set in progress ends with it."""
        events: list[Event] = []
        if self._set is not None:
            self._set.tracker.finish(self._record.end - 1, END_SHARE)
            self._report(self._set, events)
            self._close(self._set, events)
        return events

    def renewed(self) -> "Detector":
        """A detector for the next stretch: the sets are counted on."""
        return Detector(self._limits, self._judge, self._set_number, self._before)

    def _forget(self) -> None:
        """Let go of what no set can need any more: the rep in progress keeps its beginning."""
        before = self._record.end - round((self._limits.look_back_s + KEEP_S) * RATE_HZ)
        if self._set is not None:
            before = min(before, self._set.tracker.bottom - round(KEEP_S * RATE_HZ))
        self._record.forget(before)

    def _search(self, events: list[Event]) -> None:
        """Look every `HOP` points whether the last movements make a set."""
        now = -(-self._position // HOP) * HOP
        if now >= self._record.end:
            self._position = self._record.end
            return
        self._position = now + 1
        moved = self._record.turned(now - RECENT_POINTS, now + 1).max() >= MOVED_RAD
        events += self._trace.look(now, still=not moved)
        if self._record.walking(now, now + 1)[0]:
            middle = max(now - MIDDLE_POINTS, self._record.first)
            self._posture.walk(now, self._record.up(middle, middle + 1)[0])
            self._earliest = now
        elif moved:
            self._try(now, events)
        else:
            self._name_posture(now, events)

    def _try(self, now: int, events: list[Event]) -> None:
        found = acquire(self._record, now, self._earliest, self._limits, self._before)
        if found is None:
            return
        if self._limits.lying and self._posture.is_upright(now, found.axis.bottom):
            self.refused_upright += 1
        else:
            self._open(found, now, events)

    def _name_posture(self, now: int, events: list[Event]) -> None:
        name = self._posture.name(now, self._record.up(now, now + 1)[0])
        if name != self._posture_name:
            self._posture_name = name
            events.append(PostureSeen(self._record.known_s(now), name))

    def _open(self, found: Acquired, now: int, events: list[Event]) -> None:
        """Begin a set and count what of it has already been."""
        self._set_number += 1
        current = self._set = SetInProgress(found, self._limits, self._set_number, now, self._record)
        events += self._trace.away(found.start)
        events += self._trace.along(found.axis, found.start, now + 1)
        events += self._judge.begin_set(found.axis, None, self._record.known_s(now))
        up = self._record.up(found.start, now + 1)
        _, left = current.tracker.run(found.axis.angle_rad(up).tolist(), found.start)
        current.tracker.catching_up = False
        current.tracker.found[:] = [item for item in current.tracker.found if isinstance(item, TrackedRep)]
        self._report(current, events)
        if left is not None:
            self._leave(current, left, events)

    def _follow(self, current: SetInProgress, events: list[Event]) -> None:
        """Read on until the set ends or the motion does."""
        start = self._position
        stop, leaving = self._end_of_arc(current, start, min(self._record.end, start + _STRIDE))
        angle_rad = current.axis.angle_rad(self._record.up(start, stop))
        # Without a gyro a jolt looks like a swing while it lasts: there it is only judged when the rep is over.
        current.tracker.swing.limit_radps = math.inf if self._record.blurred else self._judge.live_limit_radps
        read, left = current.tracker.run_to_rep(angle_rad.tolist(), start)
        self._position = start + read
        events += self._trace.along(current.axis, start, start + read)
        self._report(current, events)
        left = left or (leaving if self._position == stop else None)
        if left is not None:
            self._leave(current, left, events)

    def _end_of_arc(self, current: SetInProgress, start: int, stop: int) -> tuple[int, Left | None]:
        """Where, up to `stop`, the wearer walks or has been off the arc for a while; and which."""
        walked = np.flatnonzero(self._record.walking(start, stop))
        first = max(start - ASIDE_POINTS, self._record.first)
        aside = np.abs(current.axis.aside(self._record.up(first, stop)))
        strayed = _first_lasting(aside > max(ASIDE_SHARE * current.axis.range_rad, ASIDE_RAD), ASIDE_POINTS)
        ends: list[tuple[int, Left | None]] = []
        if len(walked):
            ends.append((start + int(walked[0]) + 1, Left.WALKING))
        if strayed is not None:
            ends.append((first + strayed, Left.ASIDE))
        return min([*ends, (stop, None)], key=lambda end: end[0])

    def _leave(self, current: SetInProgress, left: Left | None, events: list[Event]) -> None:
        """The body has left the arc. A usual rep that had come down by then counts."""
        current.leaving = True
        current.tracker.finish(self._position - 1, DOWN_SHARE)
        self._report(current, events)
        self._close(current, events)
        since = None if left is None else current.tracker.unfinished_since(left)
        self._earliest = self._position if since is None else since

    def _report(self, current: SetInProgress, events: list[Event]) -> None:
        for item in current.tracker.found:
            if isinstance(item, TrackedPhase):
                time_s, decided_s = self._record.time_s(item.point), self._record.known_s(item.decided)
                events.append(PhaseChanged(time_s, item.phase, decided_s))
            elif isinstance(item, TrackedSwing):
                self._warn(current, item, events)
            else:
                self._count(current, item, events)
        current.tracker.found.clear()

    def _warn(self, current: SetInProgress, swing: TrackedSwing, events: list[Event]) -> None:
        """Momentum is said while the lift lasts."""
        current.raised = self._judge.swing(swing.rate_radps, self._record.time_s(swing.point))
        decided_s = self._record.known_s(swing.point)
        events.append(WarningRaised(current.number, current.count + 1, current.raised, decided_s))

    def _count(self, current: SetInProgress, tracked: TrackedRep, events: list[Event]) -> None:
        rep = refined(self._record, current.axis, tracked, current.count + 1)
        decided_s = self._record.known_s(max(tracked.decided, current.opened))
        if current.count and rep.lift_start_s < current.end_s:
            rep = replace(rep, lift_start_s=current.end_s)
        if current.count == 0:
            events.append(SetStarted(current.number, rep.lift_start_s, decided_s, current.axis.mount))
        measures = measured(self._record, current.axis, tracked, rep)
        rep, learned = self._judge.judge(measures, current.raised, decided_s)
        current.raised = None
        current.add(rep)
        events += [RepCounted(current.number, rep, decided_s), *learned]

    def _close(self, current: SetInProgress, events: list[Event]) -> None:
        self._set = None
        self._judge.end_set()
        if current.count == 0:
            self._set_number -= 1
            return
        if current.count >= KNOWN_REPS:
            self._before = current.axis
        decided_s = self._record.known_s(self._position - 1)
        events.append(SetFinished(current.number, current.start_s, current.end_s, current.count, decided_s))


def _first_lasting(marks: npt.NDArray[np.bool_], points: int) -> int | None:
    """How many marks it takes until `points` in a row have been set; None when they are not."""
    sums = np.cumsum(np.concatenate([[0], marks]))
    full = np.flatnonzero(sums[points:] - sums[:-points] == points)
    return points + int(full[0]) if len(full) else None
