"""Motion in, events out: looks for a set, follows it, and looks again when it is over."""

import math
from dataclasses import replace

from sensorcoach.detect.acquisition import Acquired, acquire
from sensorcoach.detect.arc_end import end_of_arc
from sensorcoach.detect.gate import Gate
from sensorcoach.detect.height.sets import HeightSets
from sensorcoach.detect.judge import Judge
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.looks import HOP, Look
from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.refused import Refused
from sensorcoach.detect.set_in_progress import TELLING_REPS, SetInProgress
from sensorcoach.detect.shares import DOWN_SHARE, END_SHARE
from sensorcoach.detect.telling import Telling
from sensorcoach.detect.trace import Trace
from sensorcoach.detect.tracked import Left
from sensorcoach.detect.which_exercise import suggested
from sensorcoach.events import (
    Event,
    ExerciseSuggested,
    PostureSeen,
    SetFinished,
    SetStarted,
    Side,
)
from sensorcoach.exercises.catalogue import our_exercises
from sensorcoach.motion.block import MotionBlock
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis

KEEP_S = 15.0
"""How much of the past is kept beyond what acquisition looks back at."""

_STRIDE = 500
"""Grid points followed at once."""


class Detector:
    """Events of one unbroken stretch of motion."""

    def __init__(
        self,
        limits: Limits,
        judge: Judge,
        gate: Gate,
        set_number: int = 0,
        before: LiftAxis | None = None,
        *,
        holed: bool = False,
        not_before_s: float = -math.inf,
    ) -> None:
        self._limits = limits
        self._judge = judge
        self._gate = gate
        self._record = MotionRecord()
        self._telling = Telling(self._record, judge)
        self._trace = Trace(self._record)
        self._position = 0
        """Grid point that is looked at next."""
        self._earliest = 0
        """Nothing before this grid point belongs to a set still to be found."""
        self._not_before_s = not_before_s
        """The same as a time, until the grid is known."""
        self._set: SetInProgress | None = None
        self._before = before
        """Arc of the latest set of at least `TELLING_REPS`."""
        self._set_number = set_number
        """Number of the latest set."""
        self._heights = HeightSets(self._record, limits) if limits.heights else None
        """Reps told by height, where the whole body may go down and up."""
        self._height_since = 0
        """No rep of height begins before this grid point: a set of lifts lasted until then."""
        self._halves = 0
        """How often bends were seen of which two are a rep."""
        self._holed = holed
        """Whether there was a hole since the latest set was recognised."""
        self._side: Side | None = None
        """The side that works in the set in progress, where it is known."""

    def feed(self, block: MotionBlock) -> list[Event]:
        """What this motion makes known."""
        self._record.append(block)
        self._begin_after(block)
        events: list[Event] = []
        while self._position < self._record.end:
            if self._set is None:
                self._search(events)
            else:
                self._follow(self._set, events)
                self._gate.read(self._record, self._position)
        if self._set is None:
            events += self._trace.away(self._position)
        self._forget()
        return events

    def _begin_after(self, block: MotionBlock) -> None:
        """Leave out what an earlier detector has counted in the same motion."""
        if self._not_before_s > -math.inf:
            self._earliest = max(self._record.point(self._not_before_s) + 1, block.first)
            self._height_since, self._not_before_s = self._earliest, -math.inf

    def finish(self) -> list[Event]:
        """The stretch is over; a set in progress ends with it."""
        events: list[Event] = []
        if self._set is not None:
            self._set.tracker.finish(self._record.end - 1, END_SHARE)
            self._telling.report(self._set, [], self._position, events)
            self._close(self._set, events)
            self._height_since = self._position
        if self._heights is not None:
            events += self._heights.finish(self._record.end - 1, self._set_number, self._height_since)
        return events

    @property
    def refused(self) -> Refused:
        """Repeated movement that was not taken for a set."""
        return Refused(self._gate.refused, self._gate.misplaced, self._halves)

    def renewed(self, not_before_s: float = -math.inf) -> "Detector":
        """A detector for the next stretch: the sets are counted on, from this time on."""
        return Detector(
            self._limits,
            self._judge,
            self._gate.renewed(),
            self._set_number,
            self._before,
            holed=True,
            not_before_s=not_before_s,
        )

    def _forget(self) -> None:
        """Let go of what no set can need any more: the rep in progress keeps its beginning."""
        before = self._record.back(self._record.end, round((self._limits.look_back_s + KEEP_S) * RATE_HZ))
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
        self._holed |= self._record.is_gone(now)
        look = self._gate.read(self._record, now + 1)
        if look is None:
            raise AssertionError("every point of this grid is looked at once")
        events += self._trace.look(now, still=not look.moved)
        self._name_posture(look, events)
        if look.walked is not None:
            self._earliest = now
            events += self._gate.placed(now, self._record)
            self._leave_height(now, events)
        elif self._counts_by_height(now, events):
            pass
        elif self._may_be_set(now, look):
            self._try(now, events)

    def _may_be_set(self, now: int, look: Look) -> bool:
        """Is there anything new to decide on: has the segment moved, is it not a hole that says so?"""
        pending = self._heights is not None and self._heights.is_pending(now)
        return look.moved and not pending and not self._record.is_gone(now)

    def _try(self, now: int, events: list[Event]) -> None:
        found = acquire(self._record, now, self._earliest, self._limits, self._before)
        if found is None:
            return
        if self._heights is not None and self._heights.are_halves(found.feet, found.tops):
            self._halves += 1
            return
        counts, judged = self._gate.judge(now, found.axis, self._record.known_s(now))
        events += judged
        if counts:
            self._side = self._gate.side(now, found.axis)
            self._show(self._gate.at_bottom(now, found.axis), self._record.known_s(now), events)
            self._open(found, now, events)

    def _counts_by_height(self, now: int, events: list[Event]) -> bool:
        """Count the reps that the height tells; is a set of them under way?"""
        if self._heights is None:
            return False
        known = self._heights.upto(now + 1, self._set_number, self._height_since)
        self._set_number += sum(isinstance(event, SetStarted) for event in known)
        events += known
        self._earliest = max(self._earliest, self._heights.done)
        return self._heights.counting

    def _leave_height(self, now: int, events: list[Event]) -> None:
        if self._heights is not None:
            events += self._heights.leave(now)

    def _name_posture(self, look: Look, events: list[Event]) -> None:
        known_s = self._record.known_s(look.point)
        judged, posture = self._gate.named(look, known_s)
        events += judged
        self._show(posture, known_s, events)

    def _show(self, posture: str | None, known_s: float, events: list[Event]) -> None:
        if posture is not None:
            events.append(PostureSeen(known_s, posture))

    def _open(self, found: Acquired, now: int, events: list[Event]) -> None:
        """Begin a set and count what of it has already been."""
        self._set_number += 1
        events += self._trace.away(found.start)
        events += self._trace.along(found.axis, found.start, now + 1)
        events += self._judge.begin_set(found.axis, self._side, self._record.known_s(now), holed=self._holed)
        self._holed = False
        current, angles_rad, left = self._caught_up(found, now)
        if found.start < found.chain_start and (current.muddled or (left is not None and not current.has_reps)):
            found = replace(found, start=found.chain_start)
            current, angles_rad, left = self._caught_up(found, now)
        self._set = current
        self._telling.report(current, angles_rad, found.start, events, late=True)
        self._telling.interrupted_before(current, now, events)
        if left is not None:
            self._leave(current, left, events)

    def _caught_up(self, found: Acquired, now: int) -> tuple[SetInProgress, list[float], Left | None]:
        """The set read from its start until now, the angles, and why it is over by then, if so."""
        current = SetInProgress(found, self._limits, self._set_number, now, self._record)
        angles_rad = found.axis.angle_rad(self._record.up(found.start, now + 1)).tolist()
        _, left = current.tracker.run(angles_rad, found.start)
        current.tracker.catching_up = False
        return current, angles_rad, left

    def _follow(self, current: SetInProgress, events: list[Event]) -> None:
        """Read on until the set ends, the motion does, or a hole begins or is over."""
        start = self._position
        stop = self._record.hole_edge(start, min(self._record.end, start + _STRIDE))
        if self._record.is_gone(start):
            self._holed = True
            current.tracker.unseen(stop - start)
        else:
            self._telling.interrupted(current, start, events)
        stop, leaving = end_of_arc(self._record, current.axis, start, stop)
        angles_rad = current.axis.angle_rad(self._record.up(start, stop)).tolist()
        left = None
        while self._position < stop and left is None:
            left = self._follow_rep(current, angles_rad[self._position - start :], events)
        left = left or (leaving if self._position == stop else None)
        if left is not None:
            self._leave(current, left, events)

    def _follow_rep(self, current: SetInProgress, angles_rad: list[float], events: list[Event]) -> Left | None:
        """Read on, but no further than a rep; why the set ends, if it does."""
        first = self._position
        # Without a gyro a jolt looks like a swing while it lasts: there it is only judged when the rep is over.
        current.tracker.swing.limit_radps = math.inf if self._record.blurred else self._judge.live_limit_radps
        read, left = current.tracker.run_to_rep(angles_rad, first)
        self._position = first + read
        events += self._trace.along(current.axis, first, first + read)
        self._telling.report(current, angles_rad[:read], first, events)
        if self._heights is not None:
            self._heights.pass_over(self._position)
        return left

    def _leave(self, current: SetInProgress, left: Left | None, events: list[Event]) -> None:
        """The body has left the arc. A usual rep that had come down by then counts."""
        current.leaving = True
        current.tracker.finish(self._position - 1, DOWN_SHARE)
        self._telling.report(current, [], self._position, events)
        self._close(current, events)
        self._height_since = self._position
        since = None if left is None else current.tracker.unfinished_since(left)
        self._earliest = self._position if since is None else since

    def _close(self, current: SetInProgress, events: list[Event]) -> None:
        self._set = None
        if self._record.is_gone(self._position - 1):
            self._telling.interrupted(current, self._position, events)
        self._judge.end_set()
        if current.count == 0:
            self._set_number -= 1
            return
        if current.count >= TELLING_REPS:
            self._before = current.axis
        decided_s = self._record.known_s(self._position - 1)
        start_s, end_s = current.start_s, current.end_s
        events.append(SetFinished(current.number, start_s, end_s, current.count, decided_s, self._side))
        guess = suggested(self._gate.seen(current), our_exercises())
        events.append(ExerciseSuggested(current.number, guess.exercise_id, guess.confidence, decided_s))
