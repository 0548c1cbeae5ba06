"""Events of sets that are interrupted, not sure yet, or the person's own to begin and end, and of their evidence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetInterrupted:
    """No samples came between these times in the midst of set `number`, for so long that reps may be missing."""

    number: int
    start_s: float
    end_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class SetArmed:
    """The person said at `time_s` that a set begins: what is lifted from then on counts."""

    time_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class SetDisarmed:
    """The person said at `time_s` that the set is over."""

    time_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class SetDiscarded:
    """The person threw set `number` away: it leaves the count and the report, and nothing more is said of it.

    Its number is given to no other set.
    """

    number: int
    decided_s: float


@dataclass(frozen=True, slots=True)
class RepProvisional:
    """A lift that may turn out to be rep `number` of set `set_number`: `RepCounted` with the same number confirms it.

    Said again for the same number it replaces what was said before.
    """

    set_number: int
    number: int
    lift_start_s: float
    end_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class ProvisionalWithdrawn:
    """What was provisional in set `set_number` is no rep after all; the `reason` is in words. Counted reps stay."""

    set_number: int
    decided_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one comparison adds to the evidence of a cycle; `above`: its value is above the usual one."""

    comparison: str
    log_odds: float
    above: bool


@dataclass(frozen=True, slots=True)
class CycleWeighed:
    """A movement out and back, and the evidence that it is a rep. Emitted only when asked for.

    `log_odds`: of this cycle; `total`: of the likeliest set that ends with it; `needed`: what `total` must reach.
    `shares` go from most against to most for. `counted`: it was taken for a rep of an open set. `reason`: what kept it
    from counting whatever its evidence, in words. The same cycle may come again: the later event replaces the earlier.
    """

    start_s: float
    top_s: float
    end_s: float
    size_rad: float
    log_odds: float
    total: float
    needed: float
    counted: bool
    shares: tuple[Share, ...]
    decided_s: float
    reason: str | None = None
