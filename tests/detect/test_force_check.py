"""Whether the force goes with the lift: made-up lifts of a sensor that rises, or sinks, or does neither."""

import numpy as np
import pytest

from sensorcoach.detect.finding.force_check import FELT_MPS2, correlate_force
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from tests.detect.angles import REP, angle_rad
from tests.detect.records import AXIS, G_MPS2, attitudes, recorded
from tests.detect.weighed import LEVER_M, felt

LIFTS = angle_rad(*REP * 3)
LAST = len(LIFTS) - 1


def raising(lever_m: float) -> float:
    """How the force goes with three lifts of a sensor this far from the joint."""
    return correlate_force(felt(LIFTS, lever_m), AXIS, 0, LAST)


def test_a_sensor_that_rises():
    """Each lift raises my sensor: the force goes with it."""
    assert raising(LEVER_M) > 0.9


def test_a_sensor_that_sinks():
    """What is taken for the lift lowers my sensor: the force goes against it."""
    assert raising(-LEVER_M) == pytest.approx(-raising(LEVER_M))


def test_the_same_from_the_other_end():
    """Read from its top the arc is lifted the other way: the force goes against it."""
    turned_over = correlate_force(felt(LIFTS), AXIS.reverse(), 0, LAST)
    assert turned_over == pytest.approx(-raising(LEVER_M), abs=0.02)


def test_what_is_hardly_felt_says_less():
    """I lift so slowly that it is hardly felt: however well the force goes with it, it says little."""
    assert 0.0 < raising(0.02 * LEVER_M) < 0.3 * raising(LEVER_M)


@pytest.mark.parametrize("seed", range(4))
def test_noise_says_little(seed: int):
    """My sensor is noisy and the lifts are not felt: neither end is the bottom."""
    noise: FloatArray = np.random.default_rng(seed).normal(0.0, FELT_MPS2, len(LIFTS))
    assert abs(correlate_force(recorded(attitudes(LIFTS), G_MPS2 + noise), AXIS, 0, LAST)) < 0.25


def test_too_short_a_stretch_says_nothing():
    """Of a quarter of a second nothing can be said."""
    assert correlate_force(felt(LIFTS), AXIS, 60, 60 + round(0.25 * RATE_HZ)) == 0.0
