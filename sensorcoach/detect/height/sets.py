"""Sets by height: turn the reps of the counter into events."""

from sensorcoach.detect.height.counter import HeightCounter
from sensorcoach.detect.height.step_pairs import HeightRep
from sensorcoach.detect.height.steps import Step
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.events import Event, Phase, PhaseChanged, Rep, RepCounted, SetFinished, SetStarted
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.motion.motion_block import TURN_S


def measure_height_rep(history: MotionHistory, rep: HeightRep, number: int) -> Rep:
    """Measure a rep's times; its range is the largest angle by which the segment bows in it."""
    up = history.up(rep.out.start, rep.back.end + 1)
    return Rep(
        number=number,
        lift_start_s=history.time_s(rep.out.start),
        hold_start_s=history.time_s(rep.out.end),
        lower_start_s=history.time_s(rep.back.start),
        end_s=history.time_s(rep.back.end),
        rom_rad=float(angles_between(up, up[0]).max()),
        peak_lift_radps=_measure_peak(history, rep.out),
        peak_lower_radps=_measure_peak(history, rep.back),
        smoothness=rep.out.smoothness,
    )


def _measure_peak(history: MotionHistory, step: Step) -> float:
    """Return the peak rate in a step, rad/s."""
    return float(history.turned(step.start, step.end + 1).max()) / TURN_S


class HeightSets:
    """Follows the height beside the lift angle; counts while no set of lifts is under way."""

    def __init__(self, history: MotionHistory, limits: MovementLimits) -> None:
        self._history = history
        self._counter = HeightCounter(history, limits)
        self._number = 0
        """Number of the set under way."""
        self._count = 0
        """Number of its reps."""
        self._start_s = 0.0
        self._end_s = 0.0
        self.done = 0
        """Grid point up to which reps have been counted."""
        self._earliest = 0
        """No rep begins before this grid point: a set of lifts lasted until then."""

    @property
    def counting(self) -> bool:
        """Whether a set is under way."""
        return self._counter.counting

    def begin_at(self, point: int) -> None:
        """Count no rep that begins before this grid point."""
        self._earliest = point

    def follow(self, end: int, latest: int) -> list[Event]:
        """Return the events that become known before grid point `end`; `latest`: number of the latest set."""
        events: list[Event] = []
        for known, rep in self._counter.follow(end):
            if rep.out.start >= self._earliest:
                events += self._count_rep(rep, latest, known)
        if self.counting and self._counter.is_over(end - 1):
            events += self.end_set(end - 1)
        return events

    def finish(self, now: int, latest: int) -> list[Event]:
        """End the recording at grid point `now`; return the events."""
        reps = [rep for rep in self._counter.finish(now) if rep.out.start >= self._earliest]
        return [event for rep in reps for event in self._count_rep(rep, latest, now)] + self.end_set(now)

    def pass_over(self, end: int) -> None:
        """Follow the height without counting, during a set of lifts."""
        self._counter.follow(end)
        self._counter.interrupt()

    def end_set(self, now: int) -> list[Event]:
        """End the set: the wearer walks off or does something else, or the recording ends."""
        self._counter.interrupt()
        count, self._count = self._count, 0
        decided_s = self._history.known_s(now)
        return [SetFinished(self._number, self._start_s, self._end_s, count, decided_s)] if count else []

    def are_halves(self, feet: tuple[int, ...], tops: tuple[int, ...]) -> bool:
        """Return whether these cycles, newest first, lie high and low in turn."""
        return self._counter.are_halves(feet, tops)

    def is_pending(self, now: int) -> bool:
        """Return whether the height of the movement under way will soon be known."""
        return self._counter.is_pending(now)

    def _count_rep(self, rep: HeightRep, latest: int, known: int) -> list[Event]:
        measure = measure_height_rep(self._history, rep, self._count + 1)
        decided_s = self._history.known_s(known)
        events: list[Event] = []
        if self._count == 0:
            self._number, self._start_s = latest + 1, measure.lift_start_s
            events.append(SetStarted(self._number, self._start_s, decided_s))
        self._count += 1
        self._end_s, self.done = measure.end_s, rep.back.end
        rest = PhaseChanged(measure.end_s, Phase.REST, decided_s)
        return [*events, rest, RepCounted(self._number, measure, decided_s)]
