"""What a virtual sensor measured while it was streaming: what a receiver's samples are compared with."""

from array import array

import numpy as np

from sensorcoach.samples import Samples, frozen

_COLUMNS = 7
"""Time, acceleration, angular rate."""


class Fed:
    """All samples that a sensor was given, in order; 56 bytes each, so a long run is better off without."""

    def __init__(self) -> None:
        self._rows = array("d")
        self._has_gyro = True

    def __len__(self) -> int:
        return len(self._rows) // _COLUMNS

    def add(self, time_s: float, samples: Samples) -> None:
        """One sample, measured at this time of the loop's clock."""
        self._rows.append(time_s)
        self._rows.extend(samples.acc_mps2[0].tolist())
        self._has_gyro = samples.gyro_radps is not None
        self._rows.extend((0.0, 0.0, 0.0) if samples.gyro_radps is None else samples.gyro_radps[0].tolist())

    @property
    def samples(self) -> Samples:
        """What was given so far, at the times of the loop's clock."""
        rows = np.array(self._rows, dtype=np.float64).reshape(-1, _COLUMNS)
        frozen(rows)
        return Samples(rows[:, 0], rows[:, 1:4], rows[:, 4:7] if self._has_gyro else None)
