"""Motion in, events out: searches for a set, follows it, and searches again when it is over."""

import math

import numpy as np

from sensorcoach.detect.finding.comparisons import STRIDE_S
from sensorcoach.detect.finding.direction import ARC_SHARE
from sensorcoach.detect.finding.evidence_report import HALF_REP
from sensorcoach.detect.finding.refusals import RefusalReasons
from sensorcoach.detect.finding.search import Hypothesis, Prior, WeighedCycle
from sensorcoach.detect.finding.set_start import find_set_start
from sensorcoach.detect.finding.strokes import Pause, PauseKind
from sensorcoach.detect.following.set_follower import SetFollower
from sensorcoach.detect.observations import HOP_POINTS
from sensorcoach.events import Event, SetStarted
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.motion.motion_block import MotionBlock
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

KEEP_S = 15.0
"""How much of the past is kept beyond what the search looks back at."""

PULSES = 5.0
"""Log-odds against movements that may be pulses at the top of a lift."""

RESTED_AFTER = 1.5
"""Log-odds that a rest after the last lift adds, as after a set."""

LATE_POINTS = round(4.0 * RATE_HZ)
"""How long that rest lasts."""


class Detector(SetFollower):
    """Events of one unbroken stretch of motion; see `SetFollower` for what it is given."""

    def mark(self, kind: bytes, time_s: float) -> None:
        """What the person said of a set at this time; it takes effect when the motion has come so far."""
        self._marks.add(kind, time_s)

    def feed(self, block: MotionBlock) -> list[Event]:
        """What this motion makes known."""
        self._record.append(block)
        self._begin_after(block)
        events: list[Event] = []
        while self._position < self._record.end:
            self._marks.apply(self, self._record, self._position, events)
            stop = min(self._record.end, self._marks.next_point(self._record))
            if self._set is not None:
                self._follow(self._set, stop, events)
                self._gate.read(self._record, self._position)
            else:
                self._seek(stop, events)
        if self._set is None:
            events += self._trace.trace_from_rest(self._position)
        self._forget()
        return events

    def finish(self, *, last: bool = False) -> list[Event]:
        """The stretch is over; a set in progress ends with it. With the `last` stretch all marks take effect."""
        events: list[Event] = []
        if last and self._record.end:
            self._marks.apply_all(self, self._record, self._position, events)
        if self._set is None:
            events += self._believe_late(self._record.end - 1)
        self._end_set(self._record.end - 1, events, goes_on=not last)
        if self._heights is not None:
            events += self._heights.finish(self._record.end - 1, self._set_number, self._height_since)
        events += self._provisional.withdraw(self._position, self._next_number)
        return events

    @property
    def refused(self) -> RefusalReasons:
        """Repeated movement that was not taken for a set."""
        return RefusalReasons(
            self._gate.wrong_posture, self._gate.wrong_placement, self._halves, self._refusals.likeliest
        )

    def renewed(self, not_before_s: float = -math.inf) -> "Detector":
        """A detector for the next stretch: the sets are counted on, from this time on."""
        renewed = Detector(
            self._limits,
            self._judge,
            self._gate.copy_for_next_stretch(),
            self._set_number,
            self._before,
            holed=True,
            not_before_s=max(not_before_s, self._marks.armed_s),
            marks=self._marks,
            model=self._model,
            live=self._live,
            weighed=self._weighing.wanted,
        )
        renewed._parked, renewed._armed_up = self._parked, self._armed_up
        renewed._search.least_rad = self._search.least_rad
        renewed._side, renewed._discardable = self._side, self._discardable
        return renewed

    def begin_armed(self, point: int, events: list[Event]) -> None:
        """The person said "now": a set begins from the bottom, which is here unless a lift is in progress."""
        bottom = self._bottom(point)
        self.end_armed(point, events)
        self._discardable, self._armed_up = 0, bottom

    def _bottom(self, point: int) -> FloatArray:
        """The attitude (3,) at the bottom of the lift in progress, or at this grid point."""
        if self._set is not None:
            return self._set.axis.bottom
        home = self._provisional.home
        return np.array(home) if home else self._record.up_at([min(point, self._record.end - 1)])[0]

    def end_armed(self, point: int, events: list[Event]) -> None:
        """The person said that the armed set is over."""
        number = self._next_number
        self._end_set(point - 1, events)
        self._armed_up = self._waiting = None
        self._search.begin_at(point)
        events += self._provisional.withdraw(point, number)

    def discard(self, point: int, events: list[Event]) -> int:
        """Throw the set in progress away, or the latest; gives its number, 0 where there is none."""
        current, self._set, self._parked = self._set or self._parked, None, None
        number, self._discardable = self._discardable, 0
        if current is not None:
            self._judge.end_set()
            number = current.number if current.count else 0
            self._set_number -= current.count == 0
        self._search.begin_at(point)
        self._search.least_rad, self._waiting = self._limits.least_rad, None
        events += self._provisional.withdraw(point, self._next_number)
        return number

    def _begin_after(self, block: MotionBlock) -> None:
        """Leave out what an earlier detector has counted in the same motion."""
        if self._not_before_s > -math.inf:
            point = max(self._record.point(self._not_before_s) + 1, block.first)
            self._search.begin_at(point)
            self._height_since, self._not_before_s = point, -math.inf

    def _forget(self) -> None:
        """Let go of what no set can need any more: the rep in progress keeps its beginning."""
        before = self._record.go_back(self._record.end, round((self._limits.look_back_s + KEEP_S) * RATE_HZ))
        if self._set is not None:
            before = min(before, self._set.tracker.bottom - round(KEEP_S * RATE_HZ))
        self._record.forget(before)

    def _seek(self, stop: int, events: list[Event]) -> None:
        """Read on until a stroke ends, and weigh whether the last movements make a set."""
        late = self._late.pause.known + LATE_POINTS if self._late is not None else stop
        expires = self._provisional.expires_at(stop)
        stop = min(stop, max(min(late, expires), self._position + 1))
        pause = self._next_pause(stop)
        until = stop if pause is None else max(pause.known, self._position) + 1
        self._holed |= self._record.has_gap(self._position, until)
        counting = self._look(until, events)
        self._position = until
        if pause is None:
            if until > expires:
                events += self._provisional.withdraw(until - 1, self._next_number)
            if until > late:
                events += self._believe_late(until - 1)
        elif not counting:
            pending = self._heights is not None and not self._marks.window_open and self._heights.is_pending(until - 1)
            if pending or self._record.is_in_gap(until - 1):
                self._waiting = pause
            else:
                self._weigh(pause, until - 1, events)

    def _believe_late(self, point: int) -> list[Event]:
        """Lifts after which the segment rested as after a set."""
        found, self._late = self._late, None
        events: list[Event] = []
        if found is None or found.cycles[-1].cycle.foot.point < self._search.earliest:
            return events
        if point - found.pause.known >= LATE_POINTS:
            self._believe(found, point, events, late=True)
        return events

    def _next_pause(self, stop: int) -> Pause | None:
        """The next pause of a stroke, or once more the latest, which waits until it is known how the height went."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            return waiting
        armed = self._marks.window_open
        return self._search.read_to_pause(stop, slow=armed) if self._marks.may_count else None

    def _look(self, until: int, events: list[Event]) -> bool:
        """Look at posture, placement and height up to a grid point; whether a set told by height is under way."""
        counting = False
        for now in range(-(-self._position // HOP_POINTS) * HOP_POINTS, until, HOP_POINTS):
            look = self._gate.read(self._record, now + 1)
            if look is None:
                continue
            events += self._trace.note_stillness(now, still=not look.moved)
            judged, posture = self._gate.judge_observation(look, self._record.known_s(now))
            events += judged
            self._show(posture, self._record.known_s(now), events)
            if look.walked is not None:
                events += self._gate.check_placement(now, self._record)
            counting = self._counts_by_height(now, walks=look.walked is not None, events=events)
        return counting

    def _weigh(self, pause: Pause, now: int, events: list[Event]) -> None:
        slow = pause.kind is PauseKind.SLOW
        if not slow:
            self._late = None
            events += self._provisional.follow(pause, self._next_number, now, self._parked_reps)
        if pause.kind is PauseKind.START:
            return
        armed = self._marks.window_open
        turns = self._search.strokes.turns_before(pause.turn.point)
        ends = [np.array(pause.turn.up), np.array(turns[-1].up)]
        lying = not self._limits.is_any and self._gate.is_lying(now, ends)
        self._search.whole_lift = self._provisional.latest
        found = self._search.weigh(pause, self._known_arc, pace=not (armed or lying))
        if found is None:
            return
        needed = self._needed(found)
        if slow and found.log_odds < needed:
            return
        reason = None
        if self._heights is not None and not armed and self._are_halves(found):
            self._halves += 1
            reason = HALF_REP
        elif found.log_odds >= needed:
            reason = self._believe(found, now, events)
        else:
            self._refusals.add(found, needed)
            self._late = found if not armed and found.log_odds + RESTED_AFTER >= needed else None
        events += self._weighing.report_search(found, needed, reason)

    def _needed(self, found: Hypothesis) -> float:
        """The log-odds that it takes to believe this; movements at the top of a lift may be pulses."""
        pulses = PULSES if self._provisional.may_be_pulses(found.cycles[0].cycle) else 0.0
        return self._prior(found).value + pulses

    def _prior(self, found: Hypothesis) -> Prior:
        """What it takes to believe this: of an armed set that goes on elsewhere, as much as any set."""
        if self._marks.window_open and self._is_expected(found.cycles[0]):
            return Prior.ARMED
        may_be_stride = found.pace and found.cycles[0].measures.period_s < STRIDE_S
        if may_be_stride and self._limits.strides:
            return Prior.STRIDES
        return Prior.ANY if self._limits.is_any or may_be_stride else Prior.CHOSEN

    def _is_expected(self, newest: WeighedCycle) -> bool:
        """Is this the first lift of the armed set, or one on its arc, or from or to where it was armed?"""
        if self._parked is None or newest.known_arc > 0.0:
            return True
        if self._armed_up is None:
            return False
        ends = np.array([turn.up for turn in (newest.cycle.foot, newest.cycle.top, newest.cycle.end)])
        return float(angles_between(ends, self._armed_up).min()) <= ARC_SHARE * newest.measures.size_rad

    def _believe(self, found: Hypothesis, point: int, events: list[Event], *, late: bool = False) -> str | None:
        """These cycles are a set: open it, unless the posture forbids; then why.

        `late`: what followed them is a rest if it is at the bottom, and else a hold.
        """
        begun = find_set_start(
            self._record, self._search, found, point, self._limits, before=self._known_arc, armed_up=self._armed_up
        )
        if late and begun.turned_over:
            return None
        self._gate.forget_walk_in(begun)
        counts, judged = self._gate.judge_set(point, begun.axis, self._record.known_s(point))
        events += judged
        if counts:
            self._side = self._gate.working_side(point, begun.axis)
            self._show(self._gate.show_bottom_posture(point, begun.axis), self._record.known_s(point), events)
            self._open(begun, events)
        return None if counts else self._gate.wrong_posture

    def _are_halves(self, found: Hypothesis) -> bool:
        if self._heights is None or len(found.cycles) < 2:
            return False
        feet = (found.pause.turn.point, *(one.cycle.foot.point for one in found.cycles))
        return self._heights.are_halves(feet, tuple(one.cycle.top.point for one in found.cycles))

    def _counts_by_height(self, now: int, *, walks: bool, events: list[Event]) -> bool:
        """Count the reps that the height tells; is a set of them under way?"""
        if self._heights is None:
            return False
        if walks:
            events += self._heights.leave(now)
            return False
        known = self._heights.upto(now + 1, self._set_number, self._height_since)
        self._set_number += sum(isinstance(event, SetStarted) for event in known)
        events += known
        self._search.earliest = max(self._search.earliest, self._heights.done)
        return self._heights.counting
