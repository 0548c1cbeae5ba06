"""Repeated movement that was seen and not counted, by the reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """`posture`: why lifts were not counted, or would not have been, in words; the latest reason.

    `misplaced`: why the sensor must sit elsewhere than was said. `halves`: how often bends were seen of which two are
    a rep.
    """

    posture: str | None = None
    misplaced: str | None = None
    halves: int = 0

    def __add__(self, later: "Refused") -> "Refused":
        return Refused(later.posture or self.posture, later.misplaced or self.misplaced, self.halves + later.halves)
