"""What is said of a set in progress: what its tracker found, as events, with the exact times of its reps."""

from dataclasses import replace

from sensorcoach.detect.following.open_set import OpenSet
from sensorcoach.detect.following.tracker_events import TrackedPhase, TrackedRep, TrackedSwing
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.timing.measuring import measure_rep
from sensorcoach.detect.timing.refine import refine_rep
from sensorcoach.events import Event, Phase, PhaseChanged, RepCounted, SetInterrupted, SetStarted, WarningRaised
from sensorcoach.form.judge import Judge

HIDES_SHARE = 0.5
"""A hole that lasts longer than this share of the set's usual rep may hide one: the end of one and the beginning of the
next run together in it."""


class SetReporter:
    """Turns what trackers find into events, judged."""

    def __init__(self, record: MotionHistory, judge: Judge, *, live: bool = True) -> None:
        self._record = record
        self._live = live
        """Whether somebody watches the phases while they last."""
        self._judge = judge

    def interrupted(self, current: OpenSet, point: int, events: list[Event], known: int | None = None) -> None:
        """Where a hole before this grid point may hide a rep, say so, as `known` at a later one."""
        points = self._record.hole_before(point)
        if points > HIDES_SHARE * current.lasts_points:
            start_s, end_s = self._record.time_s(point - points), self._record.time_s(point)
            known_s = self._record.known_s(point if known is None else known)
            events.append(SetInterrupted(current.number, start_s, end_s, known_s))

    def interrupted_before(self, current: OpenSet, now: int, events: list[Event]) -> None:
        """The same of all holes since its first rep, of a set that has only now been recognised."""
        point = self._record.point(current.start_s)
        while current.count and point <= now:
            point = self._record.hole_edge(point, now + 1)
            if point <= now and not self._record.is_gone(point):
                self.interrupted(current, point, events, now)

    def report(
        self, current: OpenSet, angles_rad: list[float], first: int, events: list[Event], *, late: bool = False
    ) -> None:
        """What the tracker found in these angles, and the phases said meanwhile, unless `late`."""
        read = first
        for item in current.tracker.found:
            if self._live:
                current.live.run(angles_rad[read - first : item.decided + 1 - first], read)
            read = max(read, item.decided + 1)
            if isinstance(item, TrackedPhase):
                if self._live:
                    current.live.hear(item)
                current.raised = None if item.phase is Phase.REST else current.raised
            elif isinstance(item, TrackedSwing):
                self._warn(current, item, events, late=late)
            else:
                self._say(current, events, late=late)
                self._count(current, item, events)
        current.tracker.found.clear()
        if self._live:
            current.live.run(angles_rad[read - first :], read)
        self._say(current, events, late=late)

    def count_last(self, current: OpenSet, tracked: TrackedRep, known: int, events: list[Event]) -> None:
        """Count a rep that the set's end makes known at a grid point."""
        rep = refine_rep(self._record, current.axis, tracked, current.count + 1)
        # It overlaps the one before, which was seen upside down: nothing is said of its form.
        start_s = max(rep.lift_start_s, current.end_s)
        hold_s = max(rep.hold_start_s, start_s)
        rep = replace(rep, lift_start_s=start_s, hold_start_s=hold_s, lower_start_s=max(rep.lower_start_s, hold_s))
        current.add(rep)
        events.append(RepCounted(current.number, rep, self._record.known_s(known)))

    def _say(self, current: OpenSet, events: list[Event], *, late: bool) -> None:
        for said in current.live.found if self._live and not late else []:
            time_s, decided_s = self._record.time_s(said.point), self._record.known_s(said.decided)
            events.append(PhaseChanged(time_s, said.phase, decided_s))
        current.live.found.clear()

    def _warn(self, current: OpenSet, swing: TrackedSwing, events: list[Event], *, late: bool) -> None:
        """Momentum is said while the lift lasts, and not of lifts long done."""
        holed = self._record.has_hole(swing.bottom, swing.decided + 1)
        if late or holed or not current.lifts_straight(swing):
            return
        current.raised = self._judge.judge_swing(swing.rate_radps, self._record.time_s(swing.decided))
        decided_s = self._record.known_s(swing.decided)
        events.append(WarningRaised(current.number, current.count + 1, current.raised, decided_s))

    def _count(self, current: OpenSet, tracked: TrackedRep, events: list[Event]) -> None:
        rep = refine_rep(self._record, current.axis, tracked, current.count + 1)
        decided_s = self._record.known_s(max(tracked.decided, current.opened))
        if current.count and rep.lift_start_s < current.end_s:
            rep = replace(rep, lift_start_s=current.end_s)
        if current.count == 0:
            events.append(SetStarted(current.number, rep.lift_start_s, decided_s, current.axis.mount))
        measures = measure_rep(self._record, current.axis, tracked, rep)
        rep, learned = self._judge.judge(measures, current.raised, decided_s)
        current.raised = None
        current.add(rep)
        current.live.learn(rep.peak_lift_radps, rep.peak_lower_radps)
        events += [RepCounted(current.number, rep, decided_s), *learned]
