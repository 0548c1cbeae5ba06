"""Made-up lifts weighed by the search with the weights that the program ships with."""

import numpy as np

from sensorcoach.detect.finding.evidence import load_model
from sensorcoach.detect.finding.search import Hypothesis, SetSearch
from sensorcoach.detect.finding.strokes import PauseKind
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from tests.detect.records import G_MPS2, attitudes, recorded

LEVER_M = 0.3
"""How far the sensor sits from the joint: lifting it is felt."""


def felt(lift_rad: FloatArray, lever_m: float = LEVER_M) -> MotionHistory:
    """A record of these angles with the force on a sensor that is raised with them."""
    bend = np.gradient(np.gradient(lift_rad)) * RATE_HZ * RATE_HZ
    return recorded(attitudes(lift_rad), G_MPS2 + lever_m * bend)


def hypotheses(
    record: MotionHistory,
    limits: MovementLimits,
    known_arc: LiftAxis | None = None,
    *,
    pace: bool = True,
    earliest: int = 0,
) -> list[Hypothesis]:
    """The likeliest set at each turn and stop on record, in order."""
    search = SetSearch(record, limits, load_model())
    search.begin_at(earliest)
    found: list[Hypothesis] = []
    while (pause := search.read_to_pause(record.end)) is not None:
        one = None if pause.kind is PauseKind.START else search.weigh(pause, known_arc, pace=pace)
        found += [] if one is None else [one]
    return found
