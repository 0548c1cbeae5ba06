"""The core of a movement, where it does not go straight from one turn to the next."""

import numpy as np

from sensorcoach.detect.timing.movement import find_movement
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG


def _eased_deg(start: float, stop: float, points: int) -> FloatArray:
    u = np.linspace(0.0, 1.0, points)
    return start + (stop - start) * (10.0 * u**3 - 15.0 * u**4 + 6.0 * u**5)


def test_a_lowering_that_comes_back_up_is_timed_where_it_at_last_goes_down() -> None:
    """Half way down I was jolted back up to the top before I came down: it is measured, and breaks nothing."""
    down = [_eased_deg(0.0, 3.2, 20), _eased_deg(3.2, 0.0, 40)[1:], _eased_deg(0.0, 5.0, 30)[1:]]
    sunk_rad = np.concatenate(down) * RAD_PER_DEG
    found = find_movement(sunk_rad, 0, len(sunk_rad) - 1, float(sunk_rad[-1]))
    assert 58 < found.first < found.last <= len(sunk_rad) - 1
