"""What a cycle is compared by: with itself, and with the cycle before it. Each comparison is one number.

    comparison   | what it says
    -------------+------------------------------------------------------------------------------------------
    bottom       | angle between the feet of this cycle and the one before, as a share of the size
    top          | angle between their tops
    size         | logarithm of the ratio of their sizes
    pace         | logarithm of the ratio of their durations
    pause        | seconds from the end of the one before to the start of this one, as a logarithm
    return       | angle from start to end of the cycle, as a share of its size
    plane        | how far the attitude leaves the plane of the cycle, RMS, as a share of its size
    detour       | length of the way, as a share of straight out and back
    jolts        | share of the time with footfall-like jolts
    swing        | standard deviation of |a|, as a logarithm
    force        | correlation of |a| with the angle's second difference, without its sign
    large, small | size in octaves above and below 30°
    slow, quick  | duration in octaves above and below 3 s
    held         | share of the time near the top
"""

import math
from dataclasses import dataclass

import numpy as np

from sensorcoach.detect.cycles import Cycle
from sensorcoach.detect.record import MotionRecord
from sensorcoach.dsp.filtering import dots
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

NEAR_SHARE = 0.2
"""Within this share of the size the segment is still at a foot, or at the top."""

USUAL_RAD = 30.0 * RAD_PER_DEG
USUAL_S = 3.0
"""Size and duration in the middle of what people lift."""

PATH_STEP = 5
"""Grid points between the attitudes whose way is measured: 0.1 s, longer than tremor."""


@dataclass(frozen=True, slots=True)
class CycleMeasures:
    """One cycle measured. `leave`, `arrive`: grid points at which it leaves its foot and comes back."""

    bottom: FloatArray
    top: FloatArray
    size_rad: float
    leave: int
    arrive: int
    alone: tuple[float, ...]
    """The comparisons with itself, in the order of `ALONE`."""

    @property
    def lasts_s(self) -> float:
        return (self.arrive - self.leave) / RATE_HZ


ALONE = (
    "return",
    "plane",
    "detour",
    "jolts",
    "swing",
    "force",
    "large",
    "small",
    "slow",
    "quick",
    "held",
)
WITH_BEFORE = ("bottom", "top", "size", "pace", "pause")
NAMES = (*WITH_BEFORE, *ALONE)


def measure_cycle(record: MotionRecord, cycle: Cycle) -> CycleMeasures:
    """Compare a cycle whose motion is still on record with itself."""
    first, last = max(cycle.foot.point, record.first), cycle.end.point
    top = cycle.top.point - first
    up = record.up(first, last + 1)
    foot, end, peak = np.array(cycle.foot.up), np.array(cycle.end.up), np.array(cycle.top.up)
    out_rad, home_rad = angles_between(up[: top + 1], foot), angles_between(up[top:], end)
    size_rad = max(float(out_rad[-1]), float(home_rad[0]), 1e-6)
    leave = _last(out_rad < NEAR_SHARE * size_rad)
    arrive = top + _first(home_rad < NEAR_SHARE * size_rad)
    away_rad = np.concatenate([out_rad, home_rad[1:]])[leave : arrive + 1]
    up = up[leave : arrive + 1]
    lasts_s = max(len(up), 2) / RATE_HZ
    bottom = foot + end
    normal = np.array(np.cross(bottom, peak))
    normal /= max(math.sqrt(float(normal @ normal)), 1e-9)
    aside = dots(up, normal)
    way = up[::PATH_STEP]
    steps = way[1:] - way[:-1]
    path = float(np.sqrt((steps * steps).sum(axis=1)).sum())
    acc_mps2 = record.acc_norm(first + leave, first + arrive + 1)
    octaves = math.log2(size_rad / USUAL_RAD)
    pace = math.log2(lasts_s / USUAL_S)
    alone = (
        float(angles_between(foot[None, :], end)[0]) / size_rad,
        math.sqrt(float(aside @ aside) / len(aside)) / size_rad,
        path / (2.0 * size_rad),
        float(record.jolt(first + leave, first + arrive + 1).mean()),
        math.log(float(acc_mps2.std()) + 0.03),
        abs(_raising(away_rad, acc_mps2)),
        max(octaves, 0.0),
        max(-octaves, 0.0),
        max(pace, 0.0),
        max(-pace, 0.0),
        float(np.count_nonzero(away_rad > (1.0 - NEAR_SHARE) * size_rad)) / len(away_rad),
    )
    return CycleMeasures(
        bottom=bottom / math.sqrt(float(bottom @ bottom)),
        top=peak,
        size_rad=size_rad,
        leave=first + leave,
        arrive=first + arrive,
        alone=alone,
    )


def compare(one: CycleMeasures, before: CycleMeasures) -> tuple[float, ...]:
    """Compare a cycle with the one before it, in the order of `WITH_BEFORE`."""
    size_rad = 0.5 * (one.size_rad + before.size_rad)
    return (
        _angle(one.bottom, before.bottom) / size_rad,
        _angle(one.top, before.top) / size_rad,
        abs(math.log(one.size_rad / before.size_rad)),
        abs(math.log(max(one.lasts_s, 0.1) / max(before.lasts_s, 0.1))),
        math.log(1.0 + max(0.0, (one.leave - before.arrive) / RATE_HZ)),
    )


def _angle(one: FloatArray, other: FloatArray) -> float:
    chord = one - other
    return 2.0 * math.asin(min(0.5 * math.sqrt(float(chord @ chord)), 1.0))


def _raising(angle_rad: FloatArray, acc_mps2: FloatArray) -> float:
    """Correlation of |a| with the angle's second difference over 0.2 s, -1 to 1: how the force goes with the lift."""
    half = 5
    if len(angle_rad) < 4 * half:
        return 0.0
    bend = angle_rad[2 * half :] - 2.0 * angle_rad[half:-half] + angle_rad[: -2 * half]
    force = acc_mps2[half:-half]
    bend, force = bend - bend.mean(), force - force.mean()
    scale = math.sqrt(float(bend @ bend) * float(force @ force))
    return float(bend @ force) / scale if scale > 0.0 else 0.0


def _last(marks: np.ndarray) -> int:
    where = np.flatnonzero(marks)
    return int(where[-1]) if len(where) else 0


def _first(marks: np.ndarray) -> int:
    where = np.flatnonzero(marks)
    return int(where[0]) if len(where) else len(marks) - 1
