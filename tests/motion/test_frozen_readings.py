"""A sensor that repeats its last reading measures nothing."""

import numpy as np
import pytest

from sensorcoach.motion.frozen_readings import FROZEN_S, FrozenReadings
from sensorcoach.samples import Samples, join_samples
from tests.motion.cuts import blocks

RATE_HZ = 50.0


def noisy(count: int, step_mps2: float = 0.001, *, gyro: bool = True) -> Samples:
    """A sensor on a still body, with readings in steps of this size."""
    random = np.random.default_rng(3)
    acc_mps2 = np.array([0.0, 6.0, 7.8]) + random.normal(0.0, 0.02, (count, 3))
    acc_mps2 = np.round(acc_mps2 / step_mps2) * step_mps2
    return Samples(np.arange(count) / RATE_HZ, acc_mps2, random.normal(0.0, 0.01, (count, 3)) if gyro else None)


def frozen(samples: Samples, start: int, stop: int) -> Samples:
    """The samples with the reading at `start` repeated up to `stop`."""
    acc_mps2 = samples.acc_mps2.copy()
    acc_mps2[start:stop] = acc_mps2[start]
    gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps.copy()
    if gyro_radps is not None:
        gyro_radps[start:stop] = gyro_radps[start]
    return Samples(samples.time_s, acc_mps2, gyro_radps)


@pytest.mark.parametrize("size", [1, 7, 64, 10**6])
@pytest.mark.parametrize("gyro", [True, False])
def test_a_repeated_reading_is_left_out(size: int, gyro: bool):  # noqa: FBT001  # a case
    """My sensor hangs for 10 s: these seconds are missing, however the samples are cut."""
    samples = frozen(noisy(1500, gyro=gyro), 500, 1000)
    watch = FrozenReadings()
    passed = join_samples([watch.feed(one) for one in blocks(samples, size)])
    assert passed.time_s.tolist() == [t for t in samples.time_s.tolist() if not 10.0 + FROZEN_S <= t < 20.0]
    assert watch.since_s is None
    assert watch.found_s == pytest.approx(10.0 + FROZEN_S)


def test_a_sensor_that_hangs_until_the_end():
    """My sensor hangs and does not come back: since when is known."""
    watch = FrozenReadings()
    watch.feed(frozen(noisy(1500), 500, 1500))
    assert watch.since_s == pytest.approx(10.0)


def test_a_good_sensor_is_passed_on():
    """Readings with noise pass, and so do those of a coarse sensor on a table."""
    for samples in (noisy(1500), noisy(1500, step_mps2=0.15, gyro=False)):
        assert len(FrozenReadings().feed(samples)) == len(samples)
