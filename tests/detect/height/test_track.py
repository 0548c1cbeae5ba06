"""The height of a movement: its high-pass, and how long it stays known."""

import numpy as np
from scipy import signal

from sensorcoach.detect.height.height_tracker import LONGEST_MOVE_S, HeightTracker
from sensorcoach.detect.height.steps import HIGH_PASS, HIGH_PASS_HZ
from sensorcoach.motion.resampling import RATE_HZ
from tests.detect.records import lifted


def test_the_high_pass_is_a_butterworth_filter():
    """The written coefficients are SciPy's for the cutoff and the grid."""
    designed = signal.butter(2, HIGH_PASS_HZ, "highpass", fs=RATE_HZ, output="sos")
    np.testing.assert_allclose(HIGH_PASS, designed, rtol=1e-9)


def test_the_height_is_lost_in_a_long_movement():
    """I rest and then sway without a rest: after forty seconds nobody knows how high I am, until I have rested."""
    count = [round(one * RATE_HZ) for one in (5.0, LONGEST_MOVE_S + 10.0, 5.0)]
    swaying_rad = 0.5 * np.sin(np.arange(count[1]) / RATE_HZ * 2.0 * np.pi)
    tracker = HeightTracker(lifted(np.concatenate([np.zeros(count[0]), swaying_rad, np.zeros(count[2])])))
    known: list[bool] = []
    for end in (count[0], count[0] + 1500, count[0] + 2400):
        tracker.follow(end)
        known.append(tracker.is_known_since(end))
    assert known == [True, True, False]
    tracker.follow(sum(count))
    assert tracker.is_known_since(sum(count))
    assert not tracker.is_known_since(sum(count[:2]) - round(RATE_HZ))
