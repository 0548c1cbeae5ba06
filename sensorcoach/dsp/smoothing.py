"""Means over a moving window."""

import numpy as np

from sensorcoach.samples import FloatArray


def running_mean(values: FloatArray, points: int) -> FloatArray:
    """Mean of every `points` consecutive values, (n - points + 1,): ends are left out."""
    sums = np.cumsum(np.concatenate([[0.0], values]))
    return (sums[points:] - sums[:-points]) / points
