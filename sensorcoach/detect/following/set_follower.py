"""Follow an open set along its arc until it is over, and tell what is found in it."""

import math
from dataclasses import replace

from sensorcoach.detect.angle_trace import TraceReader
from sensorcoach.detect.exercise_guess import guess_exercise
from sensorcoach.detect.finding.direction import find_arc_start
from sensorcoach.detect.finding.evidence import EvidenceModel, load_model
from sensorcoach.detect.finding.evidence_report import EvidenceReporter
from sensorcoach.detect.finding.refusals import RefusalLog
from sensorcoach.detect.finding.search import Hypothesis, SetSearch
from sensorcoach.detect.finding.set_start import SetStart
from sensorcoach.detect.finding.strokes import Pause
from sensorcoach.detect.following.open_set import TELLING_REPS, OpenSet
from sensorcoach.detect.following.provisional import Provisional
from sensorcoach.detect.following.set_end import find_arc_end
from sensorcoach.detect.following.tracker_events import SetEndReason
from sensorcoach.detect.height.sets import HeightSets
from sensorcoach.detect.marks import Marks
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.detect.phase_shares import DOWN_SHARE, END_SHARE, STILL_S
from sensorcoach.detect.posture_gate import PostureGate
from sensorcoach.detect.set_reporter import SetReporter
from sensorcoach.events import Event, ExerciseSuggested, PostureSeen, SetFinished, Side
from sensorcoach.exercises.catalogue import our_exercises
from sensorcoach.form.judge import Judge
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

_STRIDE = 500
"""Grid points followed at once."""


class SetFollower:
    """What is known of the sets of one stretch of motion, and the following of the one that is open.

    `before`: arc of an earlier set; `holed`: samples are missing since that set; `not_before_s`: an earlier detector
    has counted in the same motion until then. Without `live` there are no phases and
    no trace to be drawn; `weighed`: emit the evidence of each movement too.
    """

    _position: int = 0
    """Grid point that is looked at next."""
    _set: OpenSet | None = None
    _parked: OpenSet | None = None
    """The armed set, while the body is off its arc: what is found next goes on with it."""
    _armed_up: FloatArray | None = None
    """The attitude (3,) in which the set was armed, while one is."""
    _height_since: int = 0
    """No rep of height begins before this grid point: a set of lifts lasted until then."""
    _side: Side | None = None
    """The side that works in the set in progress, where it is known."""
    _discardable: int = 0
    """Number of the latest finished set that was not thrown away; 0 where there is none."""
    _late: Hypothesis | None = None
    """Lifts that count if the segment rests after them as after a set."""
    _waiting: Pause | None = None
    """A pause that waits until samples come again, or until it is known how the height went."""
    _halves: int = 0
    """How often bends were seen of which two are a rep."""

    def __init__(  # noqa: PLR0913 - each is a choice of its own
        self,
        limits: MovementLimits,
        judge: Judge,
        gate: PostureGate,
        set_number: int = 0,
        before: LiftAxis | None = None,
        *,
        holed: bool = False,
        not_before_s: float = -math.inf,
        marks: Marks | None = None,
        model: EvidenceModel | None = None,
        live: bool = True,
        weighed: bool = False,
    ) -> None:
        self._limits, self._judge, self._gate = limits, judge, gate
        self._model = model or load_model()
        self._record = MotionHistory()
        self._search = SetSearch(self._record, limits, self._model)
        self._provisional = Provisional(self._record, limits)
        self._weighing = EvidenceReporter(self._record, self._model, wanted=weighed)
        self._telling, self._trace = SetReporter(self._record, judge, live=live), TraceReader(self._record, drawn=live)
        self._live = live
        self._before = before
        """Arc of the latest set of at least `TELLING_REPS`."""
        self._set_number: int = set_number
        """Number of the latest set."""
        self._heights = HeightSets(self._record, limits) if limits.heights else None
        """Reps told by height, where the whole body may go down and up."""
        self._holed, self._marks = holed, marks or Marks()
        """Whether there was a hole since the latest set was recognised, and what the person says."""
        self._not_before_s = not_before_s
        self._refusals = RefusalLog(self._record, self._model)

    def _end_set(self, last: int, events: list[Event], *, goes_on: bool = False) -> None:
        """The set in progress is over at grid point `last`, by no doing of the body; or `goes_on` in other motion."""
        if self._set is not None:
            self._set.tracker.finish(last, END_SHARE)
            self._report(self._set, [], self._position, events)
            self._put_aside(self._set, events)
        if self._parked is not None and not goes_on:
            parked, self._parked = self._parked, None
            self._search.least_rad = self._limits.least_rad
            self._close(parked, events)

    def _put_aside(self, current: OpenSet, events: list[Event]) -> None:
        """Nothing more is done on this arc: the set is over, but an armed one only when the person says so."""
        self._height_since = self._position
        self._gate.forget_walk_in(current.begun)
        current.over_s = self._record.known_s(self._position - 1)
        if self._marks.window_open and current.count:
            self._set, self._parked = None, current
            self._search.least_rad = current.least_rad
            self._judge.end_set()
        else:
            self._close(current, events)

    def _open(self, begun: SetStart, events: list[Event]) -> None:
        """Begin a set and count what of it has already been."""
        now = begun.opened
        parked, self._parked = self._parked, None
        self._set_number += parked is None
        self._provisional.clear()
        events += self._judge.begin_set(begun.axis, self._side, self._record.known_s(now), holed=self._holed)
        self._holed = False
        current, angles_rad, left = self._catch_up(begun)
        if current.rested is not None:
            current, angles_rad, left = self._catch_up(replace(begun, start=current.rested))
        if left is not None and not current.accepted and len(begun.feet) > 2:
            # The oldest cycle was getting into position: the set begins with the next.
            current, angles_rad, left = self._catch_up(replace(begun, start=begun.feet[-2], proved=begun.feet[-2]))
        early = find_arc_start(self._record, max(self._search.earliest, self._record.first), begun.start, begun.axis)
        if early < begun.start:
            longer, more_rad, leaves = self._catch_up(replace(begun, start=early))
            if longer.rested is not None:
                longer, more_rad, leaves = self._catch_up(replace(begun, start=longer.rested))
            if longer.accepted > current.accepted and (leaves is None or left is not None):
                current, angles_rad, left = longer, more_rad, leaves
        begun = current.begun
        events += self._trace.trace_from_rest(begun.start)
        events += self._trace.trace_along(begun.axis, begun.start, now + 1)
        self._set = current
        if parked is not None:
            current.go_on(parked)
        self._report(current, angles_rad, begun.start, events, late=True)
        if parked is None:
            self._telling.interrupted_before(current, now, events)
        if left is not None:
            self._leave(current, left, events)

    def _catch_up(self, begun: SetStart) -> tuple[OpenSet, list[float], SetEndReason | None]:
        """The set read from its start until it was opened, the angles, and why it is over by then, if so.

        What is older than it takes to be still is caught up with; the rest is as good as seen live.
        """
        current = OpenSet(begun, self._limits, self._set_number, self._record, self._model)
        angles_rad = begun.axis.angle_rad(self._record.up(begun.start, begun.opened + 1)).tolist()
        old = max(len(angles_rad) - round(STILL_S * RATE_HZ), 0)
        _, left = current.tracker.run(angles_rad[:old], begun.start)
        current.tracker.catching_up = False
        if left is None:
            _, left = current.tracker.run(angles_rad[old:], begun.start + old)
        return current, angles_rad, left

    def _follow(self, current: OpenSet, stop: int, events: list[Event]) -> None:
        """Read on until the set ends, the motion does, or a hole begins or is over."""
        start = self._position
        stop = self._record.find_gap_edge(start, min(stop, start + _STRIDE))
        if self._record.is_in_gap(start):
            self._holed = True
            current.tracker.unseen(stop - start)
        else:
            self._telling.interrupted(current, start, events)
        stop, leaving = find_arc_end(self._record, current.axis, start, stop)
        angles_rad = current.axis.angle_rad(self._record.up(start, stop)).tolist()
        left = None
        while self._position < stop and left is None:
            left = self._follow_rep(current, angles_rad[self._position - start :], events)
        left = left or (leaving if self._position == stop else None)
        if left is not None:
            self._leave(current, left, events)

    def _follow_rep(self, current: OpenSet, angles_rad: list[float], events: list[Event]) -> SetEndReason | None:
        """Read on, but no further than a rep; why the set ends, if it does."""
        first = self._position
        # Without a gyro a jolt looks like a swing while it lasts: there it is only judged when the rep is over.
        current.tracker.swing.limit_radps = math.inf if self._record.blurred else self._judge.live_limit_radps
        read, left = current.tracker.run_to_rep(angles_rad, first)
        self._position = first + read
        events += self._trace.trace_along(current.axis, first, first + read)
        self._report(current, angles_rad[:read], first, events)
        if self._heights is not None:
            self._heights.pass_over(self._position)
        return left

    def _report(
        self, current: OpenSet, angles_rad: list[float], first: int, events: list[Event], *, late: bool = False
    ) -> None:
        """The movements followed in these angles: their evidence, the reps among them, and the phases."""
        events += self._weighing.report_movements(current.weighed, current.opened)
        self._telling.report(current, angles_rad, first, events, late=late)

    def _leave(self, current: OpenSet, left: SetEndReason | None, events: list[Event]) -> None:
        """The body has left the arc. A usual rep that had come down by then counts."""
        current.leaving = True
        current.tracker.finish(self._position - 1, DOWN_SHARE)
        self._report(current, [], self._position, events)
        last = current.turn_over() if left is SetEndReason.REST else None
        if last is not None:
            self._telling.count_last(current, last, self._position - 1, events)
        self._put_aside(current, events)
        since = None if left is None else current.tracker.unfinished_since(left)
        newer = current.begun.feet[-2]
        if not current.accepted and newer > self._search.earliest:
            # The oldest cycle did not belong to a set, and led astray: search again behind it.
            self._search.begin_at(newer)
        else:
            self._search.begin_at(self._position if since is None else max(since, current.begun.opened))

    def _close(self, current: OpenSet, events: list[Event]) -> None:
        self._set = None
        if self._record.is_in_gap(self._position - 1):
            self._telling.interrupted(current, self._position, events)
        self._judge.end_set()
        if current.count == 0:
            self._set_number -= 1
            return
        if current.count >= TELLING_REPS:
            self._before = current.axis
        self._discardable = current.number
        decided_s = max(self._record.known_s(self._position - 1), current.over_s)
        start_s, end_s = current.start_s, current.end_s
        events.append(SetFinished(current.number, start_s, end_s, current.count, decided_s, self._side))
        guess = guess_exercise(self._gate.summarize(current), our_exercises())
        events.append(ExerciseSuggested(current.number, guess.exercise_id, guess.confidence, decided_s))

    @property
    def _known_arc(self) -> LiftAxis | None:
        """The arc on which a set may be expected."""
        return self._before if self._parked is None else self._parked.axis

    @property
    def _next_number(self) -> int:
        """The number that a set found now would have."""
        return self._set_number + 1 if self._parked is None else self._parked.number

    @property
    def _parked_reps(self) -> int:
        """How many reps it would have already."""
        return 0 if self._parked is None else self._parked.count

    def _show(self, posture: str | None, known_s: float, events: list[Event]) -> None:
        if posture is not None:
            events.append(PostureSeen(known_s, posture))
