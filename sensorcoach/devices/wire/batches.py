"""Batches of samples for one notification each: for fake sensors whose packets carry one time stamp."""

from dataclasses import dataclass

import numpy as np

from sensorcoach.samples import FloatArray, Samples


@dataclass(frozen=True, slots=True)
class Batch:
    """Samples without a gap: times of the first and the last, specific force (n, 3), angular rate (n, 3) or None."""

    first_s: float
    last_s: float
    acc_mps2: FloatArray
    gyro_radps: FloatArray | None


class Batches:
    """Fills batches of `size` samples; a gap in the samples ends a batch early."""

    def __init__(self, rate_hz: float, size: int) -> None:
        self._longest_step_s = 1.5 / rate_hz
        self._size = size
        self._waiting: list[tuple[float, FloatArray, FloatArray | None]] = []
        """Time, force and rate of the samples in the incomplete batch."""

    def feed(self, samples: Samples) -> list[Batch]:
        """Return the batches that these samples complete, in order."""
        batches: list[Batch] = []
        for position, time_s in enumerate(samples.time_s.tolist()):
            if self._waiting and time_s - self._waiting[-1][0] > self._longest_step_s:
                batches.append(self._take_batch())
            gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[position]
            self._waiting.append((time_s, samples.acc_mps2[position], gyro_radps))
            if len(self._waiting) == self._size:
                batches.append(self._take_batch())
        return batches

    def _take_batch(self) -> Batch:
        rows, self._waiting = self._waiting, []
        gyro_radps = [gyro for _, _, gyro in rows if gyro is not None]
        acc_mps2 = np.array([acc for _, acc, _ in rows])
        return Batch(rows[0][0], rows[-1][0], acc_mps2, np.array(gyro_radps) if gyro_radps else None)
