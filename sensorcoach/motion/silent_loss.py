"""Samples lost by a sensor that numbers nothing: seen only in that everything after comes later, and stays so.

When a packet is conspicuously late there are two explanations. If it was only held up, the ones behind it catch
up within moments. If samples were lost, they never do. Until that is settled the samples are held back (half a
second and ten batches, if none catches up), so that the hole is put where it is. A loss too small to be
conspicuous is found by the next whole bin being late, and its hole is put there, at most a second behind.
"""

from dataclasses import dataclass

import numpy as np

from sensorcoach.samples import FloatArray

SETTLE_S = 0.5
_SETTLE_BATCHES = 10
_MAX_HELD = 4096
"""Never hold back more samples than this, whatever the arrivals say."""
_LATE_BATCHES = 1.5
"""A packet is late from here on."""
_SMALL_BATCHES = 0.75
"""A whole bin is late from here on."""
_BATCH_BOUNDS_S = (0.03, 0.25)
"""Connection intervals bunch smaller batches; a batch of more than a quarter of a second is none."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Samples held back from array position `start` on, that arrived at `since_s`; none so far less late than `least_s`."""

    start: int
    since_s: float
    least_s: float = np.inf


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is settled at array position `at`: the samples from `start` on go out, `lost_s` having been lost before."""

    at: int
    start: int
    lost_s: float


class SilentLoss:
    """Judges how late samples are: `late_s` (n,) is arrival less the time by the envelope."""

    def __init__(self, period_s: float, batch: int) -> None:
        self._period_s = period_s
        batch_s = min(max(batch * period_s, _BATCH_BOUNDS_S[0]), _BATCH_BOUNDS_S[1])
        self._settle_samples = _SETTLE_BATCHES * batch
        self._calm_s = _LATE_BATCHES * batch_s
        self._small_s = _SMALL_BATCHES * batch_s
        self.trigger_s = self._calm_s + batch_s
        """The first sample of a late packet is later than this: it waited for the rest of its batch besides."""
        self.hold: Hold | None = None

    def settle(self, late_s: FloatArray, arrival_s: FloatArray, start: int, at: int) -> Verdict | None:
        """Look at samples from position `at` of these; array position of the first of them is `start`.

        Returns the next verdict, or None when there is nothing more to say about these samples.
        """
        hold = self.hold
        if hold is None:
            conspicuous = np.flatnonzero(late_s[at:] > self.trigger_s)
            if not len(conspicuous):
                return None
            at += int(conspicuous[0])
            hold = Hold(start + at, float(arrival_s[at]))
        held = np.arange(start + at, start + len(late_s)) - hold.start
        waited = (held >= self._settle_samples) & (arrival_s[at:] - hold.since_s >= SETTLE_S) | (held >= _MAX_HELD)
        decisive = np.flatnonzero((late_s[at:] <= self._calm_s) | waited)
        if not len(decisive):
            least_s = min(hold.least_s, float(np.min(late_s[at:])))
            self.hold = Hold(hold.start, hold.since_s, least_s)
            return None
        end = at + int(decisive[0])
        self.hold = None
        if late_s[end] <= self._calm_s:
            return Verdict(end, hold.start, 0.0)
        return Verdict(end, hold.start, self._whole(min(hold.least_s, float(np.min(late_s[at : end + 1])))))

    def small(self, least_late_s: float) -> float:
        """Seconds lost, told by the least late sample of a whole bin."""
        return self._whole(least_late_s) if least_late_s > self._small_s else 0.0

    def give_up(self) -> Verdict | None:
        """Nothing more will come: what is held back goes out as after a loss."""
        hold, self.hold = self.hold, None
        return hold and Verdict(hold.start, hold.start, self._whole(hold.least_s))

    def _whole(self, late_s: float) -> float:
        """Samples are lost whole."""
        return max(1, round(late_s / self._period_s)) * self._period_s
