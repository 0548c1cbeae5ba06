"""Sets told by height: events out of what the counter finds."""

from sensorcoach.detect.height.counter import HeightCounter
from sensorcoach.detect.height.step_pairs import HeightRep
from sensorcoach.detect.height.steps import Step
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.events import Event, Phase, PhaseChanged, Rep, RepCounted, SetFinished, SetStarted
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.motion.motion_block import TURN_S


def measure_height_rep(record: MotionHistory, rep: HeightRep, number: int) -> Rep:
    """Its times; its range is how far the segment bows in it at the most."""
    up = record.up(rep.out.start, rep.back.end + 1)
    return Rep(
        number=number,
        lift_start_s=record.time_s(rep.out.start),
        hold_start_s=record.time_s(rep.out.end),
        lower_start_s=record.time_s(rep.back.start),
        end_s=record.time_s(rep.back.end),
        rom_rad=float(angles_between(up, up[0]).max()),
        peak_lift_radps=_fastest(record, rep.out),
        peak_lower_radps=_fastest(record, rep.back),
        smoothness=rep.out.smoothness,
    )


def _fastest(record: MotionHistory, step: Step) -> float:
    return float(record.turned(step.start, step.end + 1).max()) / TURN_S


class HeightSets:
    """Follows the height beside the lift angle; counts while no set of lifts is under way."""

    def __init__(self, record: MotionHistory, limits: MovementLimits) -> None:
        self._record = record
        self._counter = HeightCounter(record, limits)
        self._number = 0
        """Number of the set under way."""
        self._count = 0
        self._start_s = 0.0
        self._end_s = 0.0
        self.done = 0
        """Grid point up to which reps have been counted."""

    @property
    def counting(self) -> bool:
        """Is a set under way?"""
        return self._counter.counting

    def upto(self, end: int, latest: int, earliest: int) -> list[Event]:
        """What becomes known before grid point `end`.

        `latest`: number of the latest set; no rep begins before grid point `earliest`.
        """
        events: list[Event] = []
        for known, rep in self._counter.upto(end):
            if rep.out.start >= earliest:
                events += self._counted(rep, latest, known)
        if self.counting and self._counter.is_over(end - 1):
            events += self.leave(end - 1)
        return events

    def finish(self, now: int, latest: int, earliest: int) -> list[Event]:
        """The recording ends at grid point `now`."""
        reps = [rep for rep in self._counter.finish(now) if rep.out.start >= earliest]
        return [event for rep in reps for event in self._counted(rep, latest, now)] + self.leave(now)

    def pass_over(self, end: int) -> None:
        """Follow the height without counting: a set of lifts is under way."""
        self._counter.upto(end)
        self._counter.interrupt()

    def leave(self, now: int) -> list[Event]:
        """The wearer walks off, does something else, or the recording ends."""
        self._counter.interrupt()
        count, self._count = self._count, 0
        decided_s = self._record.known_s(now)
        return [SetFinished(self._number, self._start_s, self._end_s, count, decided_s)] if count else []

    def are_halves(self, feet: tuple[int, ...], tops: tuple[int, ...]) -> bool:
        """Do these cycles, newest first, lie high and low in turn?"""
        return self._counter.are_halves(feet, tops)

    def is_pending(self, now: int) -> bool:
        """Will it soon be known how the height went?"""
        return self._counter.is_pending(now)

    def _counted(self, rep: HeightRep, latest: int, known: int) -> list[Event]:
        measure = measure_height_rep(self._record, rep, self._count + 1)
        decided_s = self._record.known_s(known)
        events: list[Event] = []
        if self._count == 0:
            self._number, self._start_s = latest + 1, measure.lift_start_s
            events.append(SetStarted(self._number, self._start_s, decided_s))
        self._count += 1
        self._end_s, self.done = measure.end_s, rep.back.end
        rest = PhaseChanged(measure.end_s, Phase.REST, decided_s)
        return [*events, rest, RepCounted(self._number, measure, decided_s)]
