"""A sensor worn by a simulated person, measured at any rate."""

import math
from collections.abc import Callable

import numpy as np

from sensorcoach.samples import Samples, freeze
from sensorcoach.simulator.performance import Performance
from sensorcoach.simulator.sensor import SLOWEST_HZ, SensorModel

MakeSensor = Callable[[float], SensorModel]
"""Returns the sensor model for a rate in Hz."""


class WornSensor:
    """The samples of a performance, computed for each rate on request."""

    def __init__(self, performance: Performance, seed: int, sensor: MakeSensor = SensorModel) -> None:
        self._performance = performance
        self._seed = seed
        self._sensor = sensor
        self._sensed: dict[float, Samples] = {}
        """Computed samples by rate."""

    def clock_rate(self, rate_hz: float) -> float:
        """Return the seconds on the sensor's clock per real second."""
        return 1.0 + self._sensor(max(rate_hz, SLOWEST_HZ)).clock_ppm * 1e-6

    def samples(self, rate_hz: float) -> Samples:
        """Return all samples of the performance at this rate, with true times."""
        if rate_hz not in self._sensed:
            self._sensed[rate_hz] = self._sense(rate_hz)
        return self._sensed[rate_hz]

    def _sense(self, rate_hz: float) -> Samples:
        """Measure at this rate, or at a multiple of it where the model does not support it."""
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
    """Return sample `at` with another time, with or without its angular rate."""
    gyro_radps = samples.gyro_radps[at : at + 1] if has_gyro and samples.gyro_radps is not None else None
    return Samples(np.array([time_s]), samples.acc_mps2[at : at + 1], gyro_radps)
