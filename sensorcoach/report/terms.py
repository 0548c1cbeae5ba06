"""The terms on which a recording is judged: changed limits, and the person whose stored reference is used."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Terms:
    """`limits`: changed limits by name. `person`: None without a stored reference."""

    limits: Mapping[str, float] = field(default_factory=dict[str, float])
    person: str | None = None


OURS = Terms()
"""Default limits, and the session's own reference."""
