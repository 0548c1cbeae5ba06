"""Which phase it is, said as early as can be: decided on how fast the segment turns, beside the tracker that counts.

    phase  | goes to | when
    -------+---------+---------------------------------------------------------------------
    rest   | lift    | it turns up faster than in this rest can be unsteadiness (`waiting`)
    lift   | rest    | it turns no more before the tracker has seen a lift
           | hold    | the tracker says so
    hold   | lower   | it turns down so in this hold
    lower  | hold    | it turns no more before the tracker has seen a lowering
           | rest    | most of the lift is sunk, and it hardly turns any more
    any    | as the tracker says, when that is further on

Counting needs proof and waits for it; a person watching a screen wants to see now, and forgives a word taken back.
So the tracker counts as if this were not here, and this may be wrong for a moment.
"""

from collections import deque
from collections.abc import Sequence

from sensorcoach.detect.following.onset_threshold import LEADS_POINTS, OnsetThreshold
from sensorcoach.detect.following.tracker_events import TrackedPhase
from sensorcoach.events import Phase
from sensorcoach.motion.resampling import RATE_HZ

RATE_POINTS = 3
"""The rate is taken over so many grid cells, 0.06 s: less is tremor, more is late."""

STALL_SHARE = 0.3
STALL_POINTS = 6
"""Turning slower than this share of what made it begin for so many grid points in a row: it did not begin."""

DOWN_SHARE = 0.7
OVER_SHARE = 0.08
"""With this share of the lift sunk and less than this share of the lowering's own peak rate it is over."""

KNOWN_REPS = 5
"""The usual peak rate is the median of so many reps."""

USUAL_PEAK_PER_S = 1.25
"""Peak rate over range before any rep is known: a minimum-jerk lift of 1.5 s."""


class LivePhase:
    """Follows the same angles as the tracker, point by point; `found` holds what was said, until taken."""

    def __init__(self, range_rad: float) -> None:
        self.phase = Phase.REST
        self.found: list[TrackedPhase] = []
        self._lifts: deque[float] = deque(maxlen=KNOWN_REPS)
        """Peak rates of the latest lifts, rad/s."""
        self._lowers: deque[float] = deque(maxlen=KNOWN_REPS)
        """Peak rates of the latest lowerings."""
        self._peak_up = self._peak_down = USUAL_PEAK_PER_S * range_rad * RATE_POINTS / RATE_HZ
        """Usual peaks, as turns over the rate's span."""
        self._rest, self._hold = OnsetThreshold(self._peak_up), OnsetThreshold(self._peak_down)
        self._recent: deque[float] = deque(maxlen=RATE_POINTS + LEADS_POINTS)
        """The latest angles, oldest first."""
        self._since = 0
        """Grid point at which the present phase began."""
        self._backed = True
        """Has the tracker seen this phase too?"""
        self._stalled = 0
        """How many in a row it has turned too slowly for the phase said."""
        self._limit = 0.0
        """Turn that made the present phase begin."""
        self._fastest = 0.0
        """Largest turn downwards in this lowering."""
        self._low_rad = 0.0
        """Angle at which the lift began."""
        self._top_rad = 0.0
        """Highest angle since."""

    def learn(self, peak_lift_radps: float, peak_lower_radps: float) -> None:
        """A rep has been counted, with these peak rates."""
        self._lifts.append(peak_lift_radps * RATE_POINTS / RATE_HZ)
        self._lowers.append(peak_lower_radps * RATE_POINTS / RATE_HZ)
        self._peak_up = sorted(self._lifts)[len(self._lifts) // 2]
        self._peak_down = sorted(self._lowers)[len(self._lowers) // 2]

    def run(self, angles_rad: Sequence[float], first: int) -> None:
        """Follow the angles of consecutive grid points."""
        if angles_rad and not self._recent:
            self._recent.extend([angles_rad[0]] * (RATE_POINTS + LEADS_POINTS))
            self._rest.begin(first, whole=False)
        for point, angle in enumerate(angles_rad, start=first):
            self._step(point, angle)

    def hear(self, said: TrackedPhase) -> None:
        """What the tracker has decided, at the last point that was read."""
        phase = self.phase
        if said.phase is phase:
            self._backed = True
        elif self._is_news(said.phase):
            self._enter(said.phase, said.point, said.decided, backed=True)

    def _is_news(self, said: Phase) -> bool:
        """Is the tracker further on, or does it take something back? It may also just be late."""
        phase = self.phase
        if said is Phase.REST:
            return phase is Phase.LOWER or self._backed
        if said is Phase.LIFT:
            return phase is not Phase.LOWER
        if said is Phase.HOLD:
            return phase is Phase.LIFT or self._backed
        return phase is not Phase.REST

    def _enter(self, phase: Phase, point: int, decided: int, *, backed: bool = False) -> None:
        self._tell(phase, decided)
        self.phase, self._backed, self._stalled, self._fastest, self._since = phase, backed, 0, 0.0, point
        self.found.append(TrackedPhase(phase, point, decided))

    def _tell(self, phase: Phase, decided: int) -> None:
        """Tell rest and hold when they begin, end, or have not ended after all."""
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
        turned, before = angle - recent[-RATE_POINTS], recent[RATE_POINTS] - recent[0]
        recent.append(angle)
        phase = self.phase
        if phase is Phase.REST:
            self._low_rad = self._top_rad = angle
            self._leave(point, turned, self._rest.limit(point, before, self._peak_up), Phase.LIFT)
        elif phase is Phase.HOLD:
            self._top_rad = max(self._top_rad, angle)
            self._leave(point, -turned, self._hold.limit(point, before, self._peak_down), Phase.LOWER)
        elif phase is Phase.LIFT:
            self._top_rad = max(self._top_rad, angle)
            self._doubt(point, turned, Phase.REST)
        else:
            self._sink(point, angle, -turned)

    def _leave(self, point: int, turned: float, limit: float, following: Phase) -> None:
        """Does the next phase begin?"""
        if turned > limit:
            self._limit = limit
            self._enter(following, max(point - RATE_POINTS, self._since), point)

    def _doubt(self, point: int, turned: float, before: Phase) -> None:
        """Did the phase begin at all?"""
        if self._backed:
            return
        self._stalled = self._stalled + 1 if turned < STALL_SHARE * self._limit else 0
        if self._stalled >= STALL_POINTS:
            self._enter(before, point, point, backed=True)

    def _sink(self, point: int, angle: float, turned: float) -> None:
        self._fastest = max(self._fastest, turned)
        sunk_rad, lift_rad = self._top_rad - angle, self._top_rad - self._low_rad
        if sunk_rad > DOWN_SHARE * lift_rad and turned < OVER_SHARE * self._fastest:
            self._enter(Phase.REST, point, point)
        else:
            self._doubt(point, turned, Phase.HOLD)
