"""Open a set, follow it along its arc until it is over, and close it."""

import math
from typing import Annotated

from sensorcoach.detect.detection_parts import DetectionParts
from sensorcoach.detect.exercise_guess import guess_exercise
from sensorcoach.detect.finding.set_start import SetStart
from sensorcoach.detect.following.arc_end import find_arc_end
from sensorcoach.detect.following.catch_up import catch_up
from sensorcoach.detect.following.open_set import OpenSet
from sensorcoach.detect.following.tracker_events import SetEndReason
from sensorcoach.detect.set_reporter import SetReporter
from sensorcoach.events import Event, ExerciseSuggested, SetFinished, Side
from sensorcoach.exercises.catalogue import our_exercises
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

FOLLOW_S: Annotated[float, Within(1.0, 60.0, "s")] = 10.0
"""Time followed at once. Longer stretches take memory, shorter ones time; the result is the same."""

_FOLLOW_POINTS = round(FOLLOW_S * RATE_HZ)


class SetFollower:
    """Follows the open set. Grid points `now` are the first that has not been read."""

    def __init__(self, parts: DetectionParts) -> None:
        self.current: OpenSet | None = None
        """The open set."""
        self._parts = parts
        self._history, self._series, self._search = parts.history, parts.series, parts.search
        self._reporter = SetReporter(parts.history, parts.judge, live=parts.live)

    def open_set(self, begun: SetStart, side: Side | None) -> list[Event]:
        """Open a set and count its reps so far; `side`: the side that works, where it is known."""
        parts, now = self._parts, begun.opened + 1
        gap_seen, parked = self._series.gap_seen, self._series.begin()
        parts.provisional.clear()
        known_s = self._history.known_s(begun.opened)
        events = [*parts.judge.begin_set(begun.axis, side, known_s, holed=gap_seen)]

        def start_set(begun: SetStart) -> OpenSet:
            return OpenSet(begun, parts.limits, self._series.number, self._history, parts.model, side)

        found = catch_up(begun, start_set, self._history, self._search.earliest)
        current, start = found.current, found.current.begun.start
        events += parts.trace.trace_from_rest(start)
        events += parts.trace.trace_along(current.begun.axis, start, now)
        self.current = current
        if parked is not None:
            current.continue_set(parked)
        events += self._report(current, found.angles_rad, start, late=True)
        if parked is None:
            events += self._reporter.report_earlier_gaps(current, begun.opened)
        if found.left is not None:
            events += self._leave(current, found.left, now)
        return events

    def follow(self, current: OpenSet, start: int, stop: int) -> tuple[int, list[Event]]:
        """Follow the set from grid point `start` until it ends, a gap begins or ends, or `stop`.

        Returns where to read on, and the events.
        """
        events: list[Event] = []
        stop = self._history.find_gap_edge(start, min(stop, start + _FOLLOW_POINTS))
        if self._history.is_in_gap(start):
            self._series.gap_seen = True
            current.skip_gap(stop - start)
        else:
            events += self._reporter.report_gap(current, start)
        stop, leaving = find_arc_end(self._history, current.axis, start, stop)
        angles_rad = current.axis.angle_rad(self._history.up(start, stop)).tolist()
        now, left = start, None
        while now < stop and left is None:
            read, left, found = self._follow_rep(current, angles_rad[now - start :], now)
            now += read
            events += found
        left = left or (leaving if now == stop else None)
        if left is not None:
            events += self._leave(current, left, now)
        return now, events

    def end(self, now: int, *, goes_on: bool = False) -> list[Event]:
        """End the open set where the motion or the wearer ends it; with `goes_on` an armed set stays parked."""
        events: list[Event] = []
        if self.current is not None:
            self.current.cut_off(now - 1)
            events += self._report(self.current, [], now)
            events += self._put_aside(self.current, now)
        parked = self._series.parked
        if parked is not None and not goes_on:
            self._series.parked = None
            self._search.least_rad = self._parts.limits.least_rad
            events += self._close(parked, now)
        return events

    def discard(self, now: int) -> int:
        """Discard the open set, or else the latest; return its number, 0 without a set that has reps."""
        current = self.current or self._series.parked
        self.current = self._series.parked = None
        if current is not None:
            self._parts.judge.end_set()
        self._search.begin_at(now)
        self._search.least_rad = self._parts.limits.least_rad
        return self._series.discard(current)

    def _follow_rep(
        self, current: OpenSet, angles_rad: list[float], first: int
    ) -> tuple[int, SetEndReason | None, list[Event]]:
        """Follow the set, but only up to a rep; return how many points were read, why the set ends, and the events."""
        # Without a gyro a jolt looks like a swing while it lasts, so it is judged only when the rep is over.
        blurred = self._history.blurred
        fast_radps = math.inf if blurred else self._parts.judge.live_limit_radps
        read, left = current.follow_to_rep(angles_rad, first, fast_radps)
        events: list[Event] = [*self._parts.trace.trace_along(current.axis, first, first + read)]
        events += self._report(current, angles_rad[:read], first)
        if self._parts.heights is not None:
            self._parts.heights.pass_over(first + read)
        return read, left, events

    def _report(self, current: OpenSet, angles_rad: list[float], first: int, *, late: bool = False) -> list[Event]:
        """Report the movements followed in these angles: their evidence, the reps among them, and the phases."""
        weighed = self._parts.evidence.report_movements(current.movements.take_weighed(), current.opened)
        return [*weighed, *self._reporter.report(current, angles_rad, first, late=late)]

    def _leave(self, current: OpenSet, left: SetEndReason, now: int) -> list[Event]:
        """Leave the arc with the body. A usual rep that is down by then counts."""
        current.leave_arc(now - 1)
        events = self._report(current, [], now)
        last = current.turn_over() if left is SetEndReason.REST else None
        if last is not None:
            events.append(self._reporter.count_last(current, last, now - 1))
        events += self._put_aside(current, now)
        newer = current.begun.feet[-2]
        if not current.movements.accepted and newer > self._search.earliest:
            # The oldest cycle did not belong to a set and led astray: search again behind it.
            self._search.begin_at(newer)
        else:
            since = current.unfinished_since(left)
            self._search.begin_at(now if since is None else since)
        return events

    def _put_aside(self, current: OpenSet, now: int) -> list[Event]:
        """Close a set whose arc was left, or park it if it is armed: only the wearer ends that."""
        parts = self._parts
        if parts.heights is not None:
            parts.heights.begin_at(now)
        parts.gate.forget_walk_in(current.begun)
        current.over_s = self._history.known_s(now - 1)
        if not parts.marks.window_open or not current.count:
            return self._close(current, now)
        self.current, self._series.parked = None, current
        self._search.least_rad = current.least_rad
        parts.judge.end_set()
        return []

    def _close(self, current: OpenSet, now: int) -> list[Event]:
        self.current = None
        gap = self._history.is_in_gap(now - 1)
        events = self._reporter.report_gap(current, now) if gap else []
        self._parts.judge.end_set()
        self._series.close(current)
        if current.count == 0:
            return events
        number, decided_s = current.number, max(self._history.known_s(now - 1), current.over_s)
        guess = guess_exercise(self._parts.gate.summarize(current), our_exercises())
        return [
            *events,
            SetFinished(number, current.start_s, current.end_s, current.count, decided_s, current.side),
            ExerciseSuggested(number, guess.exercise_id, guess.confidence, decided_s),
        ]
