"""Times in text files: numbers, ISO 8601 and times of day, and the unit of numbers."""

import re
from functools import lru_cache

import numpy as np

from sensorcoach.samples import FloatArray

_ISO = re.compile(
    r"(?:(\d{4}-\d\d-\d\d)[T ])?(\d\d):(\d\d):(\d\d(?:[.,]\d+)?)\s*(?:(Z|z|UTC)|([+-])(\d\d):?(\d\d)?)?", re.ASCII
)
_UNITS = ((1e-3, "milliseconds"), (1e-6, "microseconds"), (1e-9, "nanoseconds"))
_EPOCH_S = (3e8, 1e10)
"""Seconds since 1970 of the years 1979 to 2286."""
_FASTEST_STEP_S, _SLOWEST_STEP_S = 0.0025, 0.05
"""Usual steps between samples, 400 to 20 Hz; they show the unit of times that begin near zero."""


def parse_time_s(text: str) -> float:
    """Return a number, or an ISO 8601 time in seconds since 1970; without a zone it counts as UTC.

    A time of day is in seconds since midnight. Raises ValueError for any other text.
    """
    text = text.strip()
    found = _ISO.fullmatch(text)
    if not found:
        return parse_number(text)
    date, hours, minutes, seconds, _, sign, zone_hours, zone_minutes = found.groups()
    day_s = _count_days(date) * 86400.0 if date else 0.0
    zone_s = 3600.0 * int(zone_hours or 0) + 60.0 * int(zone_minutes or 0)
    time_s = 3600 * int(hours) + 60 * int(minutes) + float(seconds.replace(",", "."))
    return day_s + time_s - (zone_s if sign == "+" else -zone_s)


def parse_number(text: str) -> float:
    """Return a number. Raises ValueError for any other text, and for digits grouped by underscores."""
    if "_" in text:
        raise ValueError(text)
    return float(text)


def find_unit(time: FloatArray, step: float) -> tuple[float, str] | None:
    """Return the seconds in one unit of these times, and its name; None for seconds.

    The size of times since 1970 shows the unit. For other times the usual `step` between samples shows it.
    """
    size = float(time[0])
    for unit_s, name in _UNITS:
        if _EPOCH_S[0] <= size * unit_s < _EPOCH_S[1] and size >= _EPOCH_S[1]:
            return unit_s, name
    for unit_s, name in _UNITS:
        if step >= 1.0 and step * unit_s * (1.0 + 1e-9) >= _FASTEST_STEP_S and step * unit_s <= _SLOWEST_STEP_S:
            return unit_s, name
    return None


@lru_cache(maxsize=16)
def _count_days(date: str) -> int:
    return int(np.datetime64(date, "D").astype(np.int64))
