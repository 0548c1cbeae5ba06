"""The correlation of force and angle, on made-up lifts of a sensor that rises, sinks, or does neither."""

import numpy as np
import pytest

from sensorcoach.detect.finding.force_correlation import FELT_MPS2, correlate_force
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from tests.detect.angles import REP, angle_rad
from tests.detect.records import AXIS, G_MPS2, attitudes, recorded
from tests.detect.weighed import LEVER_M, felt

LIFTS = angle_rad(*REP * 3)
LAST = len(LIFTS) - 1


def correlate(lever_m: float) -> float:
    """Return the correlation for three lifts of a sensor at this distance from the joint."""
    return correlate_force(felt(LIFTS, lever_m), AXIS, 0, LAST)


def test_a_sensor_that_rises():
    """Each lift raises my sensor: the force follows the angle."""
    assert correlate(LEVER_M) > 0.9


def test_a_sensor_that_sinks():
    """The supposed lift lowers my sensor: the force opposes the angle."""
    assert correlate(-LEVER_M) == pytest.approx(-correlate(LEVER_M))


def test_the_same_from_the_other_end():
    """Read from its top, the arc is turned over: the force opposes the angle."""
    turned_over = correlate_force(felt(LIFTS), AXIS.reverse(), 0, LAST)
    assert turned_over == pytest.approx(-correlate(LEVER_M), abs=0.02)


def test_a_small_force_is_weaker_evidence():
    """I lift so slowly that the force hardly changes: its correlation is reduced."""
    assert 0.0 < correlate(0.02 * LEVER_M) < 0.3 * correlate(LEVER_M)


@pytest.mark.parametrize("seed", range(4))
def test_noise_is_weak_evidence(seed: int):
    """My sensor is noisy and the force does not change: neither end is the bottom."""
    noise: FloatArray = np.random.default_rng(seed).normal(0.0, FELT_MPS2, len(LIFTS))
    assert abs(correlate_force(recorded(attitudes(LIFTS), G_MPS2 + noise), AXIS, 0, LAST)) < 0.25


def test_too_short_a_stretch_is_not_evidence():
    """A quarter of a second is too short for a correlation."""
    assert correlate_force(felt(LIFTS), AXIS, 60, 60 + round(0.25 * RATE_HZ)) == 0.0
