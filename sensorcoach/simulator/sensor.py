"""A motion sensor with its faults: its samples of the exact specific force and angular rate."""

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfiltfilt

from sensorcoach.samples import FloatArray, Samples, freeze
from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.physics import ExactSignal
from sensorcoach.units import RAD_PER_DEG, STANDARD_GRAVITY_MPS2

SLOWEST_HZ = 20.0
FASTEST_HZ = 400.0
_PASSED = 0.42
"""Cutoff of the sensor's own low-pass, as a share of its rate: a little below the Nyquist limit of one half."""

_Vector = tuple[float, float, float]
_NONE: _Vector = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of measurement, three axes, SI units.

    `bias` (3,), `scale` (3,): true value times scale plus bias. `noise`: root mean square a sample.
    `step`: the quantum, 0 for none. `limit`: the range, beyond which it clips.
    """

    bias: _Vector = _NONE
    scale: _Vector = (1.0, 1.0, 1.0)
    noise: float = 0.0
    step: float = 0.0
    limit: float = float("inf")

    def measure(self, exact: FloatArray, rng: np.random.Generator) -> FloatArray:
        """Return the readings of this channel for exact values (n, 3)."""
        read = exact * np.array(self.scale) + np.array(self.bias) + self.noise * rng.normal(size=exact.shape)
        if self.step > 0.0:
            read = np.rint(read / self.step) * self.step
        return np.minimum(np.maximum(read, -self.limit), self.limit)


@dataclass(frozen=True, slots=True)
class SensorModel:
    """A sensor: rate, clock and channels; the default has no faults.

    `rate_hz`: nominal rate, 20 to 400. `clock_ppm`: excess of its clock over true time.
    `gyro`: None for an accelerometer alone. `phase`: place of the first sample in the first period, 0 to 1.
    """

    rate_hz: float = 100.0
    acc: Channel = Channel()
    gyro: Channel | None = Channel()
    clock_ppm: float = 0.0
    phase: float = 0.0

    def instants(self, duration_s: float) -> FloatArray:
        """Return the true times (n,) of its samples within the duration."""
        true_rate_hz = self.rate_hz * (1.0 + self.clock_ppm * 1e-6)
        count = int(duration_s * true_rate_hz - self.phase)
        return (np.arange(count, dtype=np.float64) + self.phase) / true_rate_hz

    def sense(self, felt: ExactSignal, seed: int) -> Samples:
        """Return its samples at their true times; time 0 is the beginning of the session."""
        if not SLOWEST_HZ <= self.rate_hz <= FASTEST_HZ:
            raise ValueError(f"rate_hz={self.rate_hz}: expected {SLOWEST_HZ:g} to {FASTEST_HZ:g}")
        rng = np.random.default_rng([seed, 4])
        time_s = self.instants(len(felt) / FINE_HZ)
        acc_mps2 = self.acc.measure(_sampled(felt.acc_mps2, time_s, self.rate_hz), rng)
        gyro_radps = None
        if self.gyro is not None:
            gyro_radps = self.gyro.measure(_sampled(felt.gyro_radps, time_s, self.rate_hz), rng)
            freeze(gyro_radps)
        freeze(time_s)
        freeze(acc_mps2)
        return Samples(time_s, acc_mps2, gyro_radps)


def random_sensor(seed: int, rate_hz: float = 100.0, *, gyro: bool = True) -> SensorModel:
    """Return a consumer sensor: biases to about 30 mg and 1 °/s, clock within 7000 ppm, 16-bit at ±16 g, ±2000 °/s."""
    rng = np.random.default_rng([seed, 5])
    milli_g = STANDARD_GRAVITY_MPS2 / 1000.0
    acc = Channel(
        bias=_three(rng.normal(0.0, 12.0 * milli_g, 3)),
        scale=_three(1.0 + rng.normal(0.0, 0.004, 3)),
        noise=float(rng.uniform(1.0, 5.0)) * milli_g,
        step=STANDARD_GRAVITY_MPS2 / 2048.0,
        limit=16.0 * STANDARD_GRAVITY_MPS2,
    )
    turn = Channel(
        bias=_three(rng.normal(0.0, 0.4 * RAD_PER_DEG, 3)),
        scale=_three(1.0 + rng.normal(0.0, 0.005, 3)),
        noise=float(rng.uniform(0.03, 0.15)) * RAD_PER_DEG,
        step=2000.0 * RAD_PER_DEG / 32768.0,
        limit=2000.0 * RAD_PER_DEG,
    )
    ppm = float(rng.choice([rng.uniform(-100.0, 100.0), rng.uniform(-7000.0, 7000.0)]))
    return SensorModel(rate_hz, acc, turn if gyro else None, ppm, float(rng.uniform()))


def _three(values: FloatArray) -> _Vector:
    return (float(values[0]), float(values[1]), float(values[2]))


def _sampled(fine: FloatArray, time_s: FloatArray, rate_hz: float) -> FloatArray:
    """Return the fine track, low-passed without delay and read at the sensor's own instants."""
    sections = butter(3, _PASSED * rate_hz, fs=FINE_HZ, output="sos")
    smooth = sosfiltfilt(sections, fine, axis=0)
    fine_s = np.arange(len(fine)) / FINE_HZ
    return np.column_stack([np.interp(time_s, fine_s, smooth[:, axis]) for axis in range(3)])
