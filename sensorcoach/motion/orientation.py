"""The direction of up, in the sensor's own frame, at each grid point.

With a gyro it comes from VQF (Laidig and Seel 2023, PyPI `vqf`) in its 6-axis form. Without one it is the specific
force through a Bessel low-pass. It delays each frequency alike, so the known delay is subtracted from the times, and
slow lifts keep their shape.
"""

from typing import Annotated

import numpy as np
from vqf import VQF

from sensorcoach.dsp.filtering import CausalFilter, Sections, row_norms
from sensorcoach.motion.resampling import CELL_S
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray
from sensorcoach.units import STANDARD_GRAVITY_MPS2

ACC_ONLY_CUTOFF_HZ: Annotated[float, Within(0.5, 8.0, "Hz")] = 2.0
"""Cutoff of the low-pass that finds gravity without a gyro. Lower hides quick lifts, higher lets the sensor's own
acceleration pass for tilt: 0.25 m in one second already tilts the reading by 8°."""

ACC_ONLY_LOW_PASS: Sections = (
    (
        0.0007515022058833721,
        0.0015030044117667442,
        0.0007515022058833721,
        1.0,
        -1.4031850884074306,
        0.49788356672354317,
    ),
    (1.0, 2.0, 1.0, 1.0, -1.483932600453775, 0.6109043903699399),
)
"""Sections of that Bessel low-pass on the grid: fourth order, -3 dB at its cutoff. A test compares them with SciPy."""

ACC_ONLY_DELAY_S: float = 0.16733546579384811
"""Group delay of that low-pass at low frequency."""

MOST_TRUSTED_G: Annotated[float, Within(1.05, 2.0, "g")] = 1.2
"""Length to which a longer force is cut before the low-pass. A longer force is a jolt, and would tilt the reading
by its direction for a quarter of a second."""

TAU_ACC_S: Annotated[float, Within(0.5, 10.0, "s")] = 2.0
"""Time constant of the correction of the gyro by gravity. VQF's own 3 s lets a bias of 1 °/s tilt a 3° lift."""

REST_GYRO_DPS: Annotated[float, Within(0.1, 2.0, "°/s")] = 0.5
"""Largest deviation of the rate in rest, where VQF learns the bias. VQF's own 2 °/s takes slow lifts for rest."""


class GyroUp:
    """Up from VQF. It includes the turn of the whole cell, so it belongs to the end of the cell: half a cell early."""

    delay_s = -0.5 * CELL_S

    def __init__(self) -> None:
        self._filter = VQF(CELL_S, tauAcc=TAU_ACC_S, restThGyr=REST_GYRO_DPS)

    def feed(self, values: FloatArray) -> FloatArray:
        """Unit vectors (n, 3) from grid values (n, 6)."""
        acc_mps2 = np.ascontiguousarray(values[:, :3])
        gyro_radps = np.ascontiguousarray(values[:, 3:])
        w, x, y, z = self._filter.updateBatch(gyro_radps, acc_mps2)["quat6D"].T.copy()
        up = np.empty((len(values), 3))
        up[:, 0] = 2.0 * (x * z - w * y)
        up[:, 1] = 2.0 * (y * z + w * x)
        up[:, 2] = w * w - x * x - y * y + z * z
        return up

    def carry(self, values: FloatArray) -> FloatArray | None:
        """Return None: the turn before a gap must not be integrated across it."""
        del values

    def restart(self) -> None:
        """Forget the attitude: the sensor may have turned in the gap."""
        bias_radps, sigma_radps = self._filter.getBiasEstimate()
        self._filter.resetState()
        self._filter.setBiasEstimate(bias_radps, sigma_radps)


class AccUp:
    """Up from the low-passed specific force alone; its delay is always `delay_s`."""

    delay_s = ACC_ONLY_DELAY_S

    def __init__(self) -> None:
        self._filter = CausalFilter(ACC_ONLY_LOW_PASS)

    def feed(self, values: FloatArray) -> FloatArray:
        """Unit vectors (n, 3) from grid values (n, 3)."""
        acc_mps2 = values[:, :3]
        excess = row_norms(acc_mps2) / (MOST_TRUSTED_G * STANDARD_GRAVITY_MPS2)
        smooth = self._filter.feed(acc_mps2 / np.maximum(excess, 1.0)[:, None])
        return smooth / np.maximum(row_norms(smooth), 1e-9)[:, None]

    def carry(self, values: FloatArray) -> FloatArray | None:
        """Unit vectors (n, 3) across a gap, from the straight line (n, 3) that the grid draws there."""
        return self.feed(values)

    def restart(self) -> None:
        """Start again with the next sample."""
        self._filter = CausalFilter(ACC_ONLY_LOW_PASS)
