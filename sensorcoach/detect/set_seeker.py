"""Look for a set: weigh the newest movements at each pause, and open a set once it is believed."""

from typing import Annotated

import numpy as np

from sensorcoach.detect.detection_parts import DetectionParts
from sensorcoach.detect.finding.comparisons import STRIDE_S
from sensorcoach.detect.finding.direction import ARC_SHARE
from sensorcoach.detect.finding.evidence_report import HALF_REP
from sensorcoach.detect.finding.refusals import RefusalLog
from sensorcoach.detect.finding.search import Hypothesis, Prior, WeighedCycle
from sensorcoach.detect.finding.set_start import find_set_start
from sensorcoach.detect.finding.strokes import Pause, PauseKind
from sensorcoach.detect.following.set_follower import SetFollower
from sensorcoach.detect.observations import HOP_POINTS
from sensorcoach.events import Event, PostureSeen, SetStarted
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

JOLT_SHARE: Annotated[float, Within(0.3, 0.9, "share")] = 0.65
"""Share of the time with jolts above which quick cycles are steps. Walking reaches 0.6 to 0.9, lifts of people 0.06."""

PULSES: Annotated[float, Within(0.0, 15.0, "log-odds")] = 5.0
"""Evidence against movements that may be pulses at the top of a lift. They are as much alike as reps."""

RESTED_AFTER: Annotated[float, Within(0.0, 5.0, "log-odds")] = 1.5
"""Evidence that a rest after the last lift adds. Sets end with one."""

LATE_S: Annotated[float, Within(1.0, 12.0, "s")] = 4.0
"""Duration of a rest that adds evidence for the lifts before it. A pause between reps is shorter."""

_LATE_POINTS = round(LATE_S * RATE_HZ)


class SetSeeker:
    """Searches while no set is open; `follower` opens the sets that are found."""

    def __init__(self, parts: DetectionParts, follower: SetFollower) -> None:
        self.halves = 0
        """Number of bends seen of which two are a rep by height."""
        self.refusals = RefusalLog(parts.history, parts.model)
        self._parts = parts
        self._follower = follower
        self._history, self._search, self._series = parts.history, parts.search, parts.series
        self._late: Hypothesis | None = None
        """Lifts that count if the segment rests after them as after a set."""
        self._waiting: Pause | None = None
        """A pause that waits for samples after a gap, or for the height of the movement."""

    def drop_waiting(self) -> None:
        """Drop the pause that waits: the wearer has begun something else."""
        self._waiting = None

    def seek(self, start: int, stop: int) -> tuple[int, list[Event]]:
        """Read from grid point `start` until a stroke ends, or `stop`; return where to read on, and the events."""
        parts = self._parts
        late = self._late.pause.known + _LATE_POINTS if self._late is not None else stop
        expires = parts.provisional.expires_at(stop)
        stop = min(stop, max(min(late, expires), start + 1))
        pause = self._take_pause(stop)
        until = stop if pause is None else max(pause.known, start) + 1
        self._series.gap_seen |= self._history.has_gap(start, until)
        counting, events = self._observe(start, until)
        if pause is None:
            if until > expires:
                events += parts.provisional.withdraw(until - 1, self._series.next_number)
            if until > late:
                events += self.believe_late(until - 1)
        elif not counting:
            pending = parts.heights is not None and not parts.marks.window_open and parts.heights.is_pending(until - 1)
            if pending or self._history.is_in_gap(until - 1):
                self._waiting = pause
            else:
                events += self._weigh(pause, until - 1)
        return until, events

    def believe_late(self, point: int) -> list[Event]:
        """Open the set of lifts after which the segment has rested as after a set, if there are any."""
        found, self._late = self._late, None
        if found is None or found.cycles[-1].cycle.foot.point < self._search.earliest:
            return []
        if point - found.pause.known < _LATE_POINTS:
            return []
        return self._believe(found, point, late=True)[1]

    def _take_pause(self, stop: int) -> Pause | None:
        """Return the pause that waits, or the next one before grid point `stop`."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            return waiting
        marks = self._parts.marks
        return self._search.read_to_pause(stop, slow=marks.window_open) if marks.may_count else None

    def _observe(self, start: int, stop: int) -> tuple[bool, list[Event]]:
        """Observe posture, placement and height; return whether a set by height is under way, and the events."""
        gate, counting = self._parts.gate, False
        events: list[Event] = []
        for now in range(-(-start // HOP_POINTS) * HOP_POINTS, stop, HOP_POINTS):
            look = gate.read(self._history, now + 1)
            if look is None:
                continue
            walks = look.walked is not None
            events += self._parts.trace.note_stillness(now, still=not look.moved)
            judged, posture = gate.judge_observation(look, self._history.known_s(now))
            events += judged
            events += self._show(posture, now)
            if walks:
                events += gate.check_placement(now, self._history)
            counting, found = self._count_by_height(now, walks=walks)
            events += found
        return counting, events

    def _show(self, posture: str | None, point: int) -> list[Event]:
        return [] if posture is None else [PostureSeen(self._history.known_s(point), posture)]

    def _count_by_height(self, now: int, *, walks: bool) -> tuple[bool, list[Event]]:
        """Count reps by height; return whether a set of them is under way, and the events."""
        heights = self._parts.heights
        if heights is None:
            return False, []
        if walks:
            return False, heights.end_set(now)
        events = heights.follow(now + 1, self._series.number)
        self._series.number += sum(isinstance(event, SetStarted) for event in events)
        self._search.earliest = max(self._search.earliest, heights.done)
        return heights.counting, events

    def _weigh(self, pause: Pause, now: int) -> list[Event]:
        """Weigh whether the movements before a pause are a set."""
        parts, slow = self._parts, pause.kind is PauseKind.SLOW
        events: list[Event] = []
        if not slow:
            self._late = None
            events += parts.provisional.follow(pause, self._series.next_number, now, self._series.reps_so_far)
        if pause.kind is PauseKind.START:
            return events
        self._search.whole_lift = parts.provisional.latest
        found = self._search.weigh(pause, self._series.expected_arc, pace=self._may_be_pace(pause, now))
        if found is None:
            return events
        needed = self._needed(found)
        if slow and found.log_odds < needed:
            return events
        reason = None
        if self._are_halves(found):
            self.halves += 1
            reason = HALF_REP
        elif found.log_odds >= needed:
            reason, opened = self._believe(found, now)
            events += opened
        else:
            self.refusals.add(found, needed)
            may_rest = not parts.marks.window_open and found.log_odds + RESTED_AFTER >= needed
            self._late = found if may_rest else None
        return [*events, *parts.evidence.report_search(found, needed, reason)]

    def _may_be_pace(self, pause: Pause, now: int) -> bool:
        """Return whether a brisk movement may be walking: the wearer neither said that it is a set nor lies."""
        turns = self._search.strokes.turns_before(pause.turn.point)
        ends = [np.array(pause.turn.up), np.array(turns[-1].up)]
        lying = not self._parts.limits.is_any and self._parts.gate.is_lying(now, ends)
        return not (self._parts.marks.window_open or lying)

    def _needed(self, found: Hypothesis) -> float:
        """Return the log-odds needed to believe a set; movements at the top of a lift may be pulses."""
        pulses = PULSES if self._parts.provisional.may_be_pulses(found.cycles[0].cycle) else 0.0
        return self._prior(found).value + pulses

    def _prior(self, found: Hypothesis) -> Prior:
        """Return what is known beforehand of a set; one that continues an armed set elsewhere is like any."""
        limits = self._parts.limits
        if self._parts.marks.window_open and self._is_expected(found.cycles[0]):
            return Prior.ARMED
        newest_s = found.cycles[0].measures.period_s
        may_be_stride = found.pace and (newest_s < STRIDE_S or self._jolts_as_steps(found))
        if may_be_stride and limits.strides:
            return Prior.STRIDES
        return Prior.ANY if limits.is_any or may_be_stride else Prior.CHOSEN

    def _jolts_as_steps(self, found: Hypothesis) -> bool:
        """Return whether most cycles are at the pace of strides, and jolts fill them as steps do.

        A walk may end in a slower movement. Lifts jolt in a tenth of their time, also thrown ones.
        """
        quick = [one.cycle for one in found.cycles if one.measures.period_s < STRIDE_S]
        if 2 * len(quick) < len(found.cycles):
            return False
        jolts = [self._parts.history.jolt(one.foot.point, one.end.point) for one in quick]
        return float(np.concatenate(jolts).mean()) > JOLT_SHARE

    def _is_expected(self, newest: WeighedCycle) -> bool:
        """Return whether this is the first lift of the armed set, is on its arc, or touches where it was armed."""
        if self._series.parked is None or newest.known_arc > 0.0:
            return True
        if self._series.armed_up is None:
            return False
        ends = np.array([turn.up for turn in (newest.cycle.foot, newest.cycle.top, newest.cycle.end)])
        return float(angles_between(ends, self._series.armed_up).min()) <= ARC_SHARE * newest.measures.size_rad

    def _believe(self, found: Hypothesis, point: int, *, late: bool = False) -> tuple[str | None, list[Event]]:
        """Open a set of these cycles, unless the posture forbids it; return why it does, and the events.

        `late`: a stay follows them, which is a rest if it is at the bottom, and else a hold.
        """
        parts, series, known_s = self._parts, self._series, self._history.known_s(point)
        begun = find_set_start(
            self._history,
            self._search,
            found,
            point,
            parts.limits,
            before=series.expected_arc,
            armed_up=series.armed_up,
        )
        if late and begun.turned_over:
            return None, []
        parts.gate.forget_walk_in(begun)
        counts, judged = parts.gate.judge_set(point, begun.axis, known_s)
        if not counts:
            return parts.gate.wrong_posture, [*judged]
        side = parts.gate.working_side(point, begun.axis)
        shown = self._show(parts.gate.show_bottom_posture(point, begun.axis), point)
        return None, [*judged, *shown, *self._follower.open_set(begun, side)]

    def _are_halves(self, found: Hypothesis) -> bool:
        """Return whether the cycles are bends of which two are a rep by height; not asked of an armed set."""
        heights = self._parts.heights
        if heights is None or self._parts.marks.window_open or len(found.cycles) < 2:
            return False
        feet = (found.pause.turn.point, *(one.cycle.foot.point for one in found.cycles))
        return heights.are_halves(feet, tuple(one.cycle.top.point for one in found.cycles))
