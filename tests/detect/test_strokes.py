"""Strokes, cut at the turning points of made-up movements."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from sensorcoach.detect.finding.strokes import STEP_POINTS, Pause, PauseKind, StrokeCutter
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.motion.resampling import RATE_HZ
from tests.detect.angles import REP, angle_rad, straight_rad
from tests.detect.records import attitudes, block_of, lifted, recorded

TURN, STOP, START = PauseKind.TURN, PauseKind.STOP, PauseKind.START

PULSED = angle_rad((30.0, 0.8), (12.0, 0.5), (30.0, 0.5), (30.0, 1.0), (2.0, 1.5), (2.0, 0.5), *REP)
"""A lift with a pulse, a pause, and another lift from a little higher."""


def find_pauses(history: MotionHistory) -> list[Pause]:
    """Return all pauses of this motion."""
    return read_pauses(StrokeCutter(), history)


def read_pauses(cutter: StrokeCutter, history: MotionHistory) -> list[Pause]:
    """Return the pauses that a cutter still finds in this motion."""
    return list(iter(lambda: cutter.read_to_pause(history, history.end), None))


def kinds(history: MotionHistory) -> list[PauseKind]:
    """Return the kinds of all pauses, in order."""
    return [pause.kind for pause in find_pauses(history)]


def test_a_lift_is_two_strokes():
    """I lift, hold, lower and rest: one stroke ends at the top where I stop, one at the bottom."""
    found = find_pauses(lifted(angle_rad(*REP)))
    assert [pause.kind for pause in found] == [START, STOP, START, STOP]
    assert [pause.turn.point / RATE_HZ for pause in found if pause.kind is STOP] == pytest.approx([2.5, 5.0], abs=0.3)


def test_lifts_without_a_pause_are_cut_at_their_turns():
    """I go up and down without stopping: each stroke ends at its turning point, known a little later."""
    zigzag = straight_rad((0.0, 0.0), (1.0, 0.0), (1.8, 30.0), (2.6, 0.0), (3.4, 30.0), (4.2, 0.0), (4.6, 15.0))
    found = [pause for pause in find_pauses(lifted(zigzag)) if pause.kind is TURN]
    assert [pause.turn.point / RATE_HZ for pause in found] == pytest.approx([1.8, 2.6, 3.4, 4.2], abs=0.04)
    assert all(0 < pause.known - pause.turn.point < 0.5 * RATE_HZ for pause in found)


def test_stopping_half_way_ends_a_stroke():
    """I rest half way up and go on: the lift is two strokes in the same direction."""
    history = lifted(straight_rad((0.0, 0.0), (1.0, 0.0), (1.5, 15.0), (3.0, 15.0), (3.5, 30.0), (5.0, 30.0)))
    stops = [pause for pause in find_pauses(history) if pause.kind is STOP]
    heights_deg = [float(np.degrees(np.arcsin(pause.turn.up[1]))) for pause in stops]
    assert heights_deg == pytest.approx([15.0, 30.0], abs=1.0)


@pytest.mark.parametrize(("sag_deg", "cut"), [(6.0, False), (9.0, True)])
def test_a_sag_is_not_a_stroke(sag_deg: float, *, cut: bool):
    """I sag by less than 35 % on the way up and go on at once: one stroke; a deeper sag cuts it."""
    corners = ((0.0, 0.0), (0.5, 0.0), (1.0, 20.0), (1.1, 20.0 - sag_deg), (1.5, 40.0), (1.6, 35.0))
    assert (TURN in kinds(lifted(straight_rad(*corners)))) is cut


def test_breathing_is_not_a_stroke():
    """I lie and breathe, a degree to and fro: nothing begins and nothing ends."""
    assert kinds(lifted(angle_rad(*((1.0, 2.0), (0.0, 2.0)) * 4))) == []


@pytest.mark.parametrize("seed", range(6))
def test_any_mounting_gives_the_same_strokes(seed: int):
    """However I wear the sensor, the strokes are cut at the same moments."""
    up = attitudes(PULSED)
    turned = Rotation.random(random_state=seed).apply(up)
    expected = [(pause.kind, pause.turn.point, pause.known) for pause in find_pauses(recorded(up))]
    assert [(pause.kind, pause.turn.point, pause.known) for pause in find_pauses(recorded(turned))] == expected
    assert len(expected) > 6


@given(cuts=st.lists(st.integers(0, len(PULSED)), max_size=30))
def test_blocks_make_no_difference(cuts: list[int]):
    """However the motion is cut into blocks, the pauses are the same to the last digit."""
    up = attitudes(PULSED)
    cutter, history, found = StrokeCutter(), MotionHistory(), list[Pause]()
    for start, stop in pairwise(sorted({0, *cuts, len(up)})):
        history.append(block_of(up[start:stop], start))
        found += read_pauses(cutter, history)
    assert found == find_pauses(recorded(up))


def test_skipped_motion_is_forgotten():
    """After a set the search goes on behind it: earlier turning points are forgotten, and the next lift is found."""
    history = lifted(angle_rad(*REP * 2))
    cutter = StrokeCutter()
    cutter.read_to_pause(history, history.end)
    behind = round(5.5 * RATE_HZ)
    cutter.skip_to(behind)
    assert not cutter.turns
    assert cutter.next % STEP_POINTS == 0
    found = read_pauses(cutter, history)
    assert [pause.kind for pause in found] == [START, STOP, START, STOP]
    assert all(turn.point >= behind for turn in cutter.turns)
