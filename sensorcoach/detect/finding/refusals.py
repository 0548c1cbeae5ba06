"""Keep the reasons why repeated movement was not counted.

`Detector` logs each possible set that it does not open. At the end `SignalMonitor` reports the reasons, if no rep was
counted.
"""

from dataclasses import dataclass

from sensorcoach.detect.finding.evidence import EvidenceModel
from sensorcoach.detect.finding.evidence_report import describe_share, list_newest_shares, pick_against
from sensorcoach.detect.finding.search import Hypothesis
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.units import DEG_PER_RAD


@dataclass(frozen=True, slots=True)
class RefusedMovements:
    """Movements that were not counted as a set.

    `count`: number of movements. `size_rad`, `duration_s`: of the newest movement. `end_s`: its end. `log_odds`:
    evidence for them as a set. `needed`: log-odds that a set needs. `against`: texts of the strongest evidence against
    the newest.
    """

    count: int
    size_rad: float
    duration_s: float
    end_s: float
    log_odds: float
    needed: float
    against: tuple[str, ...]

    def describe(self, begin_s: float) -> str:
        """Return all of it in sentences, with times since the recording began at `begin_s`."""
        at = f"{max(self.end_s - begin_s, 0.0):.0f}"
        about = f"about {self.size_rad * DEG_PER_RAD:.0f}° and {self.duration_s:.1f} s"
        what = f"was one movement of {about}" if self.count == 1 else f"were {self.count} movements of {about} each"
        newest = "it" if self.count == 1 else "the last of them"
        why = f" Against {newest}: {'; '.join(self.against)}." if self.against else ""
        return (
            f"The closest {what}, up to {at} s. The evidence is {self.log_odds:.1f}; a set needs {self.needed:.1f}."
            f"{why} `sensorcoach explain FILE --at {at}` shows more."
        )


@dataclass(frozen=True, slots=True)
class RefusalReasons:
    """Reasons why movement was not counted; None, or 0, without one.

    `wrong_posture`, `wrong_placement`: latest reason of `PostureGate`, as a sentence. `half_reps`: number of bends seen
    of which two make a rep. `likeliest`: the movements that came closest to a set.
    """

    wrong_posture: str | None = None
    wrong_placement: str | None = None
    half_reps: int = 0
    likeliest: RefusedMovements | None = None

    def __add__(self, later: "RefusalReasons") -> "RefusalReasons":
        both = [one for one in (self.likeliest, later.likeliest) if one is not None]
        return RefusalReasons(
            later.wrong_posture or self.wrong_posture,
            later.wrong_placement or self.wrong_placement,
            self.half_reps + later.half_reps,
            max(both, key=lambda one: one.log_odds - one.needed, default=None),
        )


class RefusalLog:
    """Remembers the movements that came closest to a set without being one."""

    def __init__(self, history: MotionHistory, model: EvidenceModel) -> None:
        self._history = history
        self._model = model
        self._best: Hypothesis | None = None
        """The movements that came closest."""
        self._needed = 0.0
        """Log-odds that they would have needed."""

    def add(self, found: Hypothesis, needed: float) -> None:
        """Add movements whose evidence is less than the `needed` log-odds."""
        if self._best is None or found.log_odds - needed > self._best.log_odds - self._needed:
            self._best, self._needed = found, needed

    @property
    def likeliest(self) -> RefusedMovements | None:
        """The movements that came closest to a set, None without any."""
        if self._best is None:
            return None
        newest = self._best.cycles[0].measures
        return RefusedMovements(
            count=len(self._best.cycles),
            size_rad=newest.size_rad,
            duration_s=newest.duration_s,
            end_s=self._history.time_s(newest.arrive),
            log_odds=self._best.log_odds,
            needed=self._needed,
            against=tuple(map(describe_share, pick_against(list_newest_shares(self._best, self._model)))),
        )
