"""The state machine of a set, case by case: which movements are reps, and when the set is over."""

import numpy as np
import pytest

from sensorcoach.detect.following.phase_tracker import PhaseTracker
from sensorcoach.detect.following.tracker_events import SetEndReason, TrackedPhase, TrackedRep
from sensorcoach.detect.movement_limits import movement_limits
from sensorcoach.events import Phase
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG
from tests.detect.angles import REP, Move, angle_rad
from tests.detect.every_movement import EveryMovement

LIMITS = movement_limits(find_exercise("glute-bridge"), Placement.PELVIS)
RANGE_RAD = 30.0 * RAD_PER_DEG


def follow(lift_rad: FloatArray) -> tuple[PhaseTracker, int, SetEndReason | None]:
    """A tracker of a set of 30 degrees that has read these angles, how many, and why it stopped."""
    tracker = PhaseTracker(RANGE_RAD, LIMITS, EveryMovement())
    tracker.catching_up = False
    read, left = tracker.run(lift_rad.tolist(), 0)
    return tracker, read, left


def reps(tracker: PhaseTracker) -> list[TrackedRep]:
    """The reps a tracker found."""
    return [one for one in tracker.found if isinstance(one, TrackedRep)]


def phases(tracker: PhaseTracker) -> list[TrackedPhase]:
    """The changes of phase a tracker found."""
    return [one for one in tracker.found if isinstance(one, TrackedPhase)]


def reps_of(*moves: Move) -> list[TrackedRep]:
    """The reps in these movements."""
    return reps(follow(angle_rad(*moves))[0])


def test_a_rep():
    """Lift, hold, lower, rest: one rep, its bottom, top and end where they are."""
    (rep,) = reps_of(*REP)
    assert rep.bottom == pytest.approx(1.0 * RATE_HZ, abs=0.5 * RATE_HZ)
    assert 2.5 * RATE_HZ - 10 <= rep.top <= 3.5 * RATE_HZ + 10
    assert rep.end == pytest.approx(5.0 * RATE_HZ, abs=0.5 * RATE_HZ)
    assert rep.range_rad == pytest.approx(RANGE_RAD, rel=0.05)


def test_phases_of_a_rep():
    """It goes through lift, hold, lower and back to rest, each known soon after it began, none before."""
    tracker, _, _ = follow(angle_rad(*REP))
    assert [phase.phase for phase in phases(tracker)] == [Phase.LIFT, Phase.HOLD, Phase.LOWER, Phase.REST]
    for phase, true_s in zip(phases(tracker), (1.0, 2.5, 3.5, 5.0), strict=True):
        assert phase.point <= phase.decided
        assert -0.5 < phase.decided / RATE_HZ - true_s < 0.8


def test_no_pause_needed():
    """Ten reps that turn at once at top and bottom are ten."""
    assert len(reps_of(*((30.0, 0.8), (0.0, 0.8)) * 10, (0.0, 1.0))) == 10


def test_a_hesitation_counts_once():
    """Stopping half way up, and going on, is one rep."""
    assert len(reps_of((15.0, 0.8), (15.0, 0.6), (30.0, 0.8), *REP[1:])) == 1


def test_two_peaks_count_once():
    """Sinking a third of the way at the top, and rising again, is one rep."""
    assert len(reps_of((30.0, 1.0), (20.0, 0.5), (30.0, 0.5), *REP[1:])) == 1


def test_a_sagging_hold_is_a_hold():
    """Sinking slowly by a tenth during a long hold is still that hold, and one rep."""
    tracker, _, _ = follow(angle_rad((30.0, 1.5), (27.0, 6.0), (0.0, 1.5), (0.0, 1.0)))
    assert len(reps(tracker)) == 1
    assert [phase.phase for phase in phases(tracker)].count(Phase.HOLD) == 1


def test_half_a_rep_does_not_count():
    """A lift still up when the recording ends is not a rep; lowered most of the way, it is."""
    tracker, read, _ = follow(angle_rad(*REP, (30.0, 1.5), (30.0, 1.0)))
    tracker.finish(read, 0.75)
    assert len(reps(tracker)) == 1
    tracker, read, _ = follow(angle_rad(*REP, (30.0, 1.5), (2.0, 1.4)))
    tracker.finish(read, 0.75)
    assert len(reps(tracker)) == 2


def test_shifting_about_is_not_a_rep():
    """Rising by a fifth of the usual lift and coming back is shifting about."""
    assert len(reps_of(*REP, (6.0, 0.6), (0.0, 0.6), (0.0, 1.0), *REP)) == 2


def test_a_lower_rep_counts():
    """A rep of half the usual range counts."""
    assert len(reps_of(*REP, (15.0, 1.0), (15.0, 0.5), (0.0, 1.0), (0.0, 1.0), *REP)) == 3


@pytest.mark.parametrize("shift_deg", [-6.0, -3.0, 3.0, 6.0])
def test_a_bottom_that_has_moved(shift_deg: float):
    """When the body settles a little higher or lower between reps, each rep still counts once."""
    moved: list[Move] = []
    for k in range(6):
        base_deg = shift_deg if k >= 3 else 0.0
        moved += [(30.0 + base_deg, 1.5), (30.0 + base_deg, 1.0), (base_deg, 1.5), (base_deg, 2.0)]
    assert len(reps_of(*moved)) == 6


def test_reps_that_creep_up():
    """Ten reps of which each begins a degree higher are ten."""
    moves = [move for k in range(10) for move in ((30.0 + k, 1.2), (k + 1.0, 1.2), (k + 1.0, 0.4))]
    assert len(reps_of(*moves)) == 10


def test_idle_ends_the_set():
    """When nothing is lifted for the idle time, the set is over, and not before."""
    rep = angle_rad(*REP)
    tracker, read, left = follow(np.concatenate([rep, np.zeros(round((LIMITS.idle_s + 5.0) * RATE_HZ))]))
    assert left is SetEndReason.IDLE
    assert read / RATE_HZ == pytest.approx(5.0 + LIMITS.idle_s, abs=1.0)
    assert len(reps(tracker)) == 1
    assert follow(np.concatenate([rep, np.zeros(round((LIMITS.idle_s - 3.0) * RATE_HZ)), rep]))[2] is None


def test_sitting_up_ends_the_set():
    """A rise far beyond the usual range is another movement, and no rep."""
    tracker, _, left = follow(angle_rad(*REP, (110.0, 1.5), (110.0, 2.0)))
    assert left is SetEndReason.RANGE
    assert len(reps(tracker)) == 1


def test_sinking_below_the_bottom_ends_the_set():
    """Going far below the bottom is another posture."""
    assert follow(angle_rad(*REP, (-45.0, 1.5), (-45.0, 2.0)))[2] is SetEndReason.BELOW


def test_blocks_make_no_difference():
    """Read point by point or whole, the reps and phases are the same."""
    lift_rad = angle_rad(*REP, *((25.0, 0.8), (0.0, 0.8)) * 3, (0.0, 1.0))
    whole, _, _ = follow(lift_rad)
    single = PhaseTracker(RANGE_RAD, LIMITS, EveryMovement())
    single.catching_up = False
    for point, angle in enumerate(lift_rad.tolist()):
        single.run([angle], point)
    assert single.found == whole.found
