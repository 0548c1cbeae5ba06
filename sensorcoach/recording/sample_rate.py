"""The usual rate of timed samples, and its lower limit."""

import math

import numpy as np

from sensorcoach.dsp.running import median
from sensorcoach.errors import InputError
from sensorcoach.samples import FloatArray

MIN_RATE_HZ = 20.0
"""Lowest usable rate: slower samples do not resolve the phases of a rep."""
_RATE_TOLERANCE = 0.97
"""Fraction of `MIN_RATE_HZ` that is accepted: a sensor sold as 20 Hz may run slightly slow."""


def measure_rate_hz(time_s: FloatArray, source: str) -> float:
    """One over the median time step; infinity if that step is not above 0. `source` names the data in errors.

    Raises InputError for fewer than two samples, and for a rate below `MIN_RATE_HZ`.
    """
    if len(time_s) < 2:
        raise InputError(
            "no_samples",
            f"{source} has {len(time_s)} samples; at least 2 are needed.",
            "Record at least a few seconds.",
        )
    step_s = median(np.diff(time_s))
    if step_s <= 0.0:
        return math.inf
    rate_hz = 1.0 / step_s
    if rate_hz < MIN_RATE_HZ * _RATE_TOLERANCE:
        raise InputError(
            "too_slow",
            f"{source} has {rate_hz:.3g} samples a second; the phases of a rep need at least {MIN_RATE_HZ:g}.",
            "Set the sensor to 50 or 100 Hz and record again; check that the times are in seconds.",
        )
    return rate_hz
