"""Provisional lifts: shown at once, counted or withdrawn later.

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

None of this counts. Once the search believes a set, its reps are counted with their exact times.
"""

from typing import Annotated

from sensorcoach.detect.finding.cycles import PULSE_SHARE, Cycle, WholeLift
from sensorcoach.detect.finding.strokes import Attitude, Pause, PauseKind, chord
from sensorcoach.detect.following.thresholds import LONGEST_HOLD_S
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.events import Event, Phase, PhaseChanged, ProvisionalWithdrawn, RepProvisional
from sensorcoach.motion.lift_axis import angle_of_chord
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

HOME_SHARE: Annotated[float, Within(0.2, 0.7, "share")] = 0.45
"""Distance from the start, as a share of the height, within which the segment is back. Bottoms differ that much."""

SETTING_OFF_S: Annotated[float, Within(0.1, 1.0, "s")] = 0.3
"""Longest time between the beginning of a lift and the moment at which it is noticed. What came earlier was rest."""

_SETTING_OFF_POINTS = round(SETTING_OFF_S * RATE_HZ)

NOT_A_SET = "the movement was not followed by others like it"


class Provisional:
    """Lifts and phases on the screen before a set is believed."""

    def __init__(self, history: MotionHistory, limits: MovementLimits) -> None:
        self._history = history
        self._limits = limits
        self.phase = Phase.REST
        self._home: Attitude | None = None
        """Attitude from which the segment set off."""
        self._height = 0.0
        """Largest distance from there, as a chord."""
        self._began = 0
        """Grid point at which the lift in progress began."""
        self._reps = 0
        """Number of lifts completed."""
        self._counted = 0
        """Number of reps that the set has already."""
        self._shown = False
        """Whether a provisional rep is on the screen."""
        self.latest: WholeLift | None = None
        """The latest lift of a size that is usual in the exercise."""
        self._active = 0
        """Grid point of the latest pause."""

    def follow(self, pause: Pause, set_number: int, now: int, counted: int = 0) -> list[Event]:
        """Follow a pause of a stroke at grid point `now`; return the changes on the screen.

        `set_number`: number that the set would get. `counted`: number of reps that it has already.
        """
        self._active, self._counted = now, counted
        here = pause.turn.up if pause.kind is not PauseKind.START else self._attitude(pause.known)
        if self.phase is Phase.REST:
            return self._begin_lift(pause, now) if pause.kind is PauseKind.START else []
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
        """Return the grid point at which idleness withdraws the lifts shown; `otherwise` where none is shown."""
        shown = self._shown or self._reps or self.phase is Phase.LIFT or self.phase is Phase.LOWER
        longest_s = LONGEST_HOLD_S if self._is_usual and self.phase is Phase.HOLD else self._limits.idle_s
        return self._active + round(longest_s * RATE_HZ) if shown else otherwise

    @property
    def home(self) -> Attitude | None:
        """Attitude from which the lift in progress began; None at rest, and where its size is unusual."""
        return self._home if self.phase is not Phase.REST and self._is_usual else None

    def may_be_pulses(self, cycle: Cycle) -> bool:
        """Return whether a cycle may be a pulse in the lift in progress: much smaller, and away from its beginning."""
        home = self.home
        if home is None:
            return False
        away = min(chord(turn.up, home) for turn in (cycle.foot, cycle.top, cycle.end))
        return cycle.height < PULSE_SHARE * self._height and away > HOME_SHARE * self._height

    @property
    def _is_usual(self) -> bool:
        """Whether the size of the lift in progress is usual in the exercise."""
        size_rad = angle_of_chord(self._height)
        return not self._limits.is_any and size_rad > 0.0 and self._limits.size_log_odds(size_rad) == 0.0

    def withdraw(self, point: int, set_number: int) -> list[Event]:
        """Withdraw the lifts shown: they were not a set. Return the changes on the screen."""
        shown, phase = self._shown, self.phase
        events: list[Event] = []
        if phase is not Phase.REST:
            events += self._enter(Phase.REST, point)
        self.clear()
        return [*events, ProvisionalWithdrawn(set_number, self._history.known_s(point), NOT_A_SET)] if shown else events

    def clear(self) -> None:
        """Forget the lifts shown: they are counted now, or were withdrawn."""
        self.phase, self._home, self._height, self._reps, self._shown = Phase.REST, None, 0.0, 0, False

    def _begin_lift(self, pause: Pause, now: int) -> list[Event]:
        if self._home is None or chord(self._home, pause.turn.up) > self._limits.least_rad:
            self._home, self._height = pause.turn.up, 0.0
        self._began = max(pause.turn.point, pause.known - _SETTING_OFF_POINTS)
        return self._enter(Phase.LIFT, now)

    def _turns_home(self, pause: Pause, away: float) -> bool:
        """Return whether the segment sets off towards where the lift began."""
        return self._home is not None and away < chord(pause.turn.up, self._home)

    def _complete(self, pause: Pause, set_number: int, now: int) -> list[Event]:
        """Complete a lift, unless it is smaller than any of the exercise."""
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
        history = self._history
        start_s, end_s = history.time_s(self._began), history.time_s(pause.turn.point)
        return [RepProvisional(set_number, self._counted + number, start_s, end_s, history.known_s(now))]

    def _enter(self, phase: Phase, point: int) -> list[Event]:
        if phase is self.phase:
            return []
        self.phase = phase
        return [PhaseChanged(self._history.time_s(point), phase, self._history.known_s(point), provisional=True)]

    def _attitude(self, point: int) -> Attitude:
        x, y, z = self._history.up(point, point + 1)[0].tolist()
        return x, y, z
