"""What nobody can keep still: tremor, slow wander and breathing."""

import numpy as np
from scipy import fft

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.grid import FINE_HZ, steps
from sensorcoach.simulator.person import Person

_TREMOR_HZ = (6.0, 12.0)
_WANDER_HZ = (0.1, 1.2)
_EASE_S = 0.3


def band_noise(rng: np.random.Generator, count: int, low_hz: float, high_hz: float) -> FloatArray:
    """Gaussian noise (count, 3) between two frequencies, each column of root mean square 1."""
    size = int(fft.next_fast_len(max(count, steps(10.0)), real=True))
    frequency = fft.rfftfreq(size, 1.0 / FINE_HZ)
    inside = (frequency >= low_hz) & (frequency <= high_hz)
    spectrum = np.zeros((len(frequency), 3), dtype=np.complex128)
    spectrum[inside] = rng.normal(size=(int(inside.sum()), 3)) + 1j * rng.normal(size=(int(inside.sum()), 3))
    if high_hz / low_hz > 4.0:
        spectrum[inside] /= frequency[inside, None]
    noise = np.asarray(fft.irfft(spectrum, size, axis=0), dtype=np.float64)
    noise /= np.sqrt(np.mean(noise**2, axis=0))
    return noise[:count]


def unsteadiness(rng: np.random.Generator, tension: FloatArray, person: Person) -> FloatArray:
    """Rotation vectors (n, 3) in the segment frame, for a body that works by `tension` (n,)."""
    count = len(tension)
    effort = _eased(tension)[:, None]
    tremor = person.tremor_rad * band_noise(rng, count, *_TREMOR_HZ)
    wander = person.wander_rad * band_noise(rng, count, *_WANDER_HZ)
    return (tremor + wander) * effort + _breathing(rng, count, person)


def _breathing(rng: np.random.Generator, count: int, person: Person) -> FloatArray:
    rate_hz = person.breath_hz * (1.0 + 0.1 * band_noise(rng, count, 0.02, 0.1)[:, 0])
    phase = 2.0 * np.pi * np.cumsum(rate_hz) / FINE_HZ
    breath = person.breath_rad * np.sin(phase)
    return breath[:, None] * np.array([0.2, 1.0, 0.1])


def _eased(track: FloatArray) -> FloatArray:
    """A moving mean, so that effort grows and fades rather than switching."""
    width = steps(_EASE_S)
    padded = np.pad(track, (width // 2, width - width // 2), mode="edge")
    total = np.cumsum(padded)
    return (total[width:] - total[:-width]) / width
