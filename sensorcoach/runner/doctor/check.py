"""One thing that `doctor` has looked at, and what it found."""

from dataclasses import dataclass
from enum import StrEnum

from sensorcoach.errors import SensorcoachError


class Level(StrEnum):
    """How good it is."""

    GOOD = "good"
    DOUBT = "doubt"
    """It will do, or nobody knows."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """`what` was found, and what to do about it; the remedy is empty where all is well."""

    level: Level
    what: str
    remedy: str = ""

    @classmethod
    def of(cls, error: SensorcoachError) -> "Check":
        """What went wrong, as a check."""
        return cls(Level.BAD, error.message, error.remedy)


_SIGNS = {Level.GOOD: "ok", Level.DOUBT: "??", Level.BAD: "!!"}


def check_lines(check: Check) -> list[str]:
    """As a person reads it."""
    lines = [f"{_SIGNS[check.level]}  {check.what}"]
    return [*lines, f"    {check.remedy}"] if check.remedy else lines
