"""A set that counts every movement along its arc."""

import numpy as np

from sensorcoach.detect.finding.comparisons import CycleMeasures
from sensorcoach.detect.finding.evidence_report import WeighedMovement
from sensorcoach.detect.following.tracker_events import TrackedRep

_NOTHING = CycleMeasures(np.zeros(3), np.zeros(3), np.zeros((7, 3)), 0.0, 0, 0, 0.0, ())


class EveryMovement:
    """Judges for a tracker: each movement is a rep."""

    def __init__(self) -> None:
        self.recorded: list[TrackedRep] = []

    def weigh(self, movement: TrackedRep, usual_rad: float) -> WeighedMovement:
        """Certain evidence."""
        assert usual_rad > 0.0
        return WeighedMovement(
            top=movement.top,
            decided=movement.decided,
            measures=_NOTHING,
            pair=None,
            pace=True,
            excuse=0.0,
            part=0.0,
            log_odds=1.0,
            prior=0.0,
            reason=None,
        )

    def record(self, movement: TrackedRep, weighed: WeighedMovement) -> None:
        """Remember the movement."""
        assert weighed.counts
        self.recorded.append(movement)
