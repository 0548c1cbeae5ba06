"""Turn the findings of a set's tracker into events, with the exact times and the form of its reps.

Called by `SetFollower`; calls `refine_rep`, `measure_rep` and `Judge`.
"""

from dataclasses import replace
from typing import Annotated

from sensorcoach.detect.following.open_set import OpenSet
from sensorcoach.detect.following.tracker_events import TrackedPhase, TrackedRep, TrackedSwing
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.timing.measuring import measure_rep
from sensorcoach.detect.timing.refine import refine_rep
from sensorcoach.events import Event, Phase, PhaseChanged, RepCounted, SetInterrupted, SetStarted, WarningRaised
from sensorcoach.form.judge import Judge
from sensorcoach.parameters import Within

HIDES_SHARE: Annotated[float, Within(0.2, 1.0, "share")] = 0.5
"""Share of the set's usual rep from which a gap may hide one. The end of one rep and the beginning of the next then
run together in it."""


class SetReporter:
    """Makes the events of open sets; reps are judged by `judge`."""

    def __init__(self, history: MotionHistory, judge: Judge, *, live: bool = True) -> None:
        self._history = history
        self._live = live
        """Whether somebody watches the phases."""
        self._judge = judge

    def report_gap(self, current: OpenSet, point: int, known: int | None = None) -> list[Event]:
        """Report the gap just before this grid point where it may hide a rep; it became known at grid point `known`."""
        points = self._history.gap_points_before(point)
        if points <= HIDES_SHARE * current.movements.lasts_points:
            return []
        start_s, end_s = self._history.time_s(point - points), self._history.time_s(point)
        known_s = self._history.known_s(point if known is None else known)
        return [SetInterrupted(current.number, start_s, end_s, known_s)]

    def report_earlier_gaps(self, current: OpenSet, now: int) -> list[Event]:
        """Report the gaps between the first rep and `now` of a set that has just been recognised."""
        events: list[Event] = []
        point = self._history.point(current.start_s)
        while current.count and point <= now:
            point = self._history.find_gap_edge(point, now + 1)
            if point <= now and not self._history.is_in_gap(point):
                events += self.report_gap(current, point, now)
        return events

    def report(self, current: OpenSet, angles_rad: list[float], first: int, *, late: bool = False) -> list[Event]:
        """Report the tracker's findings in these angles, from grid point `first` on; phases only if not `late`."""
        events: list[Event] = []
        read = first
        for item in current.tracker.take_found():
            if self._live:
                current.live.follow(angles_rad[read - first : item.decided + 1 - first], read)
            read = max(read, item.decided + 1)
            if isinstance(item, TrackedPhase):
                if self._live:
                    current.live.confirm(item)
                if item.phase is Phase.REST:
                    current.take_warning()
            elif isinstance(item, TrackedSwing):
                events += self._warn(current, item, late=late)
            else:
                events += self._take_phases(current, late=late)
                events += self._count(current, item)
        if self._live:
            current.live.follow(angles_rad[read - first :], read)
        return [*events, *self._take_phases(current, late=late)]

    def count_last(self, current: OpenSet, tracked: TrackedRep, known: int) -> RepCounted:
        """Count a rep that the end of the set makes known, at grid point `known`, after its arc was turned over."""
        rep = refine_rep(self._history, current.axis, tracked, current.count + 1)
        # It overlaps the rep before, which was seen upside down, so its form is not judged.
        start_s = max(rep.lift_start_s, current.end_s)
        hold_s = max(rep.hold_start_s, start_s)
        rep = replace(rep, lift_start_s=start_s, hold_start_s=hold_s, lower_start_s=max(rep.lower_start_s, hold_s))
        current.add(rep)
        return RepCounted(current.number, rep, self._history.known_s(known))

    def _take_phases(self, current: OpenSet, *, late: bool) -> list[Event]:
        """Take the phases shown since the last call; nobody wants to see `late` ones."""
        phases = current.live.take_found()
        if late:
            return []
        time_s, known_s = self._history.time_s, self._history.known_s
        return [PhaseChanged(time_s(one.point), one.phase, known_s(one.decided)) for one in phases]

    def _warn(self, current: OpenSet, swing: TrackedSwing, *, late: bool) -> list[Event]:
        """Warn of momentum while the lift lasts; not of lifts long past, of gaps, or of other movements."""
        gap = self._history.has_unsure(swing.bottom, swing.decided + 1)
        if late or gap or not current.is_straight(swing):
            return []
        verdict = self._judge.judge_swing(swing.rate_radps, self._history.time_s(swing.decided))
        current.raise_warning(verdict)
        decided_s = self._history.known_s(swing.decided)
        return [WarningRaised(current.number, current.count + 1, verdict, decided_s)]

    def _count(self, current: OpenSet, tracked: TrackedRep) -> list[Event]:
        events: list[Event] = []
        rep = refine_rep(self._history, current.axis, tracked, current.count + 1)
        decided_s = self._history.known_s(max(tracked.decided, current.opened))
        if current.count and rep.lift_start_s < current.end_s:
            rep = replace(rep, lift_start_s=current.end_s)
        if current.count == 0:
            events.append(SetStarted(current.number, rep.lift_start_s, decided_s, current.axis.mount))
        measures = measure_rep(self._history, current.axis, tracked, rep)
        rep, learned = self._judge.judge(measures, current.take_warning(), decided_s)
        current.add(rep)
        current.live.learn(rep.peak_lift_radps, rep.peak_lower_radps)
        return [*events, RepCounted(current.number, rep, decided_s), *learned]
