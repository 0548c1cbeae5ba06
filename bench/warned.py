"""Agreement of reported warnings with deserved ones.

A warning is caught if the rep deserves it and gets it. It is false if the rep gets it and deserves none. Where both
verdicts are right, neither counts. Reps that were not counted get no warning and are left out; the count covers them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.agreement import Judged

CODES = ("momentum", "short_range", "overextension", "dropped", "short_hold", "bottom_contact")
"""Codes in every table, with a deserving rep or without."""

LEAST_CAUGHT, MOST_FALSE = 0.95, 0.02
"""Targets for each fault, and for good reps."""


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
        """Whether the shares of caught and false warnings meet the targets."""
        return self.caught_share >= LEAST_CAUGHT and self.false_share <= MOST_FALSE


def tally(judged: Sequence[Judged], code: str) -> Tally:
    """Return the tally of one code over these reps."""
    deserving = [one for one in judged if code in one.deserved]
    good = [one for one in judged if not one.deserved and code not in one.either]
    return Tally(len(deserving), _saying(deserving, code), len(good), _saying(good, code))


def anything(judged: Sequence[Judged]) -> Tally:
    """Return the tally of good reps with any undeserved warning; nothing can be caught here."""
    good = [one for one in judged if not one.deserved]
    return Tally(0, 0, len(good), sum(bool(one.said - one.either) for one in good))


def codes_in(judged: Iterable[Judged]) -> list[str]:
    """Return the codes to list: `CODES`, then any other that was deserved or reported."""
    others: set[str] = set()
    for one in judged:
        others |= one.deserved | one.said
    return [*CODES, *sorted(others - set(CODES))]


def _saying(reps: Sequence[Judged], code: str) -> int:
    return sum(code in one.said for one in reps)


def percent(share: float, of: int | None = None) -> str:
    """Return a share as `98.2 % of 310`; a dash for none."""
    if math.isnan(share):
        return "-"
    return f"{share:.1%}" if of is None else f"{share:.1%} of {of}"
