"""Two bends a rep: on the way down the pelvis bows, comes upright in the squat, and bows again on the way up.

Each bend looks like a lift. But one lift after another goes through the same heights, and these do
not: from one bend to the next the body has gone down, or up again. Where the cycles were learned from
the bowed attitude, which both bends reach halfway, it is their other ends that lie high and low in turn.
"""

from collections.abc import Sequence

import numpy as np

from sensorcoach.detect.height.step_pairs import LEAST_M
from sensorcoach.detect.height.steps import Step
from sensorcoach.samples import FloatArray

SMALLEST_SHARE = 0.3
"""The smallest change of height from one cycle to the next is at least this share of the largest."""

HALF_SHARE = 0.5
"""Seen from the bowed attitude, halfway, the ends lie this share of a step above and below it."""


def are_halves(steps: Sequence[Step], feet: Sequence[int], tops: Sequence[int]) -> bool:
    """Do these cycles, newest first, lie high and low in turn, at their feet or at their tops?"""
    foot_m, top_m = _heights_m(steps, feet), _heights_m(steps, tops)
    above_m = top_m - 0.5 * (foot_m[:-1] + foot_m[1:])
    return _to_and_fro(np.diff(foot_m), LEAST_M) or _to_and_fro(above_m, HALF_SHARE * LEAST_M)


def _to_and_fro(changes_m: FloatArray, least_m: float) -> bool:
    sizes_m = np.abs(changes_m)
    turning = bool((changes_m[1:] * changes_m[:-1] < 0.0).all())
    return turning and sizes_m.mean() >= least_m and sizes_m.min() >= SMALLEST_SHARE * sizes_m.max()


def _heights_m(steps: Sequence[Step], points: Sequence[int]) -> FloatArray:
    """The height at these grid points, over that before the first step."""
    return np.array([sum(_risen_m(step, point) for step in steps) for point in points], dtype=np.float64)


def _risen_m(step: Step, point: int) -> float:
    """How much of a step is done at a grid point."""
    return step.height_m * min(max((point - step.start) / max(step.end - step.start, 1), 0.0), 1.0)
