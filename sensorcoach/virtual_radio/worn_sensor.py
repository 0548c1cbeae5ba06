"""A sensor worn by a simulated person: what it measures at whatever rate it is asked for."""

import math
from collections.abc import Callable

import numpy as np

from sensorcoach.samples import Samples, freeze
from sensorcoach.simulator.performance import Performance
from sensorcoach.simulator.sensor import SLOWEST_HZ, SensorModel

MakeSensor = Callable[[float], SensorModel]
"""Gives the sensor that measures at this rate."""


class WornSensor:
    """A performance as the sensor feels it, measured anew for each rate, once that rate is asked for."""

    def __init__(self, performance: Performance, seed: int, sensor: MakeSensor = SensorModel) -> None:
        self._performance = performance
        self._seed = seed
        self._sensor = sensor
        self._sensed: dict[float, Samples] = {}

    def clock_rate(self, rate_hz: float) -> float:
        """Seconds that the sensor's clock counts in a second, as given by its model."""
        return 1.0 + self._sensor(max(rate_hz, SLOWEST_HZ)).clock_ppm * 1e-6

    def samples(self, rate_hz: float) -> Samples:
        """All samples of the performance at this rate, at their true times."""
        if rate_hz not in self._sensed:
            self._sensed[rate_hz] = self._sense(rate_hz)
        return self._sensed[rate_hz]

    def _sense(self, rate_hz: float) -> Samples:
        """Measured at this rate, or at a multiple of it where the model knows none as slow."""
        every = max(1, math.ceil(SLOWEST_HZ / rate_hz))
        samples = self._sensor(rate_hz * every).sense(self._performance.felt, self._seed)
        if every == 1:
            return samples
        gyro_radps = samples.gyro_radps
        taken = (
            samples.time_s[::every],
            samples.acc_mps2[::every],
            None if gyro_radps is None else gyro_radps[::every],
        )
        for array in taken:
            if array is not None:
                freeze(array)
        return Samples(*taken)


def one_sample(samples: Samples, at: int, time_s: float, *, has_gyro: bool) -> Samples:
    """One of these samples, with another time, with or without its gyroscope."""
    gyro_radps = samples.gyro_radps[at : at + 1] if has_gyro and samples.gyro_radps is not None else None
    return Samples(np.array([time_s]), samples.acc_mps2[at : at + 1], gyro_radps)
