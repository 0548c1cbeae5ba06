"""Repeated movement that was seen and not counted, by the reason."""

from dataclasses import dataclass

from sensorcoach.detect.evidence import fitted_model
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.search import Hypothesis
from sensorcoach.units import DEG_PER_RAD

WORDS = {
    "bottom": "they begin in unlike positions",
    "top": "they end in unlike positions",
    "size": "they differ in size",
    "pace": "they differ in duration",
    "pause": "they lie far apart",
    "return": "they do not come back to where they began",
    "plane": "they do not keep to one plane",
    "detour": "they do not go straight up and down",
    "jolts": "they jolt like steps",
    "stride": "they come at the pace of strides",
    "steps": "they jolt like steps, at the pace of steps",
    "swing": "they are not moved against gravity",
    "force": "the force does not go with the movement",
    "large": "they are too large",
    "small": "they are too small",
    "slow": "they are too slow",
    "quick": "they are as quick as steps",
    "held": "they are held too long or too briefly",
    "alone": "one movement alone is not enough",
}
"""What speaks against a movement, by the comparison that says so."""


@dataclass(frozen=True, slots=True)
class Refused:
    """`posture`: why lifts were not counted, or would not have been, in words; the latest reason.

    `misplaced`: why the sensor must sit elsewhere than was said. `halves`: how often bends were seen of which two are
    a rep. `unlike`: why the likeliest movements that were not counted were not, in words.
    """

    posture: str | None = None
    misplaced: str | None = None
    halves: int = 0
    unlike: str | None = None

    def __add__(self, later: "Refused") -> "Refused":
        return Refused(
            later.posture or self.posture,
            later.misplaced or self.misplaced,
            self.halves + later.halves,
            later.unlike or self.unlike,
        )


class Refusals:
    """Remembers the likeliest movements that were not believed, and what spoke most against them."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._best: Hypothesis | None = None

    def add(self, found: Hypothesis) -> None:
        """These movements were not believed."""
        if self._best is None or found.log_odds > self._best.log_odds:
            self._best = found

    @property
    def reason(self) -> str | None:
        """Which movements were likeliest, and why they were not counted."""
        if self._best is None:
            return None
        newest = self._best.cycles[0]
        against = min(fitted_model().shares(newest.pair, newest.measures.alone), key=lambda share: share[1])
        count = len(self._best.cycles)
        what = "movement of" if count == 1 else "movements of about"
        size_deg = newest.measures.size_rad * DEG_PER_RAD
        return f"{count} {what} {size_deg:.0f}° and {newest.measures.lasts_s:.1f} s: {WORDS[against[0]]}."
