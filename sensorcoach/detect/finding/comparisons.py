"""What a cycle is compared by: with itself, and with the cycle before it. Each comparison is one number.

comparison   | what it says
-------------+------------------------------------------------------------------------------------------
way          | how far apart they go, RMS at the top and a quarter, half and three quarters out and back, as a share
top          | angle between their tops, as a share of their size
return       | angle from start to end of the cycle, as a share of its size
plane        | how far the attitude leaves the plane of the cycle, RMS, as a share of its size
detour       | length of the way, as a share of straight out and back
jolts        | share of the time with footfall-like jolts
stride       | 1 where one cycle follows the other as strides do, less where it takes longer, rests and all
waver        | `plane` of what may be a stride: 0 in a plane or at leisure; walking leaves it, lifts hardly do
swing        | standard deviation of |a|
large, small | size in octaves above and below 30°
quick        | duration in octaves below 3 s
held         | share of the time near the top

`way`, `top`, `return`, `plane`, `waver`, `swing` and `held` are logarithms: 10 % differs from 20 % about as much as
20 % from 40 %.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sensorcoach.detect.finding.cycles import Cycle
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.filtering import row_dots
from sensorcoach.motion.lift_axis import angle_between, angle_of_chord, cross_product, squared_chord_lengths
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

NEAR_SHARE = 0.2
"""Within this share of the size the segment is still at a foot, or at the top."""

USUAL_RAD = 30.0 * RAD_PER_DEG
USUAL_S = 3.0
"""Size and duration in the middle of what people lift."""

STRIDE_S, STRIDE_OCTAVES = 1.5, 0.3
"""Longest time from one stride to the next, and how quickly longer ones become unlike one."""

LEVELS = np.array([0.25, 0.5, 0.75])
"""Shares of the size."""

LEAST_SHARE = 0.03
"""Smaller shares cannot be told apart, even with the best sensor."""

LEAST_SPREAD_MPS2 = 0.03
"""Noise of a good sensor: a smaller spread of |a| means nothing."""

PATH_STEP = 5
"""Grid points between the attitudes whose way is measured: 0.1 s, longer than tremor."""


@dataclass(frozen=True, slots=True)
class CycleMeasures:
    """One cycle measured: attitudes `end` and `top`; `leave`, `arrive`: grid points at which it leaves and is back."""

    end: FloatArray
    top: FloatArray
    way: FloatArray
    """Attitudes (7, 3) at each of `LEVELS` on the way out, at the top, and on the way back."""
    size_rad: float
    leave: int
    arrive: int
    period_s: float
    """From foot to end, the rest before included."""
    alone: tuple[float, ...]
    """The comparisons with itself, in the order of `ALONE`."""

    @property
    def lasts_s(self) -> float:
        return (self.arrive - self.leave) / RATE_HZ


@dataclass(frozen=True, slots=True)
class Words:
    """What a person reads of a comparison whose value is above the usual one, and below."""

    above: str
    below: str


WITH_BEFORE_WORDS = {
    "way": Words("its way differs from the one before", "it goes the way of the one before"),
    "top": Words("its top is apart from the one before", "its top is where the one before had it"),
}
ALONE_WORDS = {
    "return": Words("it does not come back to where it began", "it comes back to where it began"),
    "plane": Words("it does not keep to one plane", "it keeps to one plane"),
    "detour": Words("it does not go straight up and down", "it goes straight up and down"),
    "jolts": Words("it jolts like steps", "it does not jolt"),
    "stride": Words("it comes at the pace of strides", "it takes longer than a stride"),
    "waver": Words("it leaves its plane as strides do", "it keeps its plane better than strides do"),
    "swing": Words("the force on the sensor changes", "the force on the sensor hardly changes"),
    "large": Words("it is large", "it is not large"),
    "small": Words("it is small", "it is not small"),
    "quick": Words("it is as quick as steps", "it is not as quick as steps"),
    "held": Words("it stays near its top", "it does not stay near its top"),
}
"""The comparisons in their order, and each in words."""

ALONE = tuple(ALONE_WORDS)
WITH_BEFORE = tuple(WITH_BEFORE_WORDS)
NAMES = (*WITH_BEFORE, *ALONE)


def measure_cycle(record: MotionHistory, cycle: Cycle) -> CycleMeasures:
    """Compare a cycle whose motion is still on record with itself."""
    first, last = max(cycle.foot.point, record.first), cycle.end.point
    middle = cycle.top.point - first
    up = record.up(first, last + 1)
    foot, end, top = np.array(cycle.foot.up), np.array(cycle.end.up), np.array(cycle.top.up)
    away = np.concatenate([squared_chord_lengths(up[:middle], foot), squared_chord_lengths(up[middle:], end)])
    size = math.sqrt(max(float(away[max(middle - 1, 0)]), float(away[middle]), 1e-12))
    near = away < (NEAR_SHARE * size) ** 2
    leave, arrive = _last(near[:middle]), middle + _first(near[middle:])
    way = up[_on_the_way(away, leave, middle, arrive, (LEVELS * size) ** 2)]
    size_rad = angle_of_chord(size)
    held = float(np.count_nonzero(away[leave : arrive + 1] > ((1.0 - NEAR_SHARE) * size) ** 2)) / (arrive - leave + 1)
    turned = up[leave : arrive + 1 : PATH_STEP]
    plane, detour = _plane(turned, cross_product(foot + end, top)) / size_rad, _length(turned) / (2.0 * size_rad)
    period_s = (last - first) / RATE_HZ
    return CycleMeasures(
        end=end,
        top=top,
        way=way,
        size_rad=size_rad,
        leave=first + leave,
        arrive=first + arrive,
        period_s=period_s,
        alone=(
            _share(angle_between(foot, end) / size_rad),
            _share(plane),
            detour,
            *_paced(record, first + leave, first + arrive + 1, period_s, plane),
            *_sized(size_rad, (arrive - leave + 1) / RATE_HZ),
            _share(held),
        ),
    )


def _plane(up: FloatArray, normal: FloatArray) -> float:
    """How far attitudes (n, 3) leave the plane with this normal (3,), RMS."""
    aside = row_dots(up, normal / max(math.sqrt(float(normal @ normal)), 1e-9))
    return math.sqrt(float(aside @ aside) / len(aside))


def _length(up: FloatArray) -> float:
    """Length of the way along these attitudes (n, 3)."""
    return float(np.sqrt(squared_chord_lengths(up[1:], up[:-1])).sum())


def _paced(record: MotionHistory, start: int, stop: int, period_s: float, plane: float) -> tuple[float, ...]:
    """Comparisons `jolts` to `swing` of the motion between two grid points."""
    acc_mps2 = record.acc_norm(start, stop)
    mean_mps2 = float(acc_mps2.sum()) / len(acc_mps2)
    spread_mps2 = math.sqrt(max(float(acc_mps2 @ acc_mps2) / len(acc_mps2) - mean_mps2**2, 0.0))
    octaves = math.log2(max(period_s, (stop - start) / RATE_HZ) / STRIDE_S)
    stride = math.exp(-((max(octaves, 0.0) / STRIDE_OCTAVES) ** 2))
    jolts = float(record.jolt(start, stop).sum()) / (stop - start)
    return jolts, stride, stride * (_share(plane) - _share(0.0)), math.log(spread_mps2 + LEAST_SPREAD_MPS2)


def _sized(size_rad: float, lasts_s: float) -> tuple[float, float, float]:
    """Comparisons `large`, `small` and `quick`."""
    octaves, quick = math.log2(size_rad / USUAL_RAD), math.log2(USUAL_S / lasts_s)
    return max(octaves, 0.0), max(-octaves, 0.0), max(quick, 0.0)


def compare(one: CycleMeasures, before: CycleMeasures) -> tuple[float, ...]:
    """Compare a cycle with the one before it, in the order of `WITH_BEFORE`."""
    size_rad = 0.5 * (one.size_rad + before.size_rad)
    return (
        _share(math.sqrt(float(squared_chord_lengths(one.way, before.way).mean())) / size_rad),
        _share(angle_between(one.top, before.top) / size_rad),
    )


def _share(value: float) -> float:
    """The logarithm of a share; shares far below `LEAST_SHARE` give the same value."""
    return math.log(value + LEAST_SHARE)


def _on_the_way(away: FloatArray, leave: int, middle: int, arrive: int, levels: FloatArray) -> npt.NDArray[np.int64]:
    out = leave + np.searchsorted(np.maximum.accumulate(away[leave : middle + 1]), levels)
    back = arrive - np.searchsorted(np.maximum.accumulate(away[middle : arrive + 1][::-1]), levels)
    return np.concatenate([np.minimum(out, middle), [middle], np.maximum(back, middle)])


def _last(marks: npt.NDArray[np.bool_]) -> int:
    where = marks.nonzero()[0]
    return int(where[-1]) if len(where) else 0


def _first(marks: npt.NDArray[np.bool_]) -> int:
    where = marks.nonzero()[0]
    return int(where[0]) if len(where) else len(marks) - 1
