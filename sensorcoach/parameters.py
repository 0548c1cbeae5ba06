"""Parameters: the numbers that a maintainer may change, each with its unit, its sensible range, its meaning and reason.

    IDLE_S: Annotated[float, Within(5.0, 60.0, "s")] = 12.0
    \"\"\"Time without a lift that ends a set. A person who rests within a set lifts again within 8 s.\"\"\"

The value stays a plain number. The first sentence below it is the meaning, the rest is the reason. What follows from
parameters (coefficients, grid points) is computed and carries no range. `sensorcoach parameters` prints them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast


@dataclass(frozen=True, slots=True)
class Within:
    """The unit of a parameter and the values between which it makes sense; "share" is a share of 1."""

    low: float
    high: float
    unit: str

    def holds(self, value: object) -> bool:
        """Return whether a number, or each number of a tuple or mapping, lies in the range."""
        if isinstance(value, Mapping):
            return all(map(self.holds, cast("Mapping[object, object]", value).values()))
        if isinstance(value, tuple):
            return all(map(self.holds, cast("tuple[object, ...]", value)))
        return isinstance(value, int | float) and self.low <= value <= self.high
