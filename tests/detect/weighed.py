"""Made-up lifts, weighed by the search with the model that ships."""

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
"""Distance of the sensor from the joint: with it, lifts change the force."""


def felt(lift_rad: FloatArray, lever_m: float = LEVER_M) -> MotionHistory:
    """Return the motion of these lift angles, with the force on a sensor that rises with them."""
    bend = np.gradient(np.gradient(lift_rad)) * RATE_HZ * RATE_HZ
    return recorded(attitudes(lift_rad), G_MPS2 + lever_m * bend)


def hypotheses(
    history: MotionHistory,
    limits: MovementLimits,
    known_arc: LiftAxis | None = None,
    *,
    pace: bool = True,
    earliest: int = 0,
) -> list[Hypothesis]:
    """Return the most likely set at each turn and stop of this motion, in order."""
    search = SetSearch(history, limits, load_model())
    search.begin_at(earliest)
    found: list[Hypothesis] = []
    while (pause := search.read_to_pause(history.end)) is not None:
        one = None if pause.kind is PauseKind.START else search.weigh(pause, known_arc, pace=pace)
        found += [] if one is None else [one]
    return found
