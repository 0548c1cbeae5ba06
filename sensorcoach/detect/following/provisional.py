"""Lifts that may turn out to be reps: shown at once, counted or withdrawn later.

    phase | goes to | when
    ------+---------+-----------------------------------------------------------
    rest  | lift    | the segment sets off from a rest
    lift  | hold    | it stops away from where it set off
          | rest    | it stops near there
          | lower   | it turns back
    hold  | lift    | it sets off, away from where it began
          | lower   | it sets off, back to there
    lower | rest    | it stops near where it began: a provisional rep
          | lift    | it turns again; near where it began that is a provisional rep too
          | hold    | it stops away from there

Nothing of this counts: a set is believed by `search`, and then its reps are counted with their exact times.
"""

from sensorcoach.detect.finding.cycles import PULSE_SHARE, Cycle, WholeLift
from sensorcoach.detect.finding.strokes import Attitude, Pause, PauseKind, chord
from sensorcoach.detect.following.thresholds import LONGEST_HOLD_S
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.events import Event, Phase, PhaseChanged, ProvisionalWithdrawn, RepProvisional
from sensorcoach.motion.lift_axis import angle_of_chord
from sensorcoach.motion.resampling import RATE_HZ

HOME_SHARE = 0.45
"""Within this share of the height the segment is back where it set off."""

SETTING_OFF_POINTS = round(0.3 * RATE_HZ)
"""How long ago at most a lift began that has just been seen to set off."""

NOT_A_SET = "the movement was not followed by others like it"


class Provisional:
    """What is shown before a set is believed."""

    def __init__(self, record: MotionHistory, limits: MovementLimits) -> None:
        self._record = record
        self._limits = limits
        self.phase = Phase.REST
        self._home: Attitude | None = None
        """Where the segment set off from."""
        self._height = 0.0
        """Greatest distance from there, as a chord."""
        self._began = 0
        """Grid point at which the lift in progress began."""
        self._reps = 0
        """Lifts completed."""
        self._counted = 0
        """Reps that the set has already."""
        self._shown = False
        """Whether a provisional rep stands on the screen."""
        self.latest: WholeLift | None = None
        """The latest lift that was as large as lifts of the exercise are."""
        self._active = 0
        """Grid point of the latest pause."""

    def follow(self, pause: Pause, set_number: int, now: int, counted: int = 0) -> list[Event]:
        """What a pause of a stroke changes on the screen at grid point `now`.

        `set_number` is the number that the set would have; `counted`: reps that it has already.
        """
        self._active, self._counted = now, counted
        here = pause.turn.up if pause.kind is not PauseKind.START else self._here(pause.known)
        if self.phase is Phase.REST:
            return self._set_off(pause, now) if pause.kind is PauseKind.START else []
        away = chord(here, self._home or here)
        self._height = max(self._height, away)
        near = away < HOME_SHARE * self._height
        if pause.kind is PauseKind.START:
            return self._enter(Phase.LOWER if self._turns_home(pause, away) else Phase.LIFT, now)
        if pause.kind is PauseKind.TURN:
            if self.phase is not Phase.LOWER:
                return self._enter(Phase.LOWER, now)
            return [*(self._complete(pause, set_number, now) if near else []), *self._enter(Phase.LIFT, now)]
        if near:
            done = self._complete(pause, set_number, now) if self.phase is Phase.LOWER else []
            return [*done, *self._enter(Phase.REST, now)]
        return [*self._show(self._reps + 1, pause, set_number, now), *self._enter(Phase.HOLD, now)]

    def expires_at(self, otherwise: int) -> int:
        """Grid point at which nothing has moved for as long as ends a set, so that what is shown was not a set."""
        stands = self._shown or self._reps or self.phase is Phase.LIFT or self.phase is Phase.LOWER
        longest_s = LONGEST_HOLD_S if self._is_usual and self.phase is Phase.HOLD else self._limits.idle_s
        return self._active + round(longest_s * RATE_HZ) if stands else otherwise

    @property
    def home(self) -> Attitude | None:
        """The attitude from which the lift in progress began; None at rest, and where it is larger than any lift."""
        return self._home if self.phase is not Phase.REST and self._is_usual else None

    def may_be_pulses(self, cycle: Cycle) -> bool:
        """Whether a cycle may be a part of the lift in progress: much smaller, and away from where that began."""
        home = self.home
        if home is None:
            return False
        away = min(chord(turn.up, home) for turn in (cycle.foot, cycle.top, cycle.end))
        return cycle.height < PULSE_SHARE * self._height and away > HOME_SHARE * self._height

    @property
    def _is_usual(self) -> bool:
        """Whether the lift in progress is as large as lifts of the exercise are."""
        size_rad = angle_of_chord(self._height)
        return not self._limits.is_any and size_rad > 0.0 and self._limits.size_log_odds(size_rad) == 0.0

    def withdraw(self, point: int, set_number: int) -> list[Event]:
        """What was shown was no set."""
        shown, phase = self._shown, self.phase
        events: list[Event] = []
        if phase is not Phase.REST:
            events += self._enter(Phase.REST, point)
        self.clear()
        return [*events, ProvisionalWithdrawn(set_number, self._record.known_s(point), NOT_A_SET)] if shown else events

    def clear(self) -> None:
        """They are counted now, or were withdrawn."""
        self.phase, self._home, self._height, self._reps, self._shown = Phase.REST, None, 0.0, 0, False

    def _set_off(self, pause: Pause, now: int) -> list[Event]:
        if self._home is None or chord(self._home, pause.turn.up) > self._limits.least_rad:
            self._home, self._height = pause.turn.up, 0.0
        self._began = max(pause.turn.point, pause.known - SETTING_OFF_POINTS)
        return self._enter(Phase.LIFT, now)

    def _turns_home(self, pause: Pause, away: float) -> bool:
        return self._home is not None and away < chord(pause.turn.up, self._home)

    def _complete(self, pause: Pause, set_number: int, now: int) -> list[Event]:
        """A lift is over. One smaller than any of the exercise is none."""
        if self._height < self._limits.least_rad:
            return []
        self._reps += 1
        if self._is_usual:
            self.latest = WholeLift(self._began, pause.turn.point, self._height)
        shown = self._show(self._reps, pause, set_number, now)
        self._began = pause.turn.point
        return shown

    def _show(self, number: int, pause: Pause, set_number: int, now: int) -> list[Event]:
        if self._height < self._limits.least_rad:
            return []
        self._shown = True
        record = self._record
        start_s, end_s = record.time_s(self._began), record.time_s(pause.turn.point)
        return [RepProvisional(set_number, self._counted + number, start_s, end_s, record.known_s(now))]

    def _enter(self, phase: Phase, point: int) -> list[Event]:
        if phase is self.phase:
            return []
        self.phase = phase
        return [PhaseChanged(self._record.time_s(point), phase, self._record.known_s(point), provisional=True)]

    def _here(self, point: int) -> Attitude:
        x, y, z = self._record.up(point, point + 1)[0].tolist()
        return x, y, z
