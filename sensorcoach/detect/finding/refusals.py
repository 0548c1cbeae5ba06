"""Repeated movement that was seen and not counted, by the reason."""

from dataclasses import dataclass

from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.evidence_report import describe_share, list_newest_shares, strongest_against
from sensorcoach.detect.finding.search import Hypothesis
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.units import DEG_PER_RAD

SHOWN = 2
"""Comparisons named against a movement: the strongest; more are noise."""


@dataclass(frozen=True, slots=True)
class Likeliest:
    """The likeliest movements that were not counted: `count` of them up to `end_s`, and what speaks most `against`.

    `log_odds`: the evidence for them as a set, `needed`: what it takes. Size and duration are the newest one's.
    """

    count: int
    size_rad: float
    lasts_s: float
    end_s: float
    log_odds: float
    needed: float
    against: tuple[str, ...]

    def told(self, begin_s: float) -> str:
        """All of it in words; people read times from when the recording begins."""
        at = f"{max(self.end_s - begin_s, 0.0):.0f}"
        about = f"about {self.size_rad * DEG_PER_RAD:.0f}° and {self.lasts_s:.1f} s"
        what = f"was one movement of {about}" if self.count == 1 else f"were {self.count} movements of {about} each"
        last = "it" if self.count == 1 else "the last of them"
        why = f" Against {last}: {'; '.join(self.against)}." if self.against else ""
        return (
            f"The likeliest {what}, up to {at} s, with evidence of {self.log_odds:.1f}; a set takes {self.needed:.1f}."
            f"{why} `sensorcoach explain FILE --at {at}` shows more."
        )


@dataclass(frozen=True, slots=True)
class RefusalReasons:
    """`posture`: why lifts were not counted, or would not have been, in words; the latest reason.

    `misplaced`: why the sensor must sit elsewhere than was said. `halves`: how often bends were seen of which two are
    a rep. `likeliest`: of the movements that were not counted.
    """

    posture: str | None = None
    misplaced: str | None = None
    halves: int = 0
    likeliest: Likeliest | None = None

    def __add__(self, later: "RefusalReasons") -> "RefusalReasons":
        both = [one for one in (self.likeliest, later.likeliest) if one is not None]
        return RefusalReasons(
            later.posture or self.posture,
            later.misplaced or self.misplaced,
            self.halves + later.halves,
            max(both, key=lambda one: one.log_odds - one.needed, default=None),
        )


class RefusalLog:
    """Remembers the likeliest movements that were not believed, and what spoke most against them."""

    def __init__(self, record: MotionHistory, model: EvidenceModel) -> None:
        self._record = record
        self._model = model
        self._best: Hypothesis | None = None
        self._needed = 0.0
        """What those would have taken."""

    def add(self, found: Hypothesis, needed: float) -> None:
        """These movements were not believed."""
        if self._best is None or found.log_odds - needed > self._best.log_odds - self._needed:
            self._best, self._needed = found, needed

    @property
    def likeliest(self) -> Likeliest | None:
        """Which movements were likeliest, and why they were not counted."""
        if self._best is None:
            return None
        newest = self._best.cycles[0].measures
        return Likeliest(
            count=len(self._best.cycles),
            size_rad=newest.size_rad,
            lasts_s=newest.lasts_s,
            end_s=self._record.time_s(newest.arrive),
            log_odds=self._best.log_odds,
            needed=self._needed,
            against=tuple(
                describe_share(share) for share in strongest_against(list_newest_shares(self._best, self._model), SHOWN)
            ),
        )
