"""How fast the segment must turn before rest or hold is over, learned within the set.

Two things count: how unsteady the segment is in the phase, and how long the phase usually lasts. Unsteadiness is
learned away from both ends, where one movement settles and the next one begins. Reps of a set are alike. So a phase is
likely to end at its usual length and unlikely to end long before: an early turn is the body settling.
"""

from collections import deque
from typing import Annotated

from sensorcoach.detect.phase_shares import STEADY_SHARE
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within

BEGIN_SHARE: Annotated[float, Within(0.05, 0.2, "share")] = 0.08
"""Share of the usual peak rate at which the next phase begins. It is a little above the 5 % of the exact times."""

BEGIN_TIMES: Annotated[float, Within(2.0, 6.0, "times")] = 3.4
"""Smallest turn that begins the next phase, in units of the unsteadiness (RMS). Less announces phases that are not."""

DUE_TIMES: Annotated[float, Within(1.0, 4.0, "times")] = 2.0
"""Smallest turn that begins the next phase when it is due, in units of the unsteadiness. There an end is likely."""

DUE_SHARE: Annotated[float, Within(0.5, 1.0, "share")] = 0.75
"""Share of the usual length from which the end is due. Reps of a set differ by up to a quarter."""

EARLY_SHARE: Annotated[float, Within(0.2, 0.7, "share")] = 0.5
"""Share of the usual length before which the end is unlikely. Reps of a set seldom differ by half."""

EARLY_RATE_SHARE: Annotated[float, Within(0.2, 0.8, "share")] = 0.4
"""Share of the usual peak rate that an early end takes. The return from an overshoot turns at up to a third of it."""

KNOWN: Annotated[int, Within(1, 15, "phases")] = 5
"""Number of latest phases whose median is the usual length. One odd phase does not move it."""

SETTLED_S: Annotated[float, Within(0.2, 1.5, "s")] = 0.6
"""Time after the beginning from which unsteadiness is learned. Before, the movement settles."""

LEADS_S: Annotated[float, Within(0.1, 0.6, "s")] = 0.24
"""Age of the turns that unsteadiness is learned from. The newest may lead up to the next movement."""

UNSTEADY_SHARE: Annotated[float, Within(0.01, 0.1, "share")] = 0.03
"""Supposed unsteadiness before any is seen, as a share of the usual peak rate. The set's own rests soon replace it."""

SUPPOSED_POINTS: Annotated[float, Within(1.0, 500.0, "points")] = 50.0
"""Weight of that supposed unsteadiness, as a number of grid points. After a second the person's own prevails."""

MOST_POINTS: Annotated[float, Within(50.0, 5000.0, "points")] = 500.0
"""Largest number of grid points that unsteadiness is averaged over. More follows a tiring person too slowly."""

WRONG_TIMES: Annotated[float, Within(1.0, 6.0, "times")] = 2.5
"""Factor of the mean square after a phase that had not ended after all. Its unsteadiness was too low."""

LEADS_POINTS = round(LEADS_S * RATE_HZ)
_SETTLED_POINTS = round(SETTLED_S * RATE_HZ)


class OnsetThreshold:
    """Turns are those over the rate's span, radians; `peak` is the usual largest turn of the next movement."""

    def __init__(self, peak: float) -> None:
        self._square = (UNSTEADY_SHARE * peak) ** 2
        """Mean square of the turns while the segment rests or holds."""
        self._seen = SUPPOSED_POINTS
        """Number of points in that mean."""
        self._lengths: deque[int] = deque(maxlen=KNOWN)
        """Lengths of the latest phases, grid points."""
        self._early = self._due = 0.0
        """Ages until which the end is unlikely and from which it is likely; 0 while no length is known."""
        self._since = 0
        """Grid point at which the phase began."""
        self._whole = True
        """Whether its beginning was seen."""
        self._ended = False
        """Whether the latest phase has ended."""

    def begin(self, point: int, *, whole: bool = True) -> None:
        """Begin the phase; not `whole` if it has been going on for a while."""
        self._since, self._whole, self._ended = point, whole, False
        if self._lengths:
            usual = sorted(self._lengths)[len(self._lengths) // 2]
            self._early, self._due = EARLY_SHARE * usual, DUE_SHARE * usual

    def end(self, point: int) -> None:
        """End the phase: the next one has begun."""
        self._ended = True
        if self._whole:
            self._lengths.append(point - self._since)

    def resume(self, point: int) -> None:
        """Resume the phase: the next one had not begun after all, or had begun without this one."""
        if not self._ended:
            self.begin(point)
            return
        if self._whole:
            self._lengths.pop()
        self._ended = False
        self._square *= WRONG_TIMES

    def limit(self, point: int, peak: float) -> float:
        """Return the turn with which the phase would end at this grid point."""
        age = point - self._since
        times = DUE_TIMES if age > self._due > 0.0 else BEGIN_TIMES
        share = EARLY_RATE_SHARE if age < self._early else BEGIN_SHARE
        return max(share * peak, times * self._square**0.5)

    def learn(self, point: int, earlier: float, peak: float) -> None:
        """Learn unsteadiness at this grid point from the turn `LEADS_POINTS` earlier."""
        if point - self._since > _SETTLED_POINTS + LEADS_POINTS and abs(earlier) < STEADY_SHARE * peak:
            self._seen = min(self._seen + 1.0, MOST_POINTS)
            self._square += (earlier * earlier - self._square) / self._seen
