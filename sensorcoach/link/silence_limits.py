"""How long a silence of the sensor may last. No clock in here: how long it has lasted is passed in."""

from dataclasses import dataclass
from enum import Enum, auto


class Silence(Enum):
    """What to think of a silence."""

    USUAL = auto()
    WEAK = auto()
    """Longer than batches and bunching explain."""
    DEAD = auto()
    """The link is taken for gone. The radio itself says so only after its supervision timeout, 4 to 20 s."""


@dataclass(frozen=True, slots=True)
class SilenceLimits:
    """How long to wait for samples: short calls a busy radio weak and cuts links that would have come back.

    `weak_s`, and so many `weak_batches`, whichever is longer: signal weak. `dead_s`, or twice what is weak: gone.
    `start_s`: for the first samples after the start-up, since some sensors take their time (Polar H10).
    """

    weak_s: float = 0.5
    weak_batches: float = 3.0
    dead_s: float = 3.0
    start_s: float = 10.0

    def weak_after_s(self, batch_s: float) -> float:
        """Longest usual silence of a sensor that sends every `batch_s`."""
        return max(self.weak_s, self.weak_batches * batch_s)

    def dead_after_s(self, batch_s: float) -> float:
        """Longest silence of a link that is not given up."""
        return max(self.dead_s, 2.0 * self.weak_after_s(batch_s))

    def judge(self, silent_s: float, batch_s: float) -> Silence:
        """What to think of a silence of `silent_s` from a sensor that sends every `batch_s`."""
        if silent_s >= self.dead_after_s(batch_s):
            return Silence.DEAD
        return Silence.WEAK if silent_s >= self.weak_after_s(batch_s) else Silence.USUAL
