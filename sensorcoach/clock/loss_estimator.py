"""Samples lost by a sensor that numbers nothing: seen only in that everything after comes later, and stays so.

When a packet is conspicuously late there are two explanations. If it was only held up, the ones behind it catch
up within moments. If samples were lost, they never do. Until that is settled the samples are held back (half a
second and ten batches, if none catches up), so that the hole is put where it is: behind the burst in which the
late packets come, for a sensor keeps what it had queued when the link went dead and throws away what comes after.
A loss too small to be conspicuous is found by two whole bins being late, and its hole is put behind them.
"""

from dataclasses import dataclass, replace

import numpy as np

from sensorcoach.samples import FloatArray

SETTLE_S = 0.5
_SETTLE_BATCHES = 10
_MAX_HELD = 4096
"""Never hold back more samples than this, whatever the arrivals say."""
_LATE_BATCHES = 1.5
"""A packet is late from here on."""
_SMALL_BATCHES = 0.75
"""Two whole bins in a row are late from here on. One alone may have had a stall just when packets were least late."""
_SMALL_IN_STEP_BATCHES = 1.1
"""...and from here on where packets keep step with the connection events: then all of them creep, for seconds, from no
delay to a whole interval, and fall back."""
_IN_STEP, _STEP = 0.92, 0.25
"""They do where at least this share of them comes as far apart as batches are long, give or take so much of that."""
_SILENCE = 0.5
"""A silence of more than this share of the lateness behind it was a dead link; else samples just went missing."""
_OWN_DELAY = 0.3
"""Of a sample period."""
_BATCH_BOUNDS_S = (0.03, 0.25)
"""Connection intervals bunch smaller batches; a batch of more than a quarter of a second is none."""


@dataclass(frozen=True, slots=True)
class HeldSamples:
    """Samples held back from array position `start` on.

    The first arrived at `since_s`, the newest at `until_s`; the least late is `least_s`; `hole` is the position
    behind the first burst, as soon as that is over.
    """

    start: int
    since_s: float
    until_s: float
    least_s: float = np.inf
    hole: int | None = None

    def moved_to_front(self) -> "HeldSamples":
        """The same with positions counted from its own first sample."""
        return replace(self, start=0, hole=None if self.hole is None else self.hole - self.start)


@dataclass(frozen=True, slots=True)
class LossDecision:
    """What is settled: before the sample at `start`, `lost_s` were lost; all before the sample at `at` can go out."""

    at: int
    start: int
    lost_s: float


class LossEstimator:
    """Judges how late samples are: `late_s` (n,) is arrival less the time by the envelope."""

    def __init__(self, period_s: float, batch: int, spacing_s: FloatArray) -> None:
        """`spacing_s` (n,): from packet to packet, as the first of them came."""
        self._period_s = period_s
        batch_s = min(max(batch * period_s, _BATCH_BOUNDS_S[0]), _BATCH_BOUNDS_S[1])
        self._settle_samples = _SETTLE_BATCHES * batch
        self._calm_s = _LATE_BATCHES * batch_s
        one_by_one = np.abs(spacing_s - batch_s) < _STEP * batch_s
        is_in_step = np.count_nonzero(one_by_one) >= _IN_STEP * max(len(spacing_s), 1)
        self._small_s = (_SMALL_IN_STEP_BATCHES if is_in_step else _SMALL_BATCHES) * batch_s
        self._pause_s = 0.5 * batch_s
        """Packets closer together than this are one burst."""
        self._trigger_s = self._calm_s + batch_s
        """The first sample of a late packet is later than this: it waited for the rest of its batch besides."""
        self.doubt_s = 0.0
        """How late samples may seem that are on time, as long as the slope of the envelope is not known."""
        self.hold: HeldSamples | None = None
        self._before_s = -np.inf
        """Least lateness in the bin before; minus infinity where it tells nothing."""

    @property
    def trigger_s(self) -> float:
        """From here on a sample is conspicuously late."""
        return self._trigger_s + self.doubt_s

    def settle(self, late_s: FloatArray, arrival_s: FloatArray, start: int, before_s: float) -> LossDecision | None:
        """Look at samples of which the first has array position `start` and came after one that arrived at `before_s`.

        Returns what is settled first, or None when nothing (more) is, be it that all is well or that it stays open.
        """
        hold, at = self.hold, 0
        if hold is None:
            at = int(np.argmax(late_s > self.trigger_s)) if len(late_s) else 0
            if not len(late_s) or late_s[at] <= self.trigger_s:
                return None
            first_s = float(arrival_s[at])
            silence_s = first_s - (float(arrival_s[at - 1]) if at else before_s)
            hole = None if silence_s > _SILENCE * late_s[at] else start + at
            hold = HeldSamples(start + at, first_s, first_s, np.inf, hole)
        calm_s = self._calm_s + self.doubt_s
        held = np.arange(start + at, start + len(late_s)) - hold.start
        waited = (held >= self._settle_samples) & (arrival_s[at:] - hold.since_s >= SETTLE_S) | (held >= _MAX_HELD)
        decisive = np.flatnonzero((late_s[at:] <= calm_s) | waited)
        stop = at + int(decisive[0]) + 1 if len(decisive) else len(late_s)
        hold = self._grown(hold, late_s[at:stop], arrival_s[at:stop], start + at)
        self.hold = hold
        if not len(decisive):
            return None
        return self._verdict(hold, start + stop - 1, 0.0 if late_s[stop - 1] <= calm_s else self._whole(hold.least_s))

    def _grown(self, hold: HeldSamples, late_s: FloatArray, arrival_s: FloatArray, start: int) -> HeldSamples:
        """The hold with these samples too, of which the first has array position `start`."""
        hole, least_s = hold.hole, hold.least_s
        if hole is None:
            pauses = np.flatnonzero(np.diff(arrival_s, prepend=hold.until_s) > self._pause_s)
            if len(pauses):  # lateness up to here was that of the queue
                late_s, least_s = late_s[int(pauses[0]) :], np.inf
                hole = start + int(pauses[0])
        return HeldSamples(hold.start, hold.since_s, float(arrival_s[-1]), min(least_s, float(np.min(late_s))), hole)

    def _verdict(self, hold: HeldSamples, at: int, lost_s: float) -> LossDecision:
        self.hold = None
        return LossDecision(at, hold.start if hold.hole is None else hold.hole, lost_s)

    def small(self, least_late_s: float) -> float:
        """Seconds lost, told by the least late sample of a whole bin and of the bin before."""
        stays_s = min(self._before_s, least_late_s)
        self._before_s = least_late_s
        if stays_s <= self._small_s + self.doubt_s:
            return 0.0
        self._before_s = -np.inf
        return self._whole(stays_s)

    def pass_over(self) -> None:
        """A bin of which the lateness does not tell anything."""
        self._before_s = -np.inf

    def give_up(self) -> LossDecision | None:
        """Nothing more will come: a long silence counts as a loss, a short one as a packet held up."""
        hold = self.hold
        lost_s = self._whole(hold.least_s) if hold and hold.least_s > SETTLE_S else 0.0
        return hold and self._verdict(hold, 0, lost_s)

    def _whole(self, late_s: float) -> float:
        """Samples are lost whole; the least late of a few packets is still a little late by itself."""
        return max(1, round(late_s / self._period_s - _OWN_DELAY)) * self._period_s
