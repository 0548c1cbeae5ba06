"""The unit of the accelerometer: m/s² is taken as it is, g and mg are recognised."""

import numpy as np
import pytest

from sensorcoach.motion.input_units import InputUnits, find_unit_scale
from sensorcoach.samples import Samples, join_samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from tests.motion.cuts import blocks


def resting(level: float, count: int = 40) -> Samples:
    """A sensor at rest on its side that reads this much."""
    acc = level * np.array([0.6, 0.0, -0.8]) + np.random.default_rng(1).normal(0.0, 0.005 * level, (count, 3))
    return Samples(np.arange(count) / 50.0, acc, np.zeros((count, 3)))


@pytest.mark.parametrize(
    ("level", "factor", "unit"),
    [
        (STANDARD_GRAVITY_MPS2, 1.0, None),
        (1.0, STANDARD_GRAVITY_MPS2, "g"),
        (1000.0, STANDARD_GRAVITY_MPS2 / 1000.0, "mg"),
        (7.0, 1.0, None),
        (0.1, 1.0, None),
        (300.0, 1.0, None),
    ],
)
def test_units(level: float, factor: float, unit: str | None):
    """One g reads 1 in g, 1000 in mg and 9.8 in m/s²; anything else is left alone."""
    assert find_unit_scale(resting(level).acc_mps2) == (pytest.approx(factor), unit)


@pytest.mark.parametrize("size", [1, 3, 8, 40])
@pytest.mark.parametrize("level", [1.0, 1000.0, STANDARD_GRAVITY_MPS2])
def test_all_come_out_in_metres(level: float, size: int):
    """All samples come out, in order and in m/s², in blocks of any size; the gyro is not touched."""
    scale, samples = InputUnits(), resting(level)
    out = join_samples([*map(scale.feed, blocks(samples, size)), scale.finish()])
    np.testing.assert_allclose(out.acc_mps2, samples.acc_mps2 * STANDARD_GRAVITY_MPS2 / level, rtol=1e-12)
    np.testing.assert_array_equal(out.time_s, samples.time_s)
    assert out.gyro_radps is not None
    assert not out.gyro_radps.any()


def test_a_few_samples_are_not_lost():
    """A recording too short to show its unit still gives its samples."""
    scale = InputUnits()
    assert len(scale.feed(resting(1.0, 3))) == 0
    assert len(scale.finish()) == 3
    assert scale.unit is None


def test_nothing_joined_is_nothing():
    """No pieces, or empty ones, make empty samples."""
    assert len(join_samples([])) == 0
    assert len(join_samples([resting(1.0, 0)])) == 0
