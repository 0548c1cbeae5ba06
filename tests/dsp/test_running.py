"""Means and slopes over a moving window."""

import numpy as np
import pytest
from scipy import signal

from sensorcoach.dsp.running import derivative_weights, running_mean


@pytest.mark.parametrize("points", [7, 9, 15, 21])
def test_derivative_weights_are_savitzky_golays(points: int):
    """The weights of the smoothed slope are SciPy's."""
    expected = signal.savgol_coeffs(points, 4, deriv=1, delta=0.02)
    np.testing.assert_allclose(derivative_weights(points, 4, 0.02), expected, atol=1e-9)


def test_running_mean_is_a_mean():
    """Each value is the mean of those under the window."""
    values = np.random.default_rng(1).normal(size=50)
    expected = np.lib.stride_tricks.sliding_window_view(values, 7).mean(axis=1)
    np.testing.assert_allclose(running_mean(values, 7), expected, rtol=1e-9)
