"""How the warnings that were said agree with those that were deserved.

A warning is caught when the rep deserves it and it was said. It is false when it was said of a rep that deserves none
at all; where it could be called both ways it counts neither way. Reps that were not counted cannot be warned of and are
left out here: the count tells of them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.agreement import Judged

CODES = ("momentum", "short_range", "overextension", "dropped", "short_hold", "bottom_contact")
"""The faults that the simulated exerciser is asked to show."""

LEAST_CAUGHT, MOST_FALSE = 0.95, 0.02
"""What is promised of each fault, and of good reps."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one code: reps that deserve it and those caught; reps that deserve nothing and those falsely warned of."""

    deserved: int
    caught: int
    good: int
    false: int

    @property
    def caught_share(self) -> float:
        return self.caught / self.deserved if self.deserved else math.nan

    @property
    def false_share(self) -> float:
        return self.false / self.good if self.good else math.nan

    @property
    def kept(self) -> bool:
        """Whether so much is caught and so little false as is promised."""
        return self.caught_share >= LEAST_CAUGHT and self.false_share <= MOST_FALSE


def tally(judged: Sequence[Judged], code: str) -> Tally:
    """One code over these reps."""
    deserving = [one for one in judged if code in one.deserved]
    good = [one for one in judged if not one.deserved and code not in one.either]
    return Tally(len(deserving), _saying(deserving, code), len(good), _saying(good, code))


def anything(judged: Sequence[Judged]) -> Tally:
    """Good reps that were warned of anything that they could not have been; nothing can be caught here."""
    good = [one for one in judged if not one.deserved]
    return Tally(0, 0, len(good), sum(bool(one.said - one.either) for one in good))


def codes_in(judged: Iterable[Judged]) -> list[str]:
    """The codes to speak of: the six that are asked for, then any other that was deserved or said."""
    others: set[str] = set()
    for one in judged:
        others |= one.deserved | one.said
    return [*CODES, *sorted(others - set(CODES))]


def _saying(reps: Sequence[Judged], code: str) -> int:
    return sum(code in one.said for one in reps)


def percent(share: float, of: int | None = None) -> str:
    """`98.2 % of 310`; a dash of nothing."""
    if math.isnan(share):
        return "-"
    return f"{share:.1%}" if of is None else f"{share:.1%} of {of}"
