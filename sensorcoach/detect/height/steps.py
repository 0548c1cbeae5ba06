"""The height of a movement between two rests, and the steps in it.

Vertical acceleration is integrated twice. The speed at both ends is known to be zero (zero-velocity update, ZUPT). The
speed left over at the end is spread evenly over the way, as a constant error would have made it. That holds for some
seconds. Of a longer movement only changes within seconds are kept (high-pass), and only regular ones: squats without a
pause, not walking about.
"""

import itertools
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sensorcoach.detect.phase_shares import EDGE_SHARE
from sensorcoach.dsp.filtering import filter_both_ways
from sensorcoach.dsp.sparc import sparc
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

SHORT_S: Annotated[float, Within(2.0, 15.0, "s")] = 6.0
"""Longest movement that is integrated at once. An error of 0.05 m/s² makes 0.2 m in 6 s at the worst."""

HIGH_PASS_HZ: Annotated[float, Within(0.03, 0.3, "Hz")] = 0.12
"""Corner of the high-pass for longer movements. Cycles of up to 5 s pass nearly unchanged."""

HIGH_PASS: tuple[tuple[float, ...], ...] = (
    (0.9893937267635308, -1.9787874535270615, 0.9893937267635308, 1.0, -1.9786749573312465, 0.9788999497228769),
)
"""Section of that Butterworth high-pass on the grid, second order. A test computes it from `HIGH_PASS_HZ`."""

PAD_S: Annotated[float, Within(1.0, 10.0, "s")] = 3.0
"""Rest added before and after a movement for the high-pass. The high-pass needs time to settle."""

TURN_M: Annotated[float, Within(0.03, 0.3, "m")] = 0.1
"""Smallest change of height between turning points. The pelvis dips as the trunk bows before rising."""

QUICKEST_S: Annotated[float, Within(0.2, 1.0, "s")] = 0.4
"""Shortest step. A movement with quicker steps is a jump or a stumble."""

SMALL_M: Annotated[float, Within(0.005, 0.1, "m")] = 0.02
"""Smallest step. Smaller ones lie within the error."""

CYCLE_M: Annotated[float, Within(0.1, 0.5, "m")] = 0.2
"""Smallest step of a long movement. Walking stays below."""

CYCLE_STEPS: Annotated[int, Within(2, 12, "steps")] = 6
"""Smallest number of alike steps in a row of a long movement. Fewer are chance."""

CYCLE_ALIKE: Annotated[float, Within(1.1, 3.0, "times")] = 1.6
"""Largest factor between the steps in a row of a long movement. Squats of a set are alike."""

SHORT_POINTS = round(SHORT_S * RATE_HZ)
_PAD_POINTS, _QUICKEST_POINTS = round(PAD_S * RATE_HZ), round(QUICKEST_S * RATE_HZ)


@dataclass(frozen=True, slots=True)
class Step:
    """A change of height by `height_m`, upwards positive, from grid point `start` to grid point `end`.

    At these points the vertical speed passes 5 % of its peak. `smoothness`: SPARC of the vertical speed.
    """

    start: int
    end: int
    height_m: float
    smoothness: float


def find_steps(acceleration_mps2: FloatArray, first: int) -> list[Step]:
    """Return the steps of a movement from rest to rest, from its vertical acceleration (n,).

    `first`: grid point of the first acceleration. Empty where the height cannot be trusted.
    """
    steps = find_likely_steps(acceleration_mps2, first)
    if any(step.end - step.start < _QUICKEST_POINTS for step in steps if abs(step.height_m) >= TURN_M):
        return []
    return find_longest_regular(steps) if len(acceleration_mps2) > SHORT_POINTS else steps


def find_likely_steps(acceleration_mps2: FloatArray, first: int) -> list[Step]:
    """Return the steps, trusted or not: also of a movement that goes on, if it turns or pauses just now."""
    gained_mps: FloatArray = np.cumsum(acceleration_mps2) / RATE_HZ
    drift_mps: FloatArray = np.linspace(0.0, float(gained_mps[-1]), len(gained_mps), dtype=np.float64)
    speed_mps = gained_mps - drift_mps
    if len(speed_mps) > SHORT_POINTS:
        speed_mps = _high_pass(speed_mps)
    height_m = np.cumsum(speed_mps) / RATE_HZ
    turns = find_turning_points(height_m.tolist(), TURN_M)
    if len(turns) < 2:
        turns = [0, len(height_m) - 1]
    steps = [_measure_step(speed_mps, height_m, a, b, first) for a, b in itertools.pairwise(turns)]
    return [step for step in steps if abs(step.height_m) >= SMALL_M]


def find_turning_points(values: list[float], least: float) -> list[int]:
    """Return the turning points: between two of them the values rise or fall by at least `least`."""
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
    """Return the longest run of steps that are alike in height; empty where it is too short."""
    best: list[Step] = []
    run: list[Step] = []
    for step in steps:
        run = [*run, step]
        while not _are_alike(run):
            run = run[1:]
        if len(run) > len(best):
            best = run
    return best if len(best) >= CYCLE_STEPS else []


def _are_alike(steps: list[Step]) -> bool:
    heights_m = [abs(step.height_m) for step in steps]
    return not steps or (min(heights_m) >= CYCLE_M and max(heights_m) <= CYCLE_ALIKE * min(heights_m))


def _measure_step(speed_mps: FloatArray, height_m: FloatArray, start: int, end: int, first: int) -> Step:
    """Measure the step between two turning points."""
    size_m = float(height_m[end] - height_m[start])
    along = speed_mps[start : end + 1] * (1.0 if size_m >= 0.0 else -1.0)
    quick = np.flatnonzero(along >= EDGE_SHARE * along.max())
    a, b = int(quick[0]), int(quick[-1])
    return Step(first + start + a, first + start + b, size_m, sparc(along[a : b + 1], RATE_HZ))


def _high_pass(speed_mps: FloatArray) -> FloatArray:
    """Remove changes slower than a cycle; the body rests before and after."""
    rest = np.zeros(_PAD_POINTS)
    padded = np.concatenate([rest, speed_mps, rest])
    return filter_both_ways(HIGH_PASS, padded)[_PAD_POINTS:-_PAD_POINTS]
