"""Compare a cycle with itself and with the cycle before it. Each comparison is one number.

`SetSearch` and `OpenSet` measure and compare cycles; `evidence` weighs the numbers.

comparison   | meaning
-------------+------------------------------------------------------------------------------------------
way          | RMS distance of their paths, at the top and at `LEVELS` out and back, as a share of the size
top          | angle between their tops, as a share of their size
return       | angle from start to end of the cycle, as a share of its size
plane        | RMS distance of the attitude from the plane of the cycle, as a share of its size
detour       | length of the path, as a share of straight out and back
jolts        | share of the time with footfall-like jolts
stride       | 1 where cycles follow each other as quickly as strides, less where they take longer, rests included
waver        | `plane` weighted with `stride`: 0 in a plane or at leisure; walking leaves its plane, lifts hardly do
swing        | standard deviation of |a|
large, small | size in octaves above and below `USUAL_RAD`
quick        | duration in octaves below `USUAL_S`
held         | share of the time near the top

`way`, `top`, `return`, `plane`, `waver`, `swing` and `held` are logarithms: 10 % differs from 20 % about as much as
20 % from 40 %.
"""

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import numpy.typing as npt

from sensorcoach.detect.finding.cycles import Cycle
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.dsp.filtering import row_dots
from sensorcoach.motion.lift_axis import angle_between, angle_of_chord, cross_product, squared_chord_lengths
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

NEAR_SHARE: Annotated[float, Within(0.05, 0.4, "share")] = 0.2
"""Distance from a foot or the top, as a share of the size, within which the segment is still there. Holds sag less."""

USUAL_RAD: Annotated[float, Within(10.0 * RAD_PER_DEG, 60.0 * RAD_PER_DEG, "rad")] = 30.0 * RAD_PER_DEG
"""Size from which `large` and `small` are measured. It is in the middle of the sizes that people lift."""

USUAL_S: Annotated[float, Within(1.0, 6.0, "s")] = 3.0
"""Duration below which a cycle is quick. It is in the middle of the durations that people lift in."""

STRIDE_S: Annotated[float, Within(0.8, 2.5, "s")] = 1.5
"""Longest time from one stride to the next. Slow walking takes this long; brisk lifts may take less."""

STRIDE_OCTAVES: Annotated[float, Within(0.05, 2.0, "octaves")] = 0.3
"""Spread above `STRIDE_S` within which a longer time still resembles a stride. Nobody strides at half that pace."""

LEVELS: Annotated[tuple[float, ...], Within(0.05, 0.95, "share")] = (0.25, 0.5, 0.75)
"""Shares of the size at which two paths are compared. More levels add little."""

SHARE_FLOOR: Annotated[float, Within(0.001, 0.2, "share")] = 0.03
"""Share added before a logarithm is taken. Even the best sensor cannot distinguish smaller shares."""

SPREAD_FLOOR_MPS2: Annotated[float, Within(0.001, 0.5, "m/s²")] = 0.03
"""Spread of |a| added before its logarithm is taken. It is the noise of a good sensor."""

PATH_STEP_POINTS: Annotated[int, Within(1, 20, "grid points")] = 5
"""Grid points between the attitudes that a path is measured at. 0.1 s is longer than tremor."""

_LEVELS = np.array(LEVELS)


@dataclass(frozen=True, slots=True)
class CycleMeasures:
    """The measures of one cycle.

    `end`, `top` (3,): attitudes. `leave`, `arrive`: grid points at which the segment leaves the foot and is back.
    `period_s`: time from foot to end, with the rest before the cycle.
    """

    end: FloatArray
    top: FloatArray
    path: FloatArray
    """Attitudes (7, 3) at each of `LEVELS` on the way out, at the top, and on the way back."""
    size_rad: float
    leave: int
    arrive: int
    period_s: float
    alone: tuple[float, ...]
    """Comparisons of the cycle with itself, in the order of `ALONE`."""

    @property
    def duration_s(self) -> float:
        """Time away from the foot."""
        return (self.arrive - self.leave) / RATE_HZ


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a comparison whose value is above the usual one, and below it."""

    above: str
    below: str


WITH_BEFORE_WORDS = {
    "way": Words("its path differs from the movement before", "it follows the path of the movement before"),
    "top": Words("its top differs from the movement before", "its top is that of the movement before"),
}
"""The comparisons with the cycle before in their order, each with its text."""

ALONE_WORDS = {
    "return": Words("it does not come back to where it began", "it comes back to where it began"),
    "plane": Words("it does not keep to one plane", "it keeps to one plane"),
    "detour": Words("it does not go straight up and down", "it goes straight up and down"),
    "jolts": Words("it jolts like steps", "it does not jolt"),
    "stride": Words("it is as frequent as strides", "it takes longer than a stride"),
    "waver": Words("it leaves its plane as strides do", "it keeps its plane better than strides do"),
    "swing": Words("the force on the sensor changes", "the force on the sensor hardly changes"),
    "large": Words("it is large", "it is not large"),
    "small": Words("it is small", "it is not small"),
    "quick": Words("it is as quick as steps", "it is not as quick as steps"),
    "held": Words("it stays near its top", "it does not stay near its top"),
}
"""The comparisons of a cycle with itself in their order, each with its text."""

ALONE = tuple(ALONE_WORDS)
WITH_BEFORE = tuple(WITH_BEFORE_WORDS)
NAMES = (*WITH_BEFORE, *ALONE)
"""Names of all comparisons, in the order of the weights in `evidence.toml`."""


def measure_cycle(history: MotionHistory, cycle: Cycle) -> CycleMeasures:
    """Measure a cycle whose motion is still kept."""
    first, last = max(cycle.foot.point, history.first), cycle.end.point
    middle = cycle.top.point - first
    up = history.up(first, last + 1)
    foot, end, top = np.array(cycle.foot.up), np.array(cycle.end.up), np.array(cycle.top.up)
    away = np.concatenate([squared_chord_lengths(up[:middle], foot), squared_chord_lengths(up[middle:], end)])
    size = math.sqrt(max(float(away[max(middle - 1, 0)]), float(away[middle]), 1e-12))
    near = away < (NEAR_SHARE * size) ** 2
    leave, arrive = _last_index(near[:middle]), middle + _first_index(near[middle:])
    path = up[_find_levels(away, leave, middle, arrive, (_LEVELS * size) ** 2)]
    size_rad = angle_of_chord(size)
    held = float(np.count_nonzero(away[leave : arrive + 1] > ((1.0 - NEAR_SHARE) * size) ** 2)) / (arrive - leave + 1)
    steps = up[leave : arrive + 1 : PATH_STEP_POINTS]
    plane = _rms_off_plane(steps, cross_product(foot + end, top)) / size_rad
    detour = _path_length(steps) / (2.0 * size_rad)
    period_s = (last - first) / RATE_HZ
    return CycleMeasures(
        end=end,
        top=top,
        path=path,
        size_rad=size_rad,
        leave=first + leave,
        arrive=first + arrive,
        period_s=period_s,
        alone=(
            _log_share(angle_between(foot, end) / size_rad),
            _log_share(plane),
            detour,
            *_compare_pace(history, first + leave, first + arrive + 1, period_s, plane),
            *_compare_size(size_rad, (arrive - leave + 1) / RATE_HZ),
            _log_share(held),
        ),
    )


def _rms_off_plane(up: FloatArray, normal: FloatArray) -> float:
    """Return the RMS distance of attitudes (n, 3) from the plane with this normal (3,)."""
    aside = row_dots(up, normal / max(math.sqrt(float(normal @ normal)), 1e-9))
    return math.sqrt(float(aside @ aside) / len(aside))


def _path_length(up: FloatArray) -> float:
    """Return the length of the path through these attitudes (n, 3)."""
    return float(np.sqrt(squared_chord_lengths(up[1:], up[:-1])).sum())


def _compare_pace(history: MotionHistory, start: int, stop: int, period_s: float, plane: float) -> tuple[float, ...]:
    """Return the comparisons `jolts` to `swing` of the motion between two grid points."""
    acc_mps2 = history.acc_norm(start, stop)
    mean_mps2 = float(acc_mps2.sum()) / len(acc_mps2)
    spread_mps2 = math.sqrt(max(float(acc_mps2 @ acc_mps2) / len(acc_mps2) - mean_mps2**2, 0.0))
    octaves = math.log2(max(period_s, (stop - start) / RATE_HZ) / STRIDE_S)
    stride = math.exp(-((max(octaves, 0.0) / STRIDE_OCTAVES) ** 2))
    jolts = float(history.jolt(start, stop).sum()) / (stop - start)
    waver = stride * (_log_share(plane) - _log_share(0.0))
    return jolts, stride, waver, math.log(spread_mps2 + SPREAD_FLOOR_MPS2)


def _compare_size(size_rad: float, duration_s: float) -> tuple[float, float, float]:
    """Return the comparisons `large`, `small` and `quick`."""
    octaves, quick = math.log2(size_rad / USUAL_RAD), math.log2(USUAL_S / duration_s)
    return max(octaves, 0.0), max(-octaves, 0.0), max(quick, 0.0)


def compare(one: CycleMeasures, before: CycleMeasures) -> tuple[float, ...]:
    """Compare a cycle with the one before it; returns values in the order of `WITH_BEFORE`."""
    size_rad = 0.5 * (one.size_rad + before.size_rad)
    return (
        _log_share(math.sqrt(float(squared_chord_lengths(one.path, before.path).mean())) / size_rad),
        _log_share(angle_between(one.top, before.top) / size_rad),
    )


def _log_share(value: float) -> float:
    """Return the logarithm of a share; shares far below `SHARE_FLOOR` give the same value."""
    return math.log(value + SHARE_FLOOR)


def _find_levels(away: FloatArray, leave: int, middle: int, arrive: int, levels: FloatArray) -> npt.NDArray[np.int64]:
    """Return the indices (7,) at which the path first reaches each level, is at its top, and last leaves each level.

    `away` (n,): squared distance from the foot; `levels` (3,): squared distances.
    """
    out = leave + np.searchsorted(np.maximum.accumulate(away[leave : middle + 1]), levels)
    back = arrive - np.searchsorted(np.maximum.accumulate(away[middle : arrive + 1][::-1]), levels)
    return np.concatenate([np.minimum(out, middle), [middle], np.maximum(back, middle)])


def _last_index(marks: npt.NDArray[np.bool_]) -> int:
    """Return the index of the last mark that is set; 0 without one."""
    where = marks.nonzero()[0]
    return int(where[-1]) if len(where) else 0


def _first_index(marks: npt.NDArray[np.bool_]) -> int:
    """Return the index of the first mark that is set; the last index without one."""
    where = marks.nonzero()[0]
    return int(where[0]) if len(where) else len(marks) - 1
