"""Impacts: the short ringing of a heel, a knee or a hip that meets the floor."""

import numpy as np

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.grid import FINE_HZ, count_steps

_LENGTH_S = 0.35


def add_impact(
    track: FloatArray, at: int, size_mps2: float, direction: FloatArray, ring_hz: float = 18.0, decay_s: float = 0.03
) -> None:
    """Add a damped ring of first peak near `size_mps2` to `track` (n, 3), from step `at` on."""
    t = np.arange(min(count_steps(_LENGTH_S), len(track) - at)) / FINE_HZ
    if len(t) == 0 or at < 0:
        return
    rise = 1.0 - np.exp(-t / 0.004)
    ring = size_mps2 * rise * np.exp(-t / decay_s) * np.cos(2.0 * np.pi * ring_hz * t)
    track[at : at + len(t)] += ring[:, None] * direction


def draw_upward(rng: np.random.Generator, spread: float = 0.3) -> FloatArray:
    """Draw a direction (3,) in the world, mostly up: the push of the floor."""
    direction = np.array([0.0, 0.0, 1.0]) + rng.normal(0.0, spread, 3)
    return direction / np.linalg.norm(direction)
