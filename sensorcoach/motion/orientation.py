"""Which way is up, in the sensor's own frame, at every grid point.

With a gyro this is VQF (Laidig and Seel 2023, PyPI `vqf`) in its 6-axis form. Without one it is
the specific force through a Bessel low-pass: every frequency is delayed alike, so the delay is
known and is taken off the times again, and slow lifts keep their shape.
"""

import numpy as np
from vqf import VQF

from sensorcoach.dsp.filtering import CausalFilter, row_norms
from sensorcoach.motion.resampling import CELL_S
from sensorcoach.samples import FloatArray
from sensorcoach.units import STANDARD_GRAVITY_MPS2

ACC_ONLY_CUTOFF_HZ = 2.0
"""Low-pass of gravity without a gyro. Lower hides quick lifts, higher lets the sensor's own
acceleration pass for tilt: 0.25 m in one second already tilts the reading by 8°."""

ACC_ONLY_LOW_PASS = (
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
"""Sections of that Bessel low-pass on the grid, fourth order, -3 dB at its cutoff."""

ACC_ONLY_DELAY_S = 0.16733546579384811
"""Its group delay at low frequency."""

MOST_TRUSTED_G = 1.2
"""Without a gyro a force is shortened to this before the low-pass: what is longer is a jolt, and would tilt the
reading by its direction for a quarter of a second."""

TAU_ACC_S = 2.0
"""Time constant with which gravity corrects the gyro; VQF's own 3 s lets a bias of 1 °/s tilt a 3° lift."""

REST_GYRO_DPS = 0.5
"""Steadier than this is rest, where the gyro's bias is learned; VQF's own 2 °/s takes slow lifts for rest."""


class GyroUp:
    """Up from VQF. It has turned through the whole cell, so it is that of the cell's end: half a cell early."""

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

    def carried(self, values: FloatArray) -> FloatArray | None:
        """Nothing: a turn that was under way when the samples ceased must not be integrated on."""
        del values

    def restart(self) -> None:
        """Forget the attitude: the sensor may have turned while no samples came."""
        bias_radps, sigma_radps = self._filter.getBiasEstimate()
        self._filter.resetState()
        self._filter.setBiasEstimate(bias_radps, sigma_radps)


class AccUp:
    """Up from the low-passed specific force alone; late by `delay_s`, always by the same."""

    delay_s = ACC_ONLY_DELAY_S

    def __init__(self) -> None:
        self._filter = CausalFilter(ACC_ONLY_LOW_PASS)

    def feed(self, values: FloatArray) -> FloatArray:
        """Unit vectors (n, 3) from grid values (n, 3)."""
        acc_mps2 = values[:, :3]
        excess = row_norms(acc_mps2) / (MOST_TRUSTED_G * STANDARD_GRAVITY_MPS2)
        smooth = self._filter.feed(acc_mps2 / np.maximum(excess, 1.0)[:, None])
        return smooth / np.maximum(row_norms(smooth), 1e-9)[:, None]

    def carried(self, values: FloatArray) -> FloatArray | None:
        """Unit vectors (n, 3) across a hole, from the straight line (n, 3) that the grid draws there."""
        return self.feed(values)

    def restart(self) -> None:
        """Start again from the next sample."""
        self._filter = CausalFilter(ACC_ONLY_LOW_PASS)
