"""Simulated notifications: a sensor with its own idea of a second, and a radio that bunches, stalls and loses."""

from dataclasses import dataclass

import numpy as np

from sensorcoach.samples import FloatArray, Frames, IntArray


@dataclass(frozen=True)
class Link:
    """`batch` samples a notification, sent at the next connection event; shares of notifications stalled and lost.

    `queue`: how many notifications the sensor keeps while it cannot send; newer ones are lost.
    """

    rate_hz: float = 100.0
    batch: int = 4
    interval_s: float = 0.03
    clock_ppm: float = 0.0
    stalled: float = 0.0
    lost: float = 0.0
    queue: int = 10**6


@dataclass(frozen=True)
class Received:
    """What arrived: true time, arrival and number of each sample, all (n,)."""

    true_s: FloatArray
    arrival_s: FloatArray
    number: IntArray

    def frames(self, link: Link, wire: str) -> Frames:
        """As a decoder gives them: `wire` carries "device time", "index", or "nothing"."""
        index = None if wire == "nothing" else self.number
        device_time_s = self.number / link.rate_hz if wire == "device time" else None
        acc_mps2 = np.column_stack([self.number, self.number, self.number]).astype(np.float64)
        return Frames(self.arrival_s, acc_mps2, None, index, device_time_s)


def receive(link: Link, duration_s: float, seed: int) -> Received:
    """`duration_s` of samples through this link."""
    rng = np.random.default_rng(seed)
    batches = int(duration_s * link.rate_hz) // link.batch
    true_s = 5.0 + np.arange(batches * link.batch) / link.rate_hz * (1.0 + 1e-6 * link.clock_ppm)
    sent_s: list[float] = []
    arrival_s = np.full(batches, np.nan)
    stalled_until_s = newest_s = 0.0
    for number, ready_s in enumerate(true_s[link.batch - 1 :: link.batch].tolist()):
        if rng.uniform() < link.stalled:
            stalled_until_s = max(stalled_until_s, ready_s + float(rng.uniform(0.1, 0.4)))
        waiting = sum(sent > ready_s for sent in sent_s[-20:])
        if waiting >= link.queue or rng.uniform() < link.lost:
            continue
        event_s = float(np.ceil(max(ready_s, stalled_until_s) / link.interval_s)) * link.interval_s
        sent_s.append(event_s)
        newest_s = max(event_s + 0.004 + abs(float(rng.normal(0.0, 0.001))), newest_s + 0.0003)
        arrival_s[number] = newest_s
    arrival_s = np.repeat(arrival_s, link.batch)
    here = np.flatnonzero(~np.isnan(arrival_s))
    return Received(true_s[here], arrival_s[here], here)
