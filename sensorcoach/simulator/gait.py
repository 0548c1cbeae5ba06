"""Walking of the worn segment, step by step: no two steps are alike in length, strength or shape.

Compared with five people with a sensor at the waist (50 Hz) and three with one on the belt (100 Hz, with a gyroscope).
At the waist |a| of real walking
- is flat or low between the steps and highest as a foot lands, with a second bump about 0.15 s later;
- has root mean squares of 1.4 to 2.6 m/s² at the step rate, 0.3 to 1.1 at twice, 0.3 to 0.7 at three times it;
- has 0.4 to 1.0 m/s² at one and a half times the step rate, for left and right steps differ;
- has 0.6 to 1.2 m/s² above 6 Hz, the jolts of the feet;
- correlates with itself by 0.3 to 0.7 a stride later, and by 0.1 to 0.3 five strides later.
The pelvis turns at 29 to 52 °/s root mean square, and at 60 to 150 °/s in one sample of a hundred.

A walk of pure harmonics is far too regular: it correlates with itself by 0.9 a stride later and by 0.8 five strides
later, with 0.06 m/s² between the harmonics and 0.5 m/s² above 6 Hz.

No recording of a thigh was available. It is assumed to swing by about 20° to either side of its middle: 23° forward as
its own heel lands, 15° backward at 53 % of the stride, 26° forward at 85 %, then a pause. The jolt of its own foot is
the larger one; |a| reaches 1.6 to 2.2 g in it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline

from sensorcoach.exercises.exercise import Placement
from sensorcoach.samples import FloatArray
from sensorcoach.simulator.contact import add_impact, draw_upward
from sensorcoach.simulator.grid import FINE_HZ, count_steps, fade_in_and_out
from sensorcoach.simulator.unsteadiness import make_band_noise
from sensorcoach.units import RAD_PER_DEG

_DRIFT = 0.9
"""Correlation of the drift of step times from one step to the next."""
_DRIFT_SHARE = 0.04
_STEP_SHARE = 0.03
_VIGOUR_SHARE = 0.12
_TURNING_SHARE = 0.05
"""Spreads of the drifting step times, of single step times and of their vigour; share of steps that begin a turn."""

_RIPPLE_SHARE = 0.15
_RIPPLE_HZ = (0.5, 4.0)
"""Share and band of movement that does not repeat from step to step."""

_SHOCK_HZ = (5.0, 9.0)
_SHOCK_DECAY_S = 0.06
_SHOCK_LENGTH_S = 0.35


@dataclass(frozen=True, slots=True)
class Steps:
    """A stretch of walking: `phase` (n,) steps done, a foot landing at each whole number; `vigour` (n,), 1 is usual.

    The worn leg lands at even numbers.
    """

    phase: FloatArray
    vigour: FloatArray

    @property
    def landings(self) -> list[tuple[int, bool]]:
        """The grid steps at which a foot lands, and whether it is the foot of the worn side."""
        number = np.floor(self.phase)
        places = np.flatnonzero(np.diff(number) > 0) + 1
        return [(int(at), bool(number[at] % 2 == 0)) for at in places]


@dataclass(frozen=True, slots=True)
class _Swing:
    """One harmonic of a segment's turn: axis, degrees, times a stride, and the lag at the worn side's landing."""

    axis: int
    size_deg: float
    per_stride: float
    lag_rad: float


@dataclass(frozen=True, slots=True)
class _PlacementGait:
    """Walking at one placement.

    `swings`: rotation of the segment. `shock_deg`: rotation by a landing. `own`, `other`: share of the jolt of either
    foot that arrives.
    """

    swings: tuple[_Swing, ...]
    shock_deg: tuple[float, float]
    own: float
    other: float


_WORN = {
    Placement.PELVIS: _PlacementGait(
        swings=(_Swing(0, 3.5, 1.0, 1.4), _Swing(1, 1.8, 2.0, 0.5), _Swing(2, 4.0, 1.0, 0.0), _Swing(0, 0.8, 2.0, 2.0)),
        shock_deg=(0.5, 1.6),
        own=1.0,
        other=0.9,
    ),
    Placement.THIGH: _PlacementGait(
        swings=(
            _Swing(1, -20.0, 1.0, 0.1),
            _Swing(1, -4.8, 2.0, 2.6),
            _Swing(1, -1.3, 3.0, -2.1),
            _Swing(0, 3.5, 1.0, 1.2),
            _Swing(0, 1.2, 2.0, 0.4),
            _Swing(2, 5.0, 1.0, -0.4),
            _Swing(2, 2.0, 2.0, 1.0),
        ),
        shock_deg=(0.3, 0.9),
        own=1.8,
        other=0.4,
    ),
}
"""Pelvis: lists to the side and turns by stride, tilts by step. Thigh: swings by stride, pausing before it lands."""


def make_steps(rng: np.random.Generator, count: int, step_hz: float, edge_s: float = 1.2) -> Steps:
    """Return walking for `count` grid steps: the pace drifts, sides differ, and turns slow some steps down."""
    number = int(1.7 * count / FINE_HZ * step_hz) + 8
    slow = np.ones(number)
    for at in np.flatnonzero(rng.uniform(size=number) < _TURNING_SHARE):
        slow[at : at + rng.integers(2, 4)] *= rng.uniform(1.05, 1.25)
    slow = np.minimum(slow, 1.5)
    limp = float(rng.normal(0.0, 0.03)) * (-1.0) ** np.arange(number)
    lasts_s = (
        slow * np.maximum(0.6, 1.0 + limp + _make_drift(rng, number) + _STEP_SHARE * rng.normal(size=number)) / step_hz
    )
    lands_s = np.concatenate([[0.0], np.cumsum(lasts_s)]) - rng.uniform(0.0, 1.0) * lasts_s[0]
    strength = (1.0 + _VIGOUR_SHARE * rng.normal(size=number + 1)) / np.append(slow, 1.0)
    time_s = np.arange(count) / FINE_HZ
    phase = CubicSpline(lands_s, np.arange(number + 1.0))(time_s) + float(rng.integers(2))
    vigour = np.clip(CubicSpline(lands_s, strength)(time_s), 0.3, 1.6) * fade_in_and_out(count, edge_s)
    return Steps(np.asarray(phase, dtype=np.float64), np.asarray(vigour, dtype=np.float64))


def _make_drift(rng: np.random.Generator, number: int) -> FloatArray:
    """Return a drift of the pace over some ten steps."""
    drift = np.zeros(number)
    for at in range(1, number):
        drift[at] = _DRIFT * drift[at - 1] + np.sqrt(1.0 - _DRIFT**2) * _DRIFT_SHARE * rng.normal()
    return drift


def pelvis_path_m(rng: np.random.Generator, walked: Steps) -> FloatArray:
    """Return the path of the pelvis (n, 3), metres: lowest after a landing; sways by stride; left and right differ."""
    turn = 2.0 * np.pi * walked.phase
    lag = rng.uniform(-0.5, 0.5, 4)
    forward = 0.010 * np.sin(turn + 0.8 + lag[0]) + 0.002 * np.sin(1.5 * turn + lag[1])
    left = 0.022 * np.sin(0.5 * turn) + 0.003 * np.sin(1.5 * turn + lag[2])
    limp = rng.uniform(0.0012, 0.0034) * np.cos(1.5 * turn + rng.uniform(0.0, 2.0 * np.pi))
    bounce = -0.015 * np.cos(turn - 0.7 + lag[3]) - rng.uniform(0.001, 0.0022) * np.cos(2.0 * turn - 0.9)
    bumps = -rng.uniform(0.0002, 0.0007) * np.cos(3.0 * turn - 0.3) - rng.uniform(0.0, 0.0003) * np.cos(4.0 * turn)
    ripple = 0.0012 * make_band_noise(rng, len(turn), *_RIPPLE_HZ, slope=1.0)
    return (np.column_stack([forward, left, bounce + limp + bumps]) + ripple) * walked.vigour[:, None]


def segment_turns_rad(rng: np.random.Generator, placement: Placement, walked: Steps) -> FloatArray:
    """Return the rotation of the segment (n, 3), a rotation vector: repeating part, random part and shocks."""
    return _make_turns(rng, _WORN[placement], _WORN[placement].swings, walked)


def stair_turns_rad(rng: np.random.Generator, placement: Placement, walked: Steps, size_deg: float) -> FloatArray:
    """Return the same on stairs, where the segment swings by `size_deg` to either side, one stair a step."""
    swings = (
        _Swing(1, size_deg, 1.0, -0.5 * np.pi),
        _Swing(1, 0.2 * size_deg, 2.0, 0.4),
        _Swing(0, 0.2 * size_deg, 1.0, -0.9),
        _Swing(2, 0.15 * size_deg, 1.0, 0.3),
    )
    return _make_turns(rng, _WORN[placement], swings, walked)


def _make_turns(
    rng: np.random.Generator, worn: _PlacementGait, swings: tuple[_Swing, ...], walked: Steps
) -> FloatArray:
    turned = np.zeros((len(walked.phase), 3))
    for swing in swings:
        size_rad = swing.size_deg * RAD_PER_DEG * rng.uniform(0.8, 1.2)
        lag_rad = swing.lag_rad + rng.normal(0.0, 0.2)
        turned[:, swing.axis] += size_rad * np.cos(np.pi * swing.per_stride * walked.phase + lag_rad)
    largest_rad = np.sqrt(np.mean(turned**2, axis=0))
    ripple = _RIPPLE_SHARE * largest_rad.max() * make_band_noise(rng, len(turned), *_RIPPLE_HZ, slope=1.0)
    turned = (turned + ripple) * walked.vigour[:, None]
    for at, own in walked.landings:
        size_rad = rng.uniform(*worn.shock_deg) * RAD_PER_DEG * walked.vigour[at] * (worn.own if own else worn.other)
        _add_shock(rng, turned, at, size_rad)
    return turned


def _add_shock(rng: np.random.Generator, turned: FloatArray, at: int, size_rad: float) -> None:
    """Add the shake of segment and soft tissue by a landing, mostly about the hip's axis."""
    t = np.arange(min(count_steps(_SHOCK_LENGTH_S), len(turned) - at)) / FINE_HZ
    axis = np.array([0.3, 1.0, 0.3]) * rng.normal(1.0, 0.4, 3)
    ring = np.sin(2.0 * np.pi * rng.uniform(*_SHOCK_HZ) * t) * np.exp(-t / _SHOCK_DECAY_S) * (1.0 - np.exp(-t / 0.02))
    turned[at : at + len(t)] += size_rad * ring[:, None] * axis


def jolts_mps2(rng: np.random.Generator, placement: Placement, walked: Steps) -> FloatArray:
    """Return the push of the landing feet (n, 3): the sharp jolt of the heel, and the bump of the loaded leg."""
    worn = _WORN[placement]
    jolt = np.zeros((len(walked.phase), 3))
    stronger = float(rng.uniform(-0.3, 0.3))
    for at, own in walked.landings:
        arrives = walked.vigour[at] * (worn.own * (1.0 + stronger) if own else worn.other * (1.0 - stronger))
        sharp_hz, dull_hz = float(rng.uniform(9.0, 15.0)), float(rng.uniform(4.5, 7.0))
        add_impact(jolt, at, arrives * float(rng.uniform(3.0, 8.0)), draw_upward(rng, 0.4), sharp_hz, 0.04)
        later = at + count_steps(float(rng.uniform(0.12, 0.17)))
        add_impact(jolt, later, arrives * float(rng.uniform(1.0, 3.5)), draw_upward(rng, 0.4), dull_hz, 0.05)
    return jolt
