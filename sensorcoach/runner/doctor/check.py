"""The result of one check of `doctor`."""

from dataclasses import dataclass
from enum import StrEnum

from sensorcoach.errors import SensorcoachError


class Level(StrEnum):
    """Severity of a result."""

    GOOD = "good"
    """Everything is in order."""
    DOUBT = "doubt"
    """Usable with limits, or unknown."""
    BAD = "bad"
    """Not usable."""


@dataclass(frozen=True, slots=True)
class Check:
    """A result. `finding`: what was found. `remedy`: what the user can do, or empty."""

    level: Level
    finding: str
    remedy: str = ""

    @classmethod
    def from_error(cls, error: SensorcoachError) -> "Check":
        """Return the error as a bad result."""
        return cls(Level.BAD, error.message, error.remedy)


_SIGNS = {Level.GOOD: "ok", Level.DOUBT: "??", Level.BAD: "!!"}


def format_check(check: Check) -> list[str]:
    """Return the result as lines of text."""
    lines = [f"{_SIGNS[check.level]}  {check.finding}"]
    return [*lines, f"    {check.remedy}"] if check.remedy else lines
