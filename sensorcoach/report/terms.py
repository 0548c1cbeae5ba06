"""On which terms a recording was judged: limits that were changed, and whose stored reference was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Terms:
    """`limits`: the changed ones, by name; `person`: None where no stored reference was asked for."""

    limits: Mapping[str, float] = field(default_factory=dict[str, float])
    person: str | None = None


OURS = Terms()
"""Our limits, and the session's own reference."""
