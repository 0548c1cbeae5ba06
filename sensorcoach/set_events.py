"""Events of a set that is not sure yet, or that the person themselves begin, end or throw away; see `events.py`."""

from dataclasses import dataclass


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
