"""The unsteadiness of a body: tremor, wander (slow drift), sway and breathing.

Sizes and spectra follow what gyroscopes on held thighs show: 0.2 to 1 °/s root mean square in each of 0.5 to
1.5 Hz and 1.5 to 5 Hz, which is an angle that falls with frequency to the power of 1.5.
"""

import numpy as np
from scipy import fft

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.grid import FINE_HZ, count_steps
from sensorcoach.simulator.person import Person

_TREMOR_HZ = (6.0, 12.0)
_WANDER_HZ = (0.15, 5.0)
_WANDER_SLOPE = 1.5
_SWAY_HZ = (0.7, 8.0)
_EASE_S = 0.3


def make_band_noise(
    rng: np.random.Generator, count: int, low_hz: float, high_hz: float, slope: float = 0.0
) -> FloatArray:
    """Gaussian noise (count, 3) between two frequencies, each column of root mean square 1.

    Its amplitude falls with frequency to the power of `slope`.
    """
    size = int(fft.next_fast_len(max(count, count_steps(10.0)), real=True))
    frequency = fft.rfftfreq(size, 1.0 / FINE_HZ)
    inside = (frequency >= low_hz) & (frequency <= high_hz)
    spectrum = np.zeros((len(frequency), 3), dtype=np.complex128)
    spectrum[inside] = rng.normal(size=(int(inside.sum()), 3)) + 1j * rng.normal(size=(int(inside.sum()), 3))
    spectrum[inside] *= frequency[inside, None] ** -slope
    noise = np.asarray(fft.irfft(spectrum, size, axis=0), dtype=np.float64)
    noise /= np.sqrt(np.mean(noise**2, axis=0))
    return noise[:count]


def make_unsteadiness(rng: np.random.Generator, tension: FloatArray, person: Person) -> FloatArray:
    """Return rotation vectors (n, 3) in the segment frame, for a body with this effort `tension` (n,)."""
    count = len(tension)
    effort = _smooth_effort(tension)[:, None]
    tremor = person.tremor_rad * make_band_noise(rng, count, *_TREMOR_HZ)
    wander = person.wander_rad * make_band_noise(rng, count, *_WANDER_HZ, _WANDER_SLOPE)
    return (tremor + wander) * effort + _breathing(rng, count, person)


def make_sway(rng: np.random.Generator, tension: FloatArray, person: Person) -> FloatArray:
    """Return accelerations (n, 3) of the joint in the world, from the sway of the rest of the body."""
    return person.sway_mps2 * make_band_noise(rng, len(tension), *_SWAY_HZ) * _smooth_effort(tension)[:, None]


def _breathing(rng: np.random.Generator, count: int, person: Person) -> FloatArray:
    rate_hz = person.breath_hz * (1.0 + 0.1 * make_band_noise(rng, count, 0.02, 0.1)[:, 0])
    phase = 2.0 * np.pi * np.cumsum(rate_hz) / FINE_HZ
    breath = person.breath_rad * np.sin(phase)
    return breath[:, None] * np.array([0.2, 1.0, 0.1])


def _smooth_effort(track: FloatArray) -> FloatArray:
    """Return a moving mean, so that effort grows and fades gradually."""
    width = count_steps(_EASE_S)
    padded = np.pad(track, (width // 2, width - width // 2), mode="edge")
    total = np.cumsum(padded)
    return (total[width:] - total[:-width]) / width
