"""Rest or hold, as it usually is in this set: how unsteady the segment is in it, and how long it lasts.

Both say how fast the segment must turn before the next phase is believed. Unsteadiness is learned away from both ends:
what settles after a movement and what leads up to the next is none. Reps of a set are alike, so that a phase is likely
to end about when it usually does, and unlikely long before: what turns then is the body settling.
"""

from collections import deque

BEGIN_SHARE = 0.08
"""Turning at this share of the usual peak rate, the next phase begins."""

BEGIN_TIMES = 3.4
DUE_TIMES = 2.0
"""It must turn so many times faster than it is unsteady (RMS); and so many times where the end is due."""

DUE_SHARE = 0.75
"""From this share of the usual length on the end is due."""

EARLY_SHARE = 0.5
EARLY_RATE_SHARE = 0.4
"""Before this share of the usual length, at least this share of the usual peak rate: an overshoot that is taken back
turns at up to a third of it."""

KNOWN = 5
"""The usual length is the median of so many."""

SETTLED_POINTS = 30
LEADS_POINTS = 12
"""Unsteadiness is learned from so many grid points after the beginning on, of turns that many points old."""

UNSTEADY_SHARE = 0.03
SUPPOSED_POINTS = 50.0
MOST_POINTS = 500.0
"""Unsteadiness as a share of the usual peak rate before any is seen, believed as much as so many points; after so many
more it follows as slowly."""

STILL_SHARE = 0.2
"""Faster than this share of the usual peak rate is no unsteadiness."""

WRONG_TIMES = 2.5
"""A phase that had not ended after all: the mean square of the unsteadiness was too low by this factor."""


class OnsetThreshold:
    """Turns are those over the rate's span, radians; `peak` is the usual largest one of the movement that follows."""

    def __init__(self, peak: float) -> None:
        self._square = (UNSTEADY_SHARE * peak) ** 2
        """Mean square of the turns while nothing is done."""
        self._seen = SUPPOSED_POINTS
        """How many points that mean is of."""
        self._lengths: deque[int] = deque(maxlen=KNOWN)
        """How long it lasted the latest times, grid points."""
        self._early = self._due = 0.0
        """Up to this age its end is unlikely, from this age on it is likely; 0 while nothing is known."""
        self._since = 0
        """Grid point at which it began."""
        self._whole = True
        """Whether its beginning has been seen."""
        self._ended = False
        """Whether the latest one has ended."""

    def begin(self, point: int, *, whole: bool = True) -> None:
        """It begins; not `whole` when it has been going on for a while."""
        self._since, self._whole, self._ended = point, whole, False
        if self._lengths:
            usual = sorted(self._lengths)[len(self._lengths) // 2]
            self._early, self._due = EARLY_SHARE * usual, DUE_SHARE * usual

    def end(self, point: int) -> None:
        """The next phase has begun."""
        self._ended = True
        if self._whole:
            self._lengths.append(point - self._since)

    def resume(self, point: int) -> None:
        """The next phase had not begun after all; or had begun without this one."""
        if not self._ended:
            self.begin(point)
            return
        if self._whole:
            self._lengths.pop()
        self._ended = False
        self._square *= WRONG_TIMES

    def limit(self, point: int, before: float, peak: float) -> float:
        """The turn with which it would end at this point; `before` is the turn `LEADS_POINTS` ago."""
        age, square = point - self._since, self._square
        if age > SETTLED_POINTS + LEADS_POINTS and abs(before) < STILL_SHARE * peak:
            self._seen = min(self._seen + 1.0, MOST_POINTS)
            self._square += (before * before - square) / self._seen
        times = DUE_TIMES if age > self._due > 0.0 else BEGIN_TIMES
        share = EARLY_RATE_SHARE if age < self._early else BEGIN_SHARE
        return max(share * peak, times * square**0.5)
