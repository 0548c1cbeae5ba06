"""Motion in, events out: searches for a set, follows it, and searches again when it is over."""

import math
from dataclasses import replace

import numpy as np

from sensorcoach.detect.arc_end import end_of_arc
from sensorcoach.detect.comparisons import CycleMeasures, measure_cycle
from sensorcoach.detect.cycles import Cycle
from sensorcoach.detect.direction import arc_since, weigh_direction
from sensorcoach.detect.evidence import EvidenceModel, fitted_model
from sensorcoach.detect.force import raising_of
from sensorcoach.detect.gate import Gate
from sensorcoach.detect.height.sets import HeightSets
from sensorcoach.detect.judge import Judge
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.looks import HOP
from sensorcoach.detect.marks import Marks
from sensorcoach.detect.open_set import TELLING_REPS, OpenSet, SetStart
from sensorcoach.detect.provisional import Provisional
from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.refused import Refusals, Refused
from sensorcoach.detect.search import Hypothesis, Prior, SetSearch
from sensorcoach.detect.shares import DOWN_SHARE, END_SHARE
from sensorcoach.detect.strokes import Pause, PauseKind, Turn
from sensorcoach.detect.telling import Telling
from sensorcoach.detect.trace import Trace
from sensorcoach.detect.tracked import Left
from sensorcoach.detect.which_exercise import suggested
from sensorcoach.events import (
    Event,
    ExerciseSuggested,
    Phase,
    PostureSeen,
    SetFinished,
    SetStarted,
    Side,
)
from sensorcoach.exercises.catalogue import our_exercises
from sensorcoach.motion.block import MotionBlock
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import LiftAxis, arc

KEEP_S = 15.0
"""How much of the past is kept beyond what the search looks back at."""

LATE_SHARE = 0.55
"""One or two lifts that reach this share of what it takes are a set when the segment rests after them as after one."""

LATE_POINTS = round(4.0 * RATE_HZ)
"""The rest after them that it takes."""

_STRIDE = 500
"""Grid points followed at once."""


class Detector:
    """Events of one unbroken stretch of motion.

    `before`: arc of an earlier set; `holed`: samples are missing since that set; `not_before_s`: an earlier detector
    has counted in the same motion until then.
    """

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
        marks: Marks | None = None,
        model: EvidenceModel | None = None,
    ) -> None:
        self._limits = limits
        self._judge = judge
        self._gate = gate
        self._model = model or fitted_model()
        self._record = MotionRecord()
        self._search = SetSearch(self._record, limits, self._model)
        self._provisional = Provisional(self._record, limits)
        self._refusals = Refusals(limits)
        self._telling = Telling(self._record, judge)
        self._trace = Trace(self._record)
        self._position = 0
        """Grid point that is looked at next."""
        self._not_before_s = not_before_s
        self._set: OpenSet | None = None
        self._before = before
        """Arc of the latest set of at least `TELLING_REPS`."""
        self._set_number = set_number
        """Number of the latest set."""
        self._heights = HeightSets(self._record, limits) if limits.heights else None
        """Reps told by height, where the whole body may go down and up."""
        self._height_since = 0
        """No rep of height begins before this grid point: a set of lifts lasted until then."""
        self._late: Hypothesis | None = None
        """One or two lifts that count if the segment rests after them as after a set."""
        self._waiting: Pause | None = None
        """A pause that waits until it is known how the height went."""
        self._halves = 0
        """How often bends were seen of which two are a rep."""
        self._holed = holed
        """Whether there was a hole since the latest set was recognised."""
        self._side: Side | None = None
        """The side that works in the set in progress, where it is known."""
        self._marks = marks or Marks()

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
            events += self._trace.away(self._position)
        self._forget()
        return events

    def finish(self) -> list[Event]:
        """The stretch is over; a set in progress ends with it."""
        events: list[Event] = []
        if self._set is None:
            events += self._believe_late(self._record.end - 1)
        self._end_set(self._record.end - 1, events)
        if self._heights is not None:
            events += self._heights.finish(self._record.end - 1, self._set_number, self._height_since)
        events += self._provisional.withdraw(self._position, self._set_number + 1)
        return events

    @property
    def refused(self) -> Refused:
        """Repeated movement that was not taken for a set."""
        return Refused(self._gate.refused, self._gate.misplaced, self._halves, self._refusals.reason)

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
            marks=self._marks,
            model=self._model,
        )

    def arm(self, point: int) -> None:
        """The person said "now" at this grid point: a set begins from the present attitude."""
        self._search.begin_at(point)

    def end_armed(self, point: int, events: list[Event]) -> None:
        """The person said that the armed set is over."""
        self._end_set(point - 1, events)
        self._search.begin_at(point)
        events += self._provisional.withdraw(point, self._set_number + 1)

    def discard(self, point: int) -> int:
        """Throw the set in progress away, or the latest; gives its number, 0 where there is none."""
        number = self._set.number if self._set is not None else self._set_number
        self._set = None
        self._search.begin_at(point)
        return number

    def _end_set(self, last: int, events: list[Event]) -> None:
        """The set in progress is over at grid point `last`, by no doing of the body."""
        if self._set is None:
            return
        self._set.tracker.finish(last, END_SHARE)
        self._telling.report(self._set, [], self._position, events)
        self._close(self._set, events)
        self._height_since = self._position

    def _begin_after(self, block: MotionBlock) -> None:
        """Leave out what an earlier detector has counted in the same motion."""
        if self._not_before_s > -math.inf:
            point = max(self._record.point(self._not_before_s) + 1, block.first)
            self._search.begin_at(point)
            self._height_since, self._not_before_s = point, -math.inf

    def _forget(self) -> None:
        """Let go of what no set can need any more: the rep in progress keeps its beginning."""
        before = self._record.back(self._record.end, round((self._limits.look_back_s + KEEP_S) * RATE_HZ))
        if self._set is not None:
            before = min(before, self._set.tracker.bottom - round(KEEP_S * RATE_HZ))
        self._record.forget(before)

    def _seek(self, stop: int, events: list[Event]) -> None:
        """Read on until a stroke ends, and weigh whether the last movements make a set."""
        late = self._late.pause.known + LATE_POINTS if self._late is not None else stop
        stop = min(stop, max(late, self._position + 1))
        pause = self._next_pause(stop)
        until = stop if pause is None else max(pause.known, self._position) + 1
        self._holed |= bool(self._record.gone(self._position, until).any())
        counting = self._look(until, events)
        self._position = until
        if pause is None:
            events += self._provisional.expire(until - 1, self._set_number + 1)
            if until > late:
                events += self._believe_late(until - 1)
        elif not counting and not self._record.is_gone(pause.known):
            if self._heights is not None and self._heights.is_pending(until - 1):
                self._waiting = pause
            else:
                self._weigh(pause, events)

    def _believe_late(self, point: int) -> list[Event]:
        """A single lift, or two, after which the segment rested as after a set."""
        found, self._late = self._late, None
        events: list[Event] = []
        if found is not None and point - found.pause.known >= LATE_POINTS:
            self._believe(found, point, events)
        return events

    def _next_pause(self, stop: int) -> Pause | None:
        """The next pause of a stroke, or once more the latest, which waits until it is known how the height went."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            return waiting
        return self._search.next_pause(stop) if self._marks.may_count else None

    def _look(self, until: int, events: list[Event]) -> bool:
        """Look at posture, placement and height up to a grid point; whether a set told by height is under way."""
        counting = False
        for now in range(-(-self._position // HOP) * HOP, until, HOP):
            look = self._gate.read(self._record, now + 1)
            if look is None:
                continue
            events += self._trace.look(now, still=not look.moved)
            judged, posture = self._gate.named(look, self._record.known_s(now))
            events += judged
            self._show(posture, self._record.known_s(now), events)
            if look.walked is not None:
                events += self._gate.placed(now, self._record)
            counting = self._counts_by_height(now, walks=look.walked is not None, events=events)
        return counting

    def _weigh(self, pause: Pause, events: list[Event]) -> None:
        self._late = None
        events += self._provisional.follow(pause, self._set_number + 1)
        if pause.kind is PauseKind.START:
            return
        armed = self._marks.window_open
        ends = [np.array(pause.turn.up), np.array(self._search.strokes.turns[-1].up)]
        lying = not self._limits.is_any and self._gate.is_lying(pause.known, ends)
        found = self._search.weigh(pause, self._before, pace=not (armed or lying))
        prior = Prior.ARMED if armed else Prior.ANY if self._limits.is_any else Prior.CHOSEN
        if found is None:
            return
        if self._heights is not None and not armed and self._are_halves(found):
            self._halves += 1
        elif found.log_odds >= prior.value:
            self._believe(found, pause.known, events)
        else:
            self._refusals.add(found)
            at_rest = self._provisional.phase is Phase.REST
            self._late = found if at_rest and found.log_odds >= LATE_SHARE * prior.value else None

    def _believe(self, found: Hypothesis, point: int, events: list[Event]) -> None:
        """These cycles are a set: open it, unless the posture forbids."""
        armed = self._marks.window_open
        begun = self._begin(found, point, armed=armed)
        counts, judged = self._gate.judge(point, begun.axis, self._record.known_s(point))
        events += judged
        if counts:
            self._side = self._gate.side(point, begun.axis)
            self._show(self._gate.at_bottom(point, begun.axis), self._record.known_s(point), events)
            self._open(begun, events)

    def _are_halves(self, found: Hypothesis) -> bool:
        if self._heights is None or len(found.cycles) < 2:
            return False
        feet = (found.pause.turn.point, *(one.cycle.foot.point for one in found.cycles))
        return self._heights.are_halves(feet, tuple(one.cycle.top.point for one in found.cycles))

    def _begin(self, found: Hypothesis, known: int, *, armed: bool) -> SetStart:
        """The set that these cycles make: its arc, the right way up, and where to read it from."""
        cycles = found.cycles
        feet = [found.pause.turn, *(one.cycle.foot for one in cycles)]
        tops = [one.cycle.top for one in cycles]
        range_rad = float(np.median([one.measures.size_rad for one in cycles]))
        lows, highs = np.array([turn.up for turn in feet]), np.array([turn.up for turn in tops])
        axis = arc(lows, highs, range_rad)
        start = feet[-1].point
        raising = raising_of(self._record, axis, start, known)
        armed_up = self._record.up_at([self._marks.armed_at])[0] if armed else None
        direction = weigh_direction(
            self._record,
            found,
            axis,
            self._limits,
            before=self._before,
            armed_up=armed_up,
            raising=raising,
            earliest=self._search.earliest,
        )
        proved, like = start, cycles[-1].measures
        if direction.log_odds < 0.0:
            axis, raising = arc(highs, lows, range_rad), -raising
            proved, like = tops[-1].point, self._measure_between(tops, feet)
            before = self._search.turn_before(start)
            start = start if before is None else before
        return SetStart(
            axis=axis,
            start=max(start, self._record.first),
            opened=known,
            proved=proved,
            cycle_points=(feet[0].point - feet[-1].point) / len(cycles),
            raising=raising,
            feet=tuple(turn.point for turn in feet),
            tops=tuple(turn.point for turn in tops),
            like=like,
            pace=found.pace,
            direction=abs(direction.log_odds),
        )

    def _measure_between(self, tops: list[Turn], feet: list[Turn]) -> CycleMeasures | None:
        """A cycle from top to top over the foot between, where there are two tops: what is read upside down."""
        if len(tops) < 2:
            return None
        return measure_cycle(self._record, Cycle(tops[-1], feet[-2], tops[-2], 0.0))

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

    def _show(self, posture: str | None, known_s: float, events: list[Event]) -> None:
        if posture is not None:
            events.append(PostureSeen(known_s, posture))

    def _open(self, begun: SetStart, events: list[Event]) -> None:
        """Begin a set and count what of it has already been."""
        now = begun.opened
        self._set_number += 1
        self._provisional.clear()
        events += self._judge.begin_set(begun.axis, self._side, self._record.known_s(now), holed=self._holed)
        self._holed = False
        current, angles_rad, left = self._catch_up(begun)
        low = max(self._search.earliest, self._record.first)
        early = arc_since(self._record, low, begun.start, begun.axis)
        if early < begun.start:
            longer, more_rad, leaves = self._catch_up(replace(begun, start=early))
            if longer.accepted > current.accepted and (leaves is None or left is not None):
                current, angles_rad, left = longer, more_rad, leaves
        begun = current.begun
        events += self._trace.away(begun.start)
        events += self._trace.along(begun.axis, begun.start, now + 1)
        self._set = current
        self._telling.report(current, angles_rad, begun.start, events, late=True)
        self._telling.interrupted_before(current, now, events)
        if left is not None:
            self._leave(current, left, events)

    def _catch_up(self, begun: SetStart) -> tuple[OpenSet, list[float], Left | None]:
        """The set read from its start until it was opened, the angles, and why it is over by then, if so."""
        current = OpenSet(begun, self._limits, self._set_number, self._record, self._model)
        angles_rad = begun.axis.angle_rad(self._record.up(begun.start, begun.opened + 1)).tolist()
        _, left = current.tracker.run(angles_rad, begun.start)
        current.tracker.catching_up = False
        return current, angles_rad, left

    def _follow(self, current: OpenSet, stop: int, events: list[Event]) -> None:
        """Read on until the set ends, the motion does, or a hole begins or is over."""
        start = self._position
        stop = self._record.hole_edge(start, min(stop, start + _STRIDE))
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

    def _follow_rep(self, current: OpenSet, angles_rad: list[float], events: list[Event]) -> Left | None:
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

    def _leave(self, current: OpenSet, left: Left | None, events: list[Event]) -> None:
        """The body has left the arc. A usual rep that had come down by then counts."""
        current.leaving = True
        current.tracker.finish(self._position - 1, DOWN_SHARE)
        self._telling.report(current, [], self._position, events)
        last = current.turn_over() if left is Left.REST else None
        if last is not None:
            self._telling.count_last(current, last, self._position - 1, events)
        self._close(current, events)
        self._height_since = self._position
        since = None if left is None else current.tracker.unfinished_since(left)
        self._search.begin_at(self._position if since is None else max(since, current.begun.opened))

    def _close(self, current: OpenSet, events: list[Event]) -> None:
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
