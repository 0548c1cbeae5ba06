"""Two bends a rep: in a squat the pelvis bows on the way down, comes upright, and bows again on the way up.

Each bend looks like a lift. But successive lifts go through the same heights, and these bends do not: from one bend to
the next the body has gone down or up. Both bends reach the bowed attitude halfway. Where the search took that for the
bottom, the other ends of the cycles lie high and low in turn.
"""

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from sensorcoach.detect.height.step_pairs import LEAST_M
from sensorcoach.detect.height.steps import Step
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

SMALLEST_SHARE: Annotated[float, Within(0.1, 0.8, "share")] = 0.3
"""Smallest change of height from cycle to cycle, as a share of the largest. Squats of a set are alike."""

HALF_SHARE: Annotated[float, Within(0.3, 0.7, "share")] = 0.5
"""Height of the ends over the bowed attitude, as a share of a step. That attitude is reached halfway."""


def are_halves(steps: Sequence[Step], feet: Sequence[int], tops: Sequence[int]) -> bool:
    """Return whether these cycles, newest first, lie high and low in turn, at their feet or at their tops."""
    foot_m, top_m = _heights_m(steps, feet), _heights_m(steps, tops)
    above_m = top_m - 0.5 * (foot_m[:-1] + foot_m[1:])
    return _alternates(np.diff(foot_m), LEAST_M) or _alternates(above_m, HALF_SHARE * LEAST_M)


def _alternates(changes_m: FloatArray, least_m: float) -> bool:
    """Return whether the changes go up and down in turn, by at least `least_m` on average."""
    sizes_m = np.abs(changes_m)
    turning = bool((changes_m[1:] * changes_m[:-1] < 0.0).all())
    return turning and sizes_m.mean() >= least_m and sizes_m.min() >= SMALLEST_SHARE * sizes_m.max()


def _heights_m(steps: Sequence[Step], points: Sequence[int]) -> FloatArray:
    """Return the height at these grid points relative to that before the first step."""
    return np.array([sum(_risen_m(step, point) for step in steps) for point in points], dtype=np.float64)


def _risen_m(step: Step, point: int) -> float:
    """Return how much of a step is done at a grid point."""
    return step.height_m * min(max((point - step.start) / max(step.end - step.start, 1), 0.0), 1.0)
