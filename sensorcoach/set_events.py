"""Events of sets that are interrupted, provisional, or marked by the wearer, and of the evidence for sets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetInterrupted:
    """A gap between these times in set `number` is long enough to hide reps."""

    number: int
    start_s: float
    end_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class SetArmed:
    """The wearer began a set at `time_s`: lifts count from then on."""

    time_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class SetDisarmed:
    """The wearer ended the set at `time_s`."""

    time_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class SetDiscarded:
    """The wearer discarded set `number`: it leaves the count and the report, and no more events follow for it.

    No other set gets its number.
    """

    number: int
    decided_s: float


@dataclass(frozen=True, slots=True)
class RepProvisional:
    """A lift that may become rep `number` of set `set_number`: `RepCounted` with the same number confirms it.

    A second event with the same number replaces the first.
    """

    set_number: int
    number: int
    lift_start_s: float
    end_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class ProvisionalWithdrawn:
    """The provisional lifts of set `set_number` are not reps; `reason` in words. Counted reps stay."""

    set_number: int
    decided_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Share:
    """Part of one comparison in the evidence of a cycle; `above`: its value is above the usual one."""

    comparison: str
    log_odds: float
    above: bool


@dataclass(frozen=True, slots=True)
class CycleWeighed:
    """A movement out and back, and the evidence that it is a rep. Emitted only on request.

    `log_odds`: of this cycle. `total`: of the likeliest set that ends with it. `needed`: smallest `total` of a set.
    `shares`: from most against to most for. `counted`: it became a rep of an open set. `reason`: what kept it from
    counting despite its evidence, in words. A later event for the same cycle replaces an earlier one.
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
