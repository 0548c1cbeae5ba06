"""The phase for the screen, as early as possible: decided by angular rate, beside the tracker that counts.

    phase  | goes to | when
    -------+---------+-------------------------------------------------------------------------
    rest   | lift    | it turns up faster than the unsteadiness of this rest (`onset_threshold`)
    lift   | rest    | it stops turning before the tracker has found a lift
           | hold    | the tracker finds it
    hold   | lower   | it turns down faster than the unsteadiness of this hold
    lower  | hold    | it stops turning before the tracker has found a lowering
           | rest    | most of the lift is lowered, and it hardly turns any more
    any    | the tracker's phase, when that is further on

Counting needs proof and waits for it. A person at a screen wants to see the phase now and forgives a correction. So
counting ignores this module, and the phase shown may be wrong for a moment.
"""

from collections import deque
from collections.abc import Sequence
from typing import Annotated

from sensorcoach.detect.following.onset_threshold import LEADS_POINTS, OnsetThreshold
from sensorcoach.detect.following.tracker_events import TrackedPhase
from sensorcoach.events import Phase
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

LIVE_RATE_SPAN_S: Annotated[float, Within(0.02, 0.2, "s")] = 0.06
"""Span of the rate. A shorter one sees tremor, a longer one comes late."""

STALL_SHARE: Annotated[float, Within(0.1, 0.8, "share")] = 0.3
"""Share of the turn that began a phase below which it stalls. A phase that stalls early had not begun."""

ONSET_STALL_S: Annotated[float, Within(0.04, 0.5, "s")] = 0.12
"""Duration of a stall that takes the phase back. A shiver is shorter than a lift."""

LIVE_DOWN_SHARE: Annotated[float, Within(0.5, 0.95, "share")] = 0.7
"""Share of the lift that must be lowered before a slow turn is rest. Less is a pause on the way down."""

OVER_SHARE: Annotated[float, Within(0.05, 0.2, "share")] = 0.08
"""Share of the lowering's own peak rate below which it is over. It is a little above the 5 % of the exact times."""

KNOWN_REPS: Annotated[int, Within(1, 15, "reps")] = 5
"""Number of latest reps whose median is the usual peak rate. One odd rep does not move it."""

USUAL_PEAK_PER_S: Annotated[float, Within(0.5, 3.0, "range/s")] = 1.25
"""Peak rate before any rep is known, in ranges a second. It is that of a minimum-jerk lift of 1.5 s."""

_SPAN_POINTS = round(LIVE_RATE_SPAN_S * RATE_HZ)
_STALL_POINTS = round(ONSET_STALL_S * RATE_HZ)


class LivePhase:
    """Follows the same angles as the tracker, point by point."""

    def __init__(self, range_rad: float) -> None:
        self.phase = Phase.REST
        self.found: list[TrackedPhase] = []
        """Changes of phase until `take_found`."""
        self._lifts: deque[float] = deque(maxlen=KNOWN_REPS)
        """Peak turns of the latest lifts over the rate's span, radians."""
        self._lowers: deque[float] = deque(maxlen=KNOWN_REPS)
        """The same of the latest lowerings."""
        self._peak_up = self._peak_down = USUAL_PEAK_PER_S * range_rad * _SPAN_POINTS / RATE_HZ
        """Usual peak turns."""
        self._rest, self._hold = OnsetThreshold(self._peak_up), OnsetThreshold(self._peak_down)
        self._recent: deque[float] = deque(maxlen=_SPAN_POINTS + LEADS_POINTS)
        """The latest angles, oldest first."""
        self._since = 0
        """Grid point at which the present phase began."""
        self._confirmed = True
        """Whether the tracker has found this phase too."""
        self._stalled = 0
        """Number of points in a row at which it turned too slowly for the phase shown."""
        self._limit = 0.0
        """Turn that began the present phase."""
        self._fastest = 0.0
        """Largest downward turn in this lowering."""
        self._low_rad = 0.0
        """Angle at which the lift began."""
        self._top_rad = 0.0
        """Highest angle since."""

    def learn(self, peak_lift_radps: float, peak_lower_radps: float) -> None:
        """Learn the peak rates of a counted rep."""
        self._lifts.append(peak_lift_radps * _SPAN_POINTS / RATE_HZ)
        self._lowers.append(peak_lower_radps * _SPAN_POINTS / RATE_HZ)
        self._peak_up = sorted(self._lifts)[len(self._lifts) // 2]
        self._peak_down = sorted(self._lowers)[len(self._lowers) // 2]

    def follow(self, angles_rad: Sequence[float], first: int) -> None:
        """Follow the angles of consecutive grid points from `first` on."""
        if angles_rad and not self._recent:
            self._recent.extend([angles_rad[0]] * (_SPAN_POINTS + LEADS_POINTS))
            self._rest.begin(first, whole=False)
        for point, angle in enumerate(angles_rad, start=first):
            self._step(point, angle)

    def confirm(self, tracked: TrackedPhase) -> None:
        """Take over the tracker's decision at the last point that was followed."""
        if tracked.phase is self.phase:
            self._confirmed = True
        elif self._is_news(tracked.phase):
            self._enter(tracked.phase, tracked.point, tracked.decided, confirmed=True)

    def take_found(self) -> list[TrackedPhase]:
        """Return the changes of phase since the last call."""
        found, self.found = self.found, []
        return found

    def _is_news(self, tracked: Phase) -> bool:
        """Return whether the tracker is further on or takes a phase back, and not just late."""
        phase = self.phase
        if tracked is Phase.REST:
            return phase is Phase.LOWER or self._confirmed
        if tracked is Phase.LIFT:
            return phase is not Phase.LOWER
        if tracked is Phase.HOLD:
            return phase is Phase.LIFT or self._confirmed
        return phase is not Phase.REST

    def _enter(self, phase: Phase, point: int, decided: int, *, confirmed: bool = False) -> None:
        self._update_thresholds(phase, decided)
        self.phase, self._confirmed, self._stalled, self._fastest, self._since = phase, confirmed, 0, 0.0, point
        self.found.append(TrackedPhase(phase, point, decided))

    def _update_thresholds(self, phase: Phase, decided: int) -> None:
        """Begin, end or resume rest and hold as the next phase is entered."""
        before, rest, hold = self.phase, self._rest, self._hold
        if phase is Phase.REST:
            rest.resume(decided) if before is Phase.LIFT else rest.begin(decided)
        elif phase is Phase.HOLD:
            hold.resume(decided) if before is Phase.LOWER else hold.begin(decided)
        elif phase is Phase.LIFT and before is Phase.REST:
            rest.end(decided)
        elif phase is Phase.LOWER and before is Phase.HOLD:
            hold.end(decided)

    def _step(self, point: int, angle: float) -> None:
        recent = self._recent
        turned, earlier = angle - recent[-_SPAN_POINTS], recent[_SPAN_POINTS] - recent[0]
        recent.append(angle)
        phase = self.phase
        if phase is Phase.REST:
            self._low_rad = self._top_rad = angle
            limit = self._rest.limit(point, self._peak_up)
            self._rest.learn(point, earlier, self._peak_up)
            self._begin_above(limit, point, turned, Phase.LIFT)
        elif phase is Phase.HOLD:
            self._top_rad = max(self._top_rad, angle)
            limit = self._hold.limit(point, self._peak_down)
            self._hold.learn(point, earlier, self._peak_down)
            self._begin_above(limit, point, -turned, Phase.LOWER)
        elif phase is Phase.LIFT:
            self._top_rad = max(self._top_rad, angle)
            self._take_back_if_stalled(point, turned, Phase.REST)
        else:
            self._follow_lowering(point, angle, -turned)

    def _begin_above(self, limit: float, point: int, turned: float, following: Phase) -> None:
        """Begin the next phase where the turn exceeds the limit."""
        if turned > limit:
            self._limit = limit
            self._enter(following, max(point - _SPAN_POINTS, self._since), point)

    def _take_back_if_stalled(self, point: int, turned: float, before: Phase) -> None:
        """Return to the phase before where this one stalls unconfirmed."""
        if self._confirmed:
            return
        self._stalled = self._stalled + 1 if turned < STALL_SHARE * self._limit else 0
        if self._stalled >= _STALL_POINTS:
            self._enter(before, point, point, confirmed=True)

    def _follow_lowering(self, point: int, angle: float, turned: float) -> None:
        self._fastest = max(self._fastest, turned)
        sunk_rad, lift_rad = self._top_rad - angle, self._top_rad - self._low_rad
        if sunk_rad > LIVE_DOWN_SHARE * lift_rad and turned < OVER_SHARE * self._fastest:
            self._enter(Phase.REST, point, point)
        else:
            self._take_back_if_stalled(point, turned, Phase.HOLD)
