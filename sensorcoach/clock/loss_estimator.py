"""Estimate the samples lost by a sensor that numbers nothing: everything after a loss comes later, and stays late.

A conspicuously late packet has two explanations. If the radio held it up, the packets behind it catch up within
moments. If samples were lost, they never do. Until this is settled the samples are held back: half a second and ten
batches, if none catches up. The gap is then put behind the burst in which the late packets come, because a sensor
keeps the samples queued before the link went dead and discards later ones. A loss too small to be conspicuous shows
when two whole bins are late; its gap is put behind them.
"""

from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np

from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

SETTLE_S: Annotated[float, Within(0.1, 2.0, "s")] = 0.5
"""Least time that samples are held back before they count as lost. A stalled radio catches up sooner."""

SETTLE_BATCHES: Annotated[int, Within(2, 50, "batches")] = 10
"""Least number of batches held back before samples count as lost. Slow packets need more time to catch up."""

MAX_HELD: Annotated[int, Within(256, 65536, "samples")] = 4096
"""Largest number of samples held back. It bounds memory and delay for any arrivals."""

LATE_BATCHES: Annotated[float, Within(1.0, 4.0, "batches")] = 1.5
"""Lateness, in batches, from which a packet is late. Waiting for a connection event delays a packet by less."""

SMALL_BATCHES: Annotated[float, Within(0.3, 1.5, "batches")] = 0.75
"""Lateness, in batches, of two bins in a row that shows a small loss. A single bin may have had a stall."""

SMALL_IN_STEP_BATCHES: Annotated[float, Within(0.5, 2.0, "batches")] = 1.1
"""The same limit where packets keep step with the connection events. Their delay creeps up to a whole interval."""

IN_STEP_SHARE: Annotated[float, Within(0.5, 1.0, "share")] = 0.92
"""Share of packets, one batch apart, from which packets keep step with the events."""

STEP_TOLERANCE: Annotated[float, Within(0.05, 0.5, "batches")] = 0.25
"""Largest deviation from a spacing of one batch that counts as one batch apart."""

SILENCE_SHARE: Annotated[float, Within(0.1, 1.0, "share")] = 0.5
"""Share of a lateness from which the silence before it shows a dead link. After a shorter one samples just vanished."""

OWN_DELAY_PERIODS: Annotated[float, Within(0.0, 0.5, "periods")] = 0.3
"""Delay of the least late of a few packets, in sample periods, that is not due to a loss."""

BATCH_BOUNDS_S: Annotated[tuple[float, float], Within(0.01, 1.0, "s")] = (0.03, 0.25)
"""Shortest and longest duration of a batch. Connection intervals bunch smaller ones; longer ones are not a batch."""


@dataclass(frozen=True, slots=True)
class HeldSamples:
    """Samples held back from array position `start` on.

    `since_s`, `until_s`: arrival of the first and the newest. `least_s`: least lateness among them.
    `gap`: position behind the first burst, where samples may be missing, once that burst is over.
    """

    start: int
    since_s: float
    until_s: float
    least_s: float = np.inf
    gap: int | None = None

    def shift_to_front(self) -> "HeldSamples":
        """Return the same with positions counted from its own first sample."""
        return replace(self, start=0, gap=None if self.gap is None else self.gap - self.start)


@dataclass(frozen=True, slots=True)
class LossDecision:
    """Samples worth `lost_s` are lost before the sample at `start`; all before the sample at `at` can go out."""

    at: int
    start: int
    lost_s: float


class LossEstimator:
    """Judges the lateness of samples: `late_s` (n,) is arrival less the time by the envelope."""

    def __init__(self, period_s: float, batch: int, spacing_s: FloatArray) -> None:
        """`spacing_s` (n,): time from packet to packet among the first packets."""
        self._period_s = period_s
        batch_s = min(max(batch * period_s, BATCH_BOUNDS_S[0]), BATCH_BOUNDS_S[1])
        self._settle_samples = SETTLE_BATCHES * batch
        self._calm_s = LATE_BATCHES * batch_s
        one_by_one = np.abs(spacing_s - batch_s) < STEP_TOLERANCE * batch_s
        is_in_step = np.count_nonzero(one_by_one) >= IN_STEP_SHARE * max(len(spacing_s), 1)
        self._small_s = (SMALL_IN_STEP_BATCHES if is_in_step else SMALL_BATCHES) * batch_s
        self._pause_s = 0.5 * batch_s
        """Packets closer together than this are one burst."""
        self._trigger_s = self._calm_s + batch_s
        """Lateness of the first sample of a late packet: it also waited for the rest of its batch."""
        self.doubt_s = 0.0
        """Largest apparent lateness of an on-time sample, while the slope of the envelope is unknown."""
        self.hold: HeldSamples | None = None
        self._before_s = -np.inf
        """Least lateness in the bin before; minus infinity where that bin is unusable."""

    @property
    def trigger_s(self) -> float:
        """Lateness from which a sample is conspicuously late."""
        return self._trigger_s + self.doubt_s

    def settle(self, late_s: FloatArray, arrival_s: FloatArray, start: int, before_s: float) -> LossDecision | None:
        """Look at samples; the first has array position `start`, and the one before it arrived at `before_s`.

        Returns the first decision, or None where nothing is late or the question stays open.
        """
        hold, at = self.hold, 0
        if hold is None:
            at = int(np.argmax(late_s > self.trigger_s)) if len(late_s) else 0
            if not len(late_s) or late_s[at] <= self.trigger_s:
                return None
            first_s = float(arrival_s[at])
            silence_s = first_s - (float(arrival_s[at - 1]) if at else before_s)
            gap = None if silence_s > SILENCE_SHARE * late_s[at] else start + at
            hold = HeldSamples(start + at, first_s, first_s, np.inf, gap)
        calm_s = self._calm_s + self.doubt_s
        held = np.arange(start + at, start + len(late_s)) - hold.start
        waited = (held >= self._settle_samples) & (arrival_s[at:] - hold.since_s >= SETTLE_S) | (held >= MAX_HELD)
        decisive = np.flatnonzero((late_s[at:] <= calm_s) | waited)
        stop = at + int(decisive[0]) + 1 if len(decisive) else len(late_s)
        hold = self._extend(hold, late_s[at:stop], arrival_s[at:stop], start + at)
        self.hold = hold
        if not len(decisive):
            return None
        lost_s = 0.0 if late_s[stop - 1] <= calm_s else self._round_to_samples(hold.least_s)
        return self._decide(hold, start + stop - 1, lost_s)

    def _extend(self, hold: HeldSamples, late_s: FloatArray, arrival_s: FloatArray, start: int) -> HeldSamples:
        """Return the hold with these samples added; the first has array position `start`."""
        gap, least_s = hold.gap, hold.least_s
        if gap is None:
            pauses = np.flatnonzero(np.diff(arrival_s, prepend=hold.until_s) > self._pause_s)
            if len(pauses):  # lateness up to here was that of the queue
                late_s, least_s = late_s[int(pauses[0]) :], np.inf
                gap = start + int(pauses[0])
        return HeldSamples(hold.start, hold.since_s, float(arrival_s[-1]), min(least_s, float(np.min(late_s))), gap)

    def _decide(self, hold: HeldSamples, at: int, lost_s: float) -> LossDecision:
        """Release the hold with this decision."""
        self.hold = None
        return LossDecision(at, hold.start if hold.gap is None else hold.gap, lost_s)

    def find_small_loss(self, least_late_s: float) -> float:
        """Add a whole bin by the lateness of its least late sample; returns the seconds lost, or 0."""
        stays_s = min(self._before_s, least_late_s)
        self._before_s = least_late_s
        if stays_s <= self._small_s + self.doubt_s:
            return 0.0
        self._before_s = -np.inf
        return self._round_to_samples(stays_s)

    def skip_bin(self) -> None:
        """Pass over a bin whose lateness is unusable."""
        self._before_s = -np.inf

    def give_up(self) -> LossDecision | None:
        """Decide at the end of the data: a long silence counts as a loss, a short one as a packet held up."""
        hold = self.hold
        lost_s = self._round_to_samples(hold.least_s) if hold and hold.least_s > SETTLE_S else 0.0
        return hold and self._decide(hold, 0, lost_s)

    def _round_to_samples(self, late_s: float) -> float:
        """Round to whole samples, at least one; the least late of a few packets has a small delay of its own."""
        return max(1, round(late_s / self._period_s - OWN_DELAY_PERIODS)) * self._period_s
