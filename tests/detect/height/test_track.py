"""The height of a movement: its high-pass."""

import numpy as np
from scipy import signal

from sensorcoach.detect.height.steps import HIGH_PASS, HIGH_PASS_HZ
from sensorcoach.motion.resampling import RATE_HZ


def test_the_high_pass_is_a_butterworth_filter():
    """The written coefficients are SciPy's for the cutoff and the grid."""
    designed = signal.butter(2, HIGH_PASS_HZ, "highpass", fs=RATE_HZ, output="sos")
    np.testing.assert_allclose(HIGH_PASS, designed, rtol=1e-9)
