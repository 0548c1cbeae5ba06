"""What a cycle is compared by: with itself, and with the cycle before it. Each comparison is one number.

comparison   | what it says
-------------+------------------------------------------------------------------------------------------
top          | angle between their tops
size         | logarithm of the ratio of their sizes
pace         | logarithm of the ratio of their durations
pause        | seconds from the end of the one before to the start of this one, as a logarithm
return       | angle from start to end of the cycle, as a share of its size
plane        | how far the attitude leaves the plane of the cycle, RMS, as a share of its size
detour       | length of the way, as a share of straight out and back
jolts        | share of the time with footfall-like jolts
stride       | 1 where one cycle follows the other as strides do, less where it takes longer, rests and all
swing        | standard deviation of |a|, as a logarithm
large, small | size in octaves above and below 30°
slow, quick  | duration in octaves above and below 3 s
held         | share of the time near the top
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sensorcoach.detect.cycles import Cycle
from sensorcoach.detect.record import MotionRecord
from sensorcoach.dsp.filtering import dots
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import crossed, squared_chords
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

NEAR_SHARE = 0.2
"""Within this share of the size the segment is still at a foot, or at the top."""

USUAL_RAD = 30.0 * RAD_PER_DEG
USUAL_S = 3.0
"""Size and duration in the middle of what people lift."""

STRIDE_S, STRIDE_OCTAVES = 1.5, 0.3
"""Longest time from one stride to the next, and how quickly longer ones become unlike one."""

PATH_STEP = 5
"""Grid points between the attitudes whose way is measured: 0.1 s, longer than tremor."""


@dataclass(frozen=True, slots=True)
class CycleMeasures:
    """One cycle measured: attitudes `end` and `top`; `leave`, `arrive`: grid points at which it leaves and is back."""

    end: FloatArray
    top: FloatArray
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
    "top": Words("its top is apart from the one before", "its top is where the one before had it"),
    "size": Words("it differs in size from the one before", "it is as large as the one before"),
    "pace": Words("it differs in duration from the one before", "it lasts as long as the one before"),
    "pause": Words("it comes long after the one before", "it comes soon after the one before"),
}
ALONE_WORDS = {
    "return": Words("it does not come back to where it began", "it comes back to where it began"),
    "plane": Words("it does not keep to one plane", "it keeps to one plane"),
    "detour": Words("it does not go straight up and down", "it goes straight up and down"),
    "jolts": Words("it jolts like steps", "it does not jolt"),
    "stride": Words("it comes at the pace of strides", "it takes longer than a stride"),
    "swing": Words("the force on the sensor changes", "the force on the sensor hardly changes"),
    "large": Words("it is large", "it is not large"),
    "small": Words("it is small", "it is not small"),
    "slow": Words("it is slow", "it is not slow"),
    "quick": Words("it is as quick as steps", "it is not as quick as steps"),
    "held": Words("it stays near its top", "it does not stay near its top"),
}
"""The comparisons in their order, and each in words."""

ALONE = tuple(ALONE_WORDS)
WITH_BEFORE = tuple(WITH_BEFORE_WORDS)
NAMES = (*WITH_BEFORE, *ALONE)


def measure_cycle(record: MotionRecord, cycle: Cycle) -> CycleMeasures:
    """Compare a cycle whose motion is still on record with itself."""
    first, last = max(cycle.foot.point, record.first), cycle.end.point
    middle = cycle.top.point - first
    up = record.up(first, last + 1)
    foot, end, top = np.array(cycle.foot.up), np.array(cycle.end.up), np.array(cycle.top.up)
    away = np.concatenate([squared_chords(up[:middle], foot), squared_chords(up[middle:], end)])
    size = math.sqrt(max(float(away[max(middle - 1, 0)]), float(away[middle]), 1e-12))
    near = away < (NEAR_SHARE * size) ** 2
    leave, arrive = _last(near[:middle]), middle + _first(near[middle:])
    away, up = away[leave : arrive + 1], up[leave : arrive + 1]
    size_rad = 2.0 * math.asin(min(0.5 * size, 1.0))
    lasts_s = max(len(up), 2) / RATE_HZ
    normal = crossed(foot + end, top)
    aside = dots(up[::PATH_STEP], normal / max(math.sqrt(float(normal @ normal)), 1e-9))
    way = up[::PATH_STEP]
    acc_mps2 = record.acc_norm(first + leave, first + arrive + 1)
    mean_mps2 = float(acc_mps2.sum()) / len(acc_mps2)
    spread_mps2 = math.sqrt(max(float(acc_mps2 @ acc_mps2) / len(acc_mps2) - mean_mps2**2, 0.0))
    octaves, pace = math.log2(size_rad / USUAL_RAD), math.log2(lasts_s / USUAL_S)
    period_s = (last - first) / RATE_HZ
    stride = math.exp(-((max(math.log2(max(period_s, lasts_s) / STRIDE_S), 0.0) / STRIDE_OCTAVES) ** 2))
    jolts = float(record.jolt(first + leave, first + arrive + 1).sum()) / len(away)
    alone = (
        _angle(foot, end) / size_rad,
        math.sqrt(float(aside @ aside) / len(aside)) / size_rad,
        float(np.sqrt(squared_chords(way[1:], way[:-1])).sum()) / (2.0 * size_rad),
        jolts,
        stride,
        math.log(spread_mps2 + 0.03),
        max(octaves, 0.0),
        max(-octaves, 0.0),
        max(pace, 0.0),
        max(-pace, 0.0),
        float(np.count_nonzero(away > ((1.0 - NEAR_SHARE) * size) ** 2)) / len(away),
    )
    return CycleMeasures(
        end=end, top=top, size_rad=size_rad, leave=first + leave, arrive=first + arrive, period_s=period_s, alone=alone
    )


def compare(one: CycleMeasures, before: CycleMeasures) -> tuple[float, ...]:
    """Compare a cycle with the one before it, in the order of `WITH_BEFORE`."""
    size_rad = 0.5 * (one.size_rad + before.size_rad)
    return (
        _angle(one.top, before.top) / size_rad,
        abs(math.log(one.size_rad / before.size_rad)),
        abs(math.log(max(one.lasts_s, 0.1) / max(before.lasts_s, 0.1))),
        math.log(1.0 + max(0.0, (one.leave - before.arrive) / RATE_HZ, (before.leave - one.arrive) / RATE_HZ)),
    )


def _angle(one: FloatArray, other: FloatArray) -> float:
    chord = one - other
    return 2.0 * math.asin(min(0.5 * math.sqrt(float(chord @ chord)), 1.0))


def _last(marks: npt.NDArray[np.bool_]) -> int:
    where = marks.nonzero()[0]
    return int(where[-1]) if len(where) else 0


def _first(marks: npt.NDArray[np.bool_]) -> int:
    where = marks.nonzero()[0]
    return int(where[0]) if len(where) else len(marks) - 1
