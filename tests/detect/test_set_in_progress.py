"""Which movements beside the reps of a set are none of it."""

import numpy as np

from sensorcoach.detect.acquisition import Acquired
from sensorcoach.detect.limits import limits_of
from sensorcoach.detect.set_in_progress import SetInProgress
from sensorcoach.detect.tracked import TrackedRep
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.grid import RATE_HZ
from tests.detect.angles import REP, Move, angle_rad
from tests.detect.records import AXIS, lifted

LIMITS = limits_of(find_exercise("glute-bridge"), Placement.THIGH)
REPS = 5
CYCLE = round(5.0 * RATE_HZ)
"""A rep and its rest."""

QUICK: tuple[Move, ...] = ((28.0, 0.5), (0.0, 0.5), (0.0, 2.0))
SITTING_UP: tuple[Move, ...] = ((44.0, 2.0), (44.0, 6.0), (0.0, 2.0), (0.0, 2.0))


def count(*moves: Move, before: tuple[Move, ...] = ()) -> int:
    """How many reps are taken of five even ones, and of what is done before and after them."""
    return sum(isinstance(item, TrackedRep) for item in read(*moves, before=before).tracker.found)


def read(*moves: Move, before: tuple[Move, ...] = (), reps: int = REPS) -> SetInProgress:
    """Even reps, of which the last two are its proof, and what is done before and after them."""
    angles_rad = angle_rad(*before, *REP * reps, *moves)
    first = round(RATE_HZ) + round(sum(duration_s for _, duration_s in before) * RATE_HZ)
    ends = first + CYCLE * np.arange(reps - 2, reps + 1)
    record = lifted(angles_rad)
    feet, tops = tuple(ends[::-1].tolist()), tuple((ends[:0:-1] - CYCLE // 2).tolist())
    found = Acquired(AXIS, 0, int(ends[0]), CYCLE, 0.0, feet, tops)
    current = SetInProgress(found, LIMITS, 1, int(ends[-1]), record)
    current.tracker.run(angles_rad.tolist(), 0)
    return current


def test_a_quick_movement_long_after_the_last_rep() -> None:
    """I rest after my set and then shift once, as far as a rep but quickly: that is no sixth rep."""
    assert count((0.0, 6.0), *QUICK) == REPS
    assert count(*QUICK) == REPS + 1, "a single rep thrown up at once in its turn counts"


def test_a_rep_after_a_long_breath() -> None:
    """I rest long before the last rep, which is like the others: it counts."""
    assert count((0.0, 6.0), *REP) == REPS + 1


def test_sitting_up_after_the_set() -> None:
    """I sit up at once after the last rep and lie down again: the thigh turns as in a lift, and no rep is counted."""
    assert count(*SITTING_UP) == REPS


def test_settling_before_the_first_rep() -> None:
    """I jerk into place before I begin: the set begins with the first rep."""
    assert count(before=((24.0, 0.4), (0.0, 0.4), (0.0, 1.0))) == REPS


def test_a_fidget_that_leaves_the_body_higher() -> None:
    """I dip and settle higher before the first rep: it is known that the set must be read from that rep on."""
    dip: tuple[Move, ...] = ((-12.0, 0.5), (9.0, 0.8), (0.0, 0.8), (0.0, 8.0))
    assert not read(reps=2).muddled
    assert read(before=dip, reps=2).muddled
