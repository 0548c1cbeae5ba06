"""A broken rule in few words, the same on every screen and print: its name, its value, its limit."""

from sensorcoach.events import Verdict

_UNITS = {"deg": "°", "deg/s": "°/s", "%": " %", "s": " s", "m/s²": " m/s²"}
"""How a unit stands behind its number."""

_OF_WHAT = {"pause at the top": "pause ", "time of the lift": "lift ", "swing past the top": "past the top "}
"""Criteria that the name of their rule does not tell."""

_MOST_DECIMALS = 3


def rule_words(code: str) -> str:
    """`short range`."""
    return code.replace("_", " ")


def measure_words(verdict: Verdict) -> str:
    """`67°/s, at most 63`: the value, its unit, and the limit it has passed; what it is of, where that is not plain."""
    value, limit = _numbers(verdict.value, verdict.limit)
    side = "at most" if verdict.value > verdict.limit else "at least"
    what = _OF_WHAT.get(verdict.criterion, "")
    return f"{what}{value}{_UNITS.get(verdict.unit, ' ' + verdict.unit)}, {side} {limit}"


def _numbers(value: float, limit: float, more: int = 0) -> tuple[str, str]:
    """As short as they can be while they still differ: 65.4 beside 65.2 needs its tenths."""
    texts = _rounded(value, more), _rounded(limit, more)
    return texts if texts[0] != texts[1] or more >= _MOST_DECIMALS else _numbers(value, limit, more + 1)


def _rounded(number: float, more: int) -> str:
    return f"{number:.{min(_decimals(number) + more, _MOST_DECIMALS)}f}"


def _decimals(number: float) -> int:
    if abs(number) >= 10.0:
        return 0
    return 1 if abs(number) >= 1.0 else 2
