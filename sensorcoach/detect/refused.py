"""Repeated movement that was seen and not counted, by the reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """How often: `upright`: done upright though the exercise is done lying; `halves`: bends of which two are a rep."""

    upright: int = 0
    halves: int = 0

    def __add__(self, other: "Refused") -> "Refused":
        return Refused(self.upright + other.upright, self.halves + other.halves)
