"""Leave out readings that a sensor only repeats: they look like rest, and nothing was measured."""

from typing import Annotated

import numpy as np

from sensorcoach.events import NoticeRaised
from sensorcoach.parameters import Within
from sensorcoach.samples import BoolArray, FloatArray, Samples

FROZEN_READINGS = "frozen_readings"
"""Code of the notice."""

FROZEN_S: Annotated[float, Within(0.3, 5.0, "s")] = 1.0
"""Time of exact repetition after which readings are missing. A fine sensor's noise changes each reading."""

FINE_MPS2: Annotated[float, Within(0.002, 0.1, "m/s²")] = 0.03
"""Largest step of a sensor whose noise changes each reading. A coarser one may repeat itself on a still body."""


class FrozenReadings:
    """Passes samples on without the repeated ones; `since_s` is where a repetition in progress began."""

    def __init__(self) -> None:
        self.since_s: float | None = None
        """Time of the last new reading while readings are left out."""
        self.found_s: float | None = None
        """Time of the first sample that was left out."""
        self.begun_s = 0.0
        """Time of the last new reading before that."""
        self.last_s = 0.0
        """Time of the newest sample, left out or not."""
        self._last: FloatArray | None = None
        """The newest reading: acceleration, and rate of turn where there is a gyro."""
        self._changed_s = 0.0
        """Time of the last new reading."""
        self._finest_mps2 = np.inf
        """Smallest step between two readings of an axis."""

    def feed(self, samples: Samples) -> Samples:
        """The samples (n,) that are new, and repeated ones until `FROZEN_S` after the last new one."""
        if not len(samples):
            return samples
        readings = samples.acc_mps2 if samples.gyro_radps is None else np.hstack([samples.acc_mps2, samples.gyro_radps])
        if self._last is None or len(self._last) != readings.shape[1]:
            self._last, self._changed_s = np.full(readings.shape[1], np.nan), float(samples.time_s[0])
        steps = np.abs(np.diff(np.concatenate([self._last[None], readings]), axis=0))
        self._last = readings[-1].copy()
        kept = self._find_kept(samples.time_s, steps)
        if kept.all():
            return samples
        gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[kept]
        return Samples(samples.time_s[kept], samples.acc_mps2[kept], gyro_radps)

    def make_notice(self) -> NoticeRaised:
        """The notice of the first repetition that was left out."""
        message = "The sensor sends the same reading again and again. These readings are treated as missing."
        return NoticeRaised(FROZEN_READINGS, message, self.begun_s, self.found_s or 0.0)

    def _find_kept(self, time_s: FloatArray, steps: FloatArray) -> BoolArray:
        """Return whether each sample is passed on; `steps` (n, 3 or 6) are from the reading before, nan at first."""
        changed_s = np.maximum.accumulate(np.where((steps != 0.0).any(axis=1), time_s, self._changed_s))
        moves = np.where(steps[:, :3] > 0.0, steps[:, :3], np.inf).min(axis=1)
        finest = np.minimum(np.minimum.accumulate(moves), self._finest_mps2)
        self._changed_s, self._finest_mps2 = float(changed_s[-1]), float(finest[-1])
        old_s = time_s - changed_s
        kept = np.logical_or(old_s < FROZEN_S, finest > FINE_MPS2)
        self.since_s = None if kept[-1] else self._changed_s
        self.last_s = float(time_s[-1])
        if self.found_s is None and not kept.all():
            first = int(np.argmin(kept))
            self.found_s, self.begun_s = float(time_s[first]), float(changed_s[first])
        return kept
