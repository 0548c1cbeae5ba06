"""The value and limit of a broken rule in few words, the same on every screen and print."""

from sensorcoach.verdicts import Verdict

_UNITS = {"deg": "°", "deg/s": "°/s", "%": " %", "s": " s", "m/s²": " m/s²"}
"""Units as printed after a number; any other unit follows a space."""

_MOST_DECIMALS = 3


def measure_words(verdict: Verdict) -> str:
    """Return `67°/s, at most 63`: the value with its unit, and the limit; before them the verdict's prefix."""
    value, limit = _numbers(verdict.value, verdict.limit)
    side = "at least" if verdict.is_minimum else "at most"
    return f"{verdict.prefix}{value}{_UNITS.get(verdict.unit, ' ' + verdict.unit)}, {side} {limit}"


def _numbers(value: float, limit: float, more: int = 0) -> tuple[str, str]:
    """Return both numbers as short as possible while they differ: 65.4 beside 65.2 needs its tenths."""
    texts = _round(value, more), _round(limit, more)
    return texts if texts[0] != texts[1] or more >= _MOST_DECIMALS else _numbers(value, limit, more + 1)


def _round(number: float, more: int) -> str:
    return f"{number:.{min(_count_decimals(number) + more, _MOST_DECIMALS)}f}"


def _count_decimals(number: float) -> int:
    if abs(number) >= 10.0:
        return 0
    return 1 if abs(number) >= 1.0 else 2
