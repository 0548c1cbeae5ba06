"""Limits for the time without samples. The caller passes the time in, so this file needs no clock."""

from dataclasses import dataclass
from enum import Enum, auto


class Silence(Enum):
    """Severity of a time without samples."""

    USUAL = auto()
    """Normal time between two packets."""
    WEAK = auto()
    """Longer than packets and radio bunching explain."""
    DEAD = auto()
    """The link counts as lost. The radio reports it only after its supervision timeout of 4 to 20 s."""


@dataclass(frozen=True, slots=True)
class SilenceLimits:
    """Limits for the wait for samples.

    Shorter limits report a busy radio as weak and close links that would recover.

    `weak_s`, `weak_batches`: the signal is weak after the longer of this time and this number of packet periods.
    `dead_s`: the link counts as lost after the longer of this time and twice the weak limit.
    `start_s`: limit for the first samples after the start-up. Some sensors (Polar H10) need several seconds.
    """

    weak_s: float = 0.5
    weak_batches: float = 3.0
    dead_s: float = 3.0
    start_s: float = 10.0

    def weak_after_s(self, batch_s: float) -> float:
        """Return the longest normal wait for a sensor that sends a packet every `batch_s`."""
        return max(self.weak_s, self.weak_batches * batch_s)

    def dead_after_s(self, batch_s: float) -> float:
        """Return the wait after which the link counts as lost."""
        return max(self.dead_s, 2.0 * self.weak_after_s(batch_s))

    def judge(self, silent_s: float, batch_s: float) -> Silence:
        """Return the severity of a wait of `silent_s` for a sensor that sends a packet every `batch_s`."""
        if silent_s >= self.dead_after_s(batch_s):
            return Silence.DEAD
        return Silence.WEAK if silent_s >= self.weak_after_s(batch_s) else Silence.USUAL
