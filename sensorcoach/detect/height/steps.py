"""The height of a movement between two rests, and the steps in it.

Vertical acceleration, integrated twice. The speed at both ends is known to be zero; what it comes
out as at the end is spread evenly over the way, as a constant error would have made it. That holds
for some seconds. In a longer movement only what comes and goes within seconds is kept (high-pass),
and only where it does so regularly: squats without a pause, not walking about.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from sensorcoach.dsp.filtering import filter_both_ways
from sensorcoach.dsp.sparc import sparc
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray


@dataclass(frozen=True, slots=True)
class Step:
    """From grid point `start` to grid point `end` the height changes by `height_m`, upwards counted positive.

    The points are where the vertical speed passes 5 % of its peak. `smoothness`: of the vertical speed.
    """

    start: int
    end: int
    height_m: float
    smoothness: float


SHORT_POINTS = round(6.0 * RATE_HZ)
"""Up to this length the error of one integration stays below a step: 0.05 m/s² make 0.2 m in 6 s at the worst."""

HIGH_PASS_HZ = 0.12
"""Of longer movements: cycles of up to 5 s pass nearly unchanged."""
HIGH_PASS = (
    (0.9893937267635308, -1.9787874535270615, 0.9893937267635308, 1.0, -1.9786749573312465, 0.9788999497228769),
)
"""Section of that Butterworth high-pass on the grid, second order."""
PAD_POINTS = round(3.0 * RATE_HZ)

TURN_M = 0.1
"""Sinking or rising again by less is no turn: the pelvis dips as the trunk bows before rising."""

QUICKEST_POINTS = round(0.4 * RATE_HZ)
"""A movement with quicker steps is a jump or a stumble."""

SMALL_M = 0.02
"""A movement that changes the height by less is no step."""

CYCLE_M = 0.2
CYCLE_STEPS = 6
CYCLE_ALIKE = 1.6
"""A long movement has steps when at least so many in a row are at least so high and alike within this factor."""

EDGE_SHARE = 0.05
"""Share of its peak speed at which a step begins and ends, as for any phase."""


def find_steps(acceleration_mps2: FloatArray, first: int) -> list[Step]:
    """The steps of a movement from rest to rest; `first` is the grid point of its first acceleration (n,)."""
    steps = find_likely_steps(acceleration_mps2, first)
    if any(step.end - step.start < QUICKEST_POINTS for step in steps if abs(step.height_m) >= TURN_M):
        return []
    return find_longest_regular(steps) if len(acceleration_mps2) > SHORT_POINTS else steps


def find_likely_steps(acceleration_mps2: FloatArray, first: int) -> list[Step]:
    """The same, trusted or not: also of a movement that has not ended, if it just turns or pauses."""
    gained_mps: FloatArray = np.cumsum(acceleration_mps2) / RATE_HZ
    drift_mps: FloatArray = np.linspace(0.0, float(gained_mps[-1]), len(gained_mps), dtype=np.float64)
    speed_mps = gained_mps - drift_mps
    if len(speed_mps) > SHORT_POINTS:
        speed_mps = _high_passed(speed_mps)
    height_m = np.cumsum(speed_mps) / RATE_HZ
    turns = find_turning_points(height_m.tolist(), TURN_M)
    if len(turns) < 2:
        turns = [0, len(height_m) - 1]
    steps = [_step(speed_mps, height_m, a, b, first) for a, b in itertools.pairwise(turns)]
    return [step for step in steps if abs(step.height_m) >= SMALL_M]


def find_turning_points(values: list[float], least: float) -> list[int]:
    """Where the values turn for good: between two of these they go up or down by at least `least`."""
    turns: list[int] = []
    low = high = 0
    way = 0
    for k, value in enumerate(values):
        if value > values[high]:
            high = k
        if value < values[low]:
            low = k
        if way <= 0 and value - values[low] >= least:
            turns.append(low)
            way, high = 1, k
        elif way >= 0 and values[high] - value >= least:
            turns.append(high)
            way, low = -1, k
    if way:
        turns.append(high if way > 0 else low)
    return turns


def find_longest_regular(steps: list[Step]) -> list[Step]:
    """The longest run of steps that are alike in height; none where it is not long enough."""
    best: list[Step] = []
    run: list[Step] = []
    for step in steps:
        run = [*run, step]
        while not _alike(run):
            run = run[1:]
        if len(run) > len(best):
            best = run
    return best if len(best) >= CYCLE_STEPS else []


def _alike(steps: list[Step]) -> bool:
    heights_m = [abs(step.height_m) for step in steps]
    return not steps or (min(heights_m) >= CYCLE_M and max(heights_m) <= CYCLE_ALIKE * min(heights_m))


def _step(speed_mps: FloatArray, height_m: FloatArray, start: int, end: int, first: int) -> Step:
    """The step between two turning points."""
    size_m = float(height_m[end] - height_m[start])
    along = speed_mps[start : end + 1] * (1.0 if size_m >= 0.0 else -1.0)
    quick = np.flatnonzero(along >= EDGE_SHARE * along.max())
    a, b = int(quick[0]), int(quick[-1])
    return Step(first + start + a, first + start + b, size_m, sparc(along[a : b + 1], RATE_HZ))


def _high_passed(speed_mps: FloatArray) -> FloatArray:
    """Without what changes more slowly than a cycle; the body rests before and after."""
    rest = np.zeros(PAD_POINTS)
    padded = np.concatenate([rest, speed_mps, rest])
    return filter_both_ways(HIGH_PASS, padded)[PAD_POINTS:-PAD_POINTS]
