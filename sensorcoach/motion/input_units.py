"""The unit of the specific force: m/s² is expected; g and mg are recognised and reported."""

from typing import Annotated

import numpy as np

from sensorcoach.dsp.filtering import row_norms
from sensorcoach.dsp.running import median
from sensorcoach.parameters import Within
from sensorcoach.samples import BoolArray, FloatArray, Samples, join_samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2

LEARN_SAMPLES: Annotated[int, Within(5, 200, "samples")] = 25
"""Number of samples that show the unit. Their median is steady even in movement."""

UNIT_BOUNDS_G: Annotated[tuple[float, float], Within(0.5, 1.5, "g")] = (0.85, 1.15)
"""Median force between which readings are in g, or a thousandth of mg. A miscalibrated sensor is off by less."""

WILD_MPS2: Annotated[float, Within(160.0, 2000.0, "m/s²")] = 640.0
"""Largest force on an axis that a sensor can mean. It is 65 g; the widest range on the market is 64 g."""

WILD_GYRO_RADPS: Annotated[float, Within(40.0, 500.0, "rad/s")] = 100.0
"""Largest rate on an axis that a sensor can mean. It is 5700 °/s; the widest range on the market is 4000 °/s."""

WILD_SAMPLES: Annotated[int, Within(2, 50, "samples")] = 5
"""Number of such gyro readings in a row that mean another unit. The gyro check finds out which; one alone is damage."""


def find_unit_scale(acc: FloatArray) -> tuple[float, str | None]:
    """Factor that converts readings (n, 3) to m/s², and the name of their unit where it is not m/s²."""
    low, high = UNIT_BOUNDS_G
    level = median(row_norms(acc))
    if low <= level <= high:
        return STANDARD_GRAVITY_MPS2, "g"
    if 1000.0 * low <= level <= 1000.0 * high:
        return STANDARD_GRAVITY_MPS2 / 1000.0, "mg"
    return 1.0, None


class InputUnits:
    """Holds the first samples back until their unit is known, then converts all to m/s²."""

    def __init__(self) -> None:
        self._held: list[Samples] = []
        """Samples held until the unit is known."""
        self._factor: float | None = None
        self._wild_run = 0
        """Length of the run of wild gyro readings; it stays at `WILD_SAMPLES` once it is as long."""
        self.unit: str | None = None
        """Name of the unit, where it is not m/s²."""

    def feed(self, samples: Samples) -> Samples:
        """Return these samples and those held back, in m/s²; none while the unit is unknown."""
        if len(samples) == 0:
            return samples
        if self._factor is None:
            self._held.append(samples)
            samples = join_samples(self._held)
            if len(samples) < LEARN_SAMPLES:
                return Samples(samples.time_s[:0], samples.acc_mps2[:0], None)
            self._held = []
            self._factor, self.unit = find_unit_scale(samples.acc_mps2[:LEARN_SAMPLES])
        if self._factor != 1.0:
            samples = Samples(samples.time_s, samples.acc_mps2 * self._factor, samples.gyro_radps)
        return self._drop_invalid(samples)

    def finish(self) -> Samples:
        """Return the samples still held back at the end, in their own unit."""
        held, self._held = join_samples(self._held), []
        return self._drop_invalid(held)

    def _drop_invalid(self, samples: Samples) -> Samples:
        """The samples without readings that no sensor can mean: not finite, or beyond any range. They are missing."""
        if _is_within(samples.acc_mps2, WILD_MPS2) and _is_within(samples.gyro_radps, WILD_GYRO_RADPS):
            self._wild_run = self._wild_run if self._wild_run >= WILD_SAMPLES else 0
            return samples
        good = np.isfinite(samples.acc_mps2).all(axis=1) & (np.abs(samples.acc_mps2) < WILD_MPS2).all(axis=1)
        if samples.gyro_radps is None:
            return Samples(samples.time_s[good], samples.acc_mps2[good], None)
        wild: BoolArray = np.asarray((np.abs(samples.gyro_radps) >= WILD_GYRO_RADPS).any(axis=1))
        good &= np.isfinite(samples.gyro_radps).all(axis=1) & (~wild | self._other_unit(wild))
        return Samples(samples.time_s[good], samples.acc_mps2[good], samples.gyro_radps[good])

    def _other_unit(self, wild: BoolArray) -> BoolArray:
        """Whether (n,) the gyro is known to be in a larger unit by each of these readings."""
        known = np.empty(len(wild), dtype=np.bool_)
        for at, is_wild in enumerate(wild.tolist()):
            if self._wild_run < WILD_SAMPLES:
                self._wild_run = self._wild_run + 1 if is_wild else 0
            known[at] = self._wild_run >= WILD_SAMPLES
        return known


def _is_within(values: FloatArray | None, limit: float) -> bool:
    """Return whether all values (n, 3) lie between -limit and limit; NaN does not."""
    return values is None or len(values) == 0 or bool(-limit < values.min() and values.max() < limit)
