"""Speed profiles of one phase from start to end, in several families as people have them.

A profile is a rate over the fraction `u` of the phase, 0 to 1, zero at both ends; its size has no meaning.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import expit

from sensorcoach.samples import FloatArray

PHASE_EDGE = 0.05
"""Share of its own peak rate above which a phase lasts (docs/units-and-frames.md, "Tempo")."""


class Profile(Protocol):
    """A rate over the fraction of the phase."""

    def rate(self, u: FloatArray) -> FloatArray:
        """Return the rate at each `u` (n,), in any unit."""
        ...


@dataclass(frozen=True, slots=True)
class Bell:
    """A beta-like bell, u^rise (1-u)^fall; rise = fall = 2 is the minimum-jerk movement."""

    rise: float = 2.0
    fall: float = 2.0

    def rate(self, u: FloatArray) -> FloatArray:
        return np.clip(u, 0.0, 1.0) ** self.rise * np.clip(1.0 - u, 0.0, 1.0) ** self.fall


@dataclass(frozen=True, slots=True)
class Cruise:
    """An even speed between eased ramps that take `up` and `down` of the phase."""

    up: float = 0.35
    down: float = 0.4

    def rate(self, u: FloatArray) -> FloatArray:
        return _smooth(u / self.up) * _smooth((1.0 - u) / self.down)


@dataclass(frozen=True, slots=True)
class Hesitation:
    """Two bells: the movement slows to a share `dip` of its speed near `at`, then continues."""

    at: float = 0.5
    dip: float = 0.2
    width: float = 0.09

    def rate(self, u: FloatArray) -> FloatArray:
        notch = (1.0 - self.dip) * np.exp(-0.5 * ((u - self.at) / self.width) ** 2)
        return Bell(1.6, 1.6).rate(u) * (1.0 - notch)


@dataclass(frozen=True, slots=True)
class Fall:
    """Let go: the speed grows as in a fall, until the floor stops it in the last `stop` of the phase."""

    stop: float = 0.15

    def rate(self, u: FloatArray) -> FloatArray:
        return (
            np.clip(u, 0.0, 1.0) ** 1.2
            * expit((1.0 - self.stop / 2 - u) * 14.0 / self.stop)
            * _smooth((1.0 - u) / 0.01)
        )


def phase_path(profile: Profile, count: int) -> FloatArray:
    """Return the path from 0 to 1 in `count` steps at the profile's speed, without the start itself."""
    u = np.arange(count + 1) / max(1, count)
    rate = profile.rate(u)
    done = np.cumsum((rate[1:] + rate[:-1]) / 2.0)
    return done / done[-1]


def find_phase_edges(angle: FloatArray) -> tuple[int, int]:
    """Return the steps of `angle` (n,) at which its rate first passes, and last falls below, 5 % of its peak."""
    rate = np.abs(np.diff(angle))
    inside = np.flatnonzero(rate >= PHASE_EDGE * rate.max())
    return int(inside[0]), int(inside[-1]) + 1


Family = Callable[[np.random.Generator], Profile]


def _bell(rng: np.random.Generator) -> Profile:
    return Bell(float(rng.uniform(1.7, 2.3)), float(rng.uniform(1.7, 2.3)))


def _early(rng: np.random.Generator) -> Profile:
    return Bell(float(rng.uniform(1.4, 1.7)), float(rng.uniform(2.2, 2.9)))


def _late(rng: np.random.Generator) -> Profile:
    return Bell(float(rng.uniform(2.2, 2.9)), float(rng.uniform(1.4, 1.7)))


def _cruise(rng: np.random.Generator) -> Profile:
    return Cruise(float(rng.uniform(0.25, 0.45)), float(rng.uniform(0.3, 0.5)))


FAMILIES: tuple[Family, ...] = (_bell, _early, _late, _cruise)
"""Families of ordinary phases; each person has one for the lift and one for the lowering."""


def _smooth(x: FloatArray) -> FloatArray:
    x = np.clip(x, 0.0, 1.0)
    return x**3 * (10.0 - 15.0 * x + 6.0 * x**2)
