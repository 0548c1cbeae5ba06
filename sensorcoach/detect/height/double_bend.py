"""Two bends a rep: on the way down the pelvis bows, comes upright in the squat, and bows again on the way up.

Each bend looks like a lift. But one lift after another goes through the same heights, and these do
not: from one bend to the next the body has gone down, or up again. Where the cycles were learned from
the bowed attitude, which both bends reach halfway, it is their other ends that lie high and low in turn.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from sensorcoach.detect.height.pairing import LEAST_M
from sensorcoach.detect.height.step import Step

SMALLEST_SHARE = 0.3
"""The smallest change of height from one cycle to the next is at least this share of the largest."""


def are_halves(steps: Sequence[Step], feet: Sequence[int], tops: Sequence[int]) -> bool:
    """Do these cycles lie high and low in turn, at their feet or at their tops, so that two of them are a rep?"""
    return _to_and_fro(steps, feet) or _to_and_fro(steps, tops)


def _to_and_fro(steps: Sequence[Step], points: Sequence[int]) -> bool:
    """Does the height go one way and back again from each of these points to the next?"""
    changes_m = np.diff([sum(_risen_m(step, point) for step in steps) for point in points])
    sizes_m = np.abs(changes_m)
    turning = all(one * other < 0.0 for one, other in pairwise(changes_m.tolist()))
    return turning and sizes_m.mean() >= LEAST_M and sizes_m.min() >= SMALLEST_SHARE * sizes_m.max()


def _risen_m(step: Step, point: int) -> float:
    """How much of a step is done at a grid point."""
    return step.height_m * min(max((point - step.start) / max(step.end - step.start, 1), 0.0), 1.0)
