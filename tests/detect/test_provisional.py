"""Lifts that are shown before they count, on made-up movements."""

import numpy as np

from sensorcoach.detect.finding.strokes import StrokeCutter
from sensorcoach.detect.following.provisional import NOT_A_SET, Provisional
from sensorcoach.detect.movement_limits import movement_limits
from sensorcoach.events import Event, Phase, PhaseChanged, ProvisionalWithdrawn, RepProvisional
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from tests.detect.angles import REP, angle_rad, straight_rad
from tests.detect.records import lifted

LIMITS = movement_limits(find_exercise("prone-leg-raise"), Placement.THIGH)
LIFT, HOLD, LOWER, REST = Phase.LIFT, Phase.HOLD, Phase.LOWER, Phase.REST


def shown(lift_rad: FloatArray, set_number: int = 1) -> list[Event]:
    """Return all that is shown of these movements, and what is withdrawn at rest."""
    record = lifted(lift_rad)
    provisional, cutter = Provisional(record, LIMITS), StrokeCutter()
    events: list[Event] = []
    for point in range(record.end):
        pause = cutter.read_to_pause(record, point + 1)
        if pause is not None:
            events += provisional.follow(pause, set_number, point)
        elif point > provisional.expires_at(record.end):
            events += provisional.withdraw(point, set_number)
    return events


def phases(events: list[Event]) -> list[Phase]:
    """The phases entered, in order."""
    return [event.phase for event in events if isinstance(event, PhaseChanged)]


def reps(events: list[Event]) -> list[RepProvisional]:
    """The lifts shown."""
    return [event for event in events if isinstance(event, RepProvisional)]


def test_phases_of_a_lift():
    """I lift, hold, lower and rest: the screen shows all four as provisional."""
    events = shown(angle_rad(*REP))
    assert phases(events) == [LIFT, HOLD, LOWER, REST]
    assert all(event.provisional for event in events if isinstance(event, PhaseChanged))


def test_the_number_appears_in_the_hold():
    """I still hold my first lift and see a 1; lowering it confirms the same number, and the next lift is 2."""
    events = shown(angle_rad(*REP * 2), set_number=3)
    assert [(rep.set_number, rep.number) for rep in reps(events)] == [(3, 1), (3, 1), (3, 2), (3, 2)]
    first, whole = reps(events)[:2]
    assert 2.0 < first.decided_s < 3.5
    assert whole.lift_start_s == first.lift_start_s
    assert abs(whole.end_s - 5.0) < 0.5


def test_lifts_without_a_stop():
    """I go up and down without a pause: lift and lower in turn, and every lift has its number."""
    corners = ((0.0, 0.0), (1.0, 0.0), (1.8, 30.0), (2.6, 0.0), (3.4, 30.0), (4.2, 0.0), (5.0, 30.0), (5.8, 0.0))
    events = shown(straight_rad(*corners, (6.8, 0.0)))
    assert phases(events) == [LIFT, LOWER, LIFT, LOWER, LIFT, LOWER, REST]
    assert [rep.number for rep in reps(events)] == [1, 2, 3]


def test_going_on_up_after_a_stop_is_a_lift():
    """I rest half way up and go on: lift, hold, and lift again."""
    corners = ((0.0, 0.0), (1.0, 0.0), (1.5, 15.0), (3.0, 15.0), (3.5, 30.0), (5.0, 30.0))
    assert phases(shown(straight_rad(*corners))) == [LIFT, HOLD, LIFT, HOLD]


def test_a_stop_on_the_way_down_is_home_below_half_the_height():
    """I lower by less than half and stop: that is a hold; lowered by two thirds, I rest."""
    for stop_deg, phase in ((17.0, HOLD), (10.0, REST)):
        moves = (*REP[:2], (stop_deg, 1.0), (stop_deg, 2.0))
        assert phases(shown(angle_rad(*moves))) == [LIFT, HOLD, LOWER, phase]


def test_it_is_withdrawn_when_nothing_follows():
    """I bend my leg once and lie still: the provisional rep is withdrawn, once, with the reason."""
    still = np.zeros(round((LIMITS.idle_s + 5.0) * RATE_HZ))
    events = shown(np.concatenate([angle_rad(*REP), still]), set_number=2)
    (withdrawn,) = [event for event in events if isinstance(event, ProvisionalWithdrawn)]
    assert (withdrawn.set_number, withdrawn.reason) == (2, NOT_A_SET)
    assert LIMITS.idle_s < withdrawn.decided_s - 5.0 < LIMITS.idle_s + 1.5
    assert events[-1] is withdrawn


def test_a_hold_shows_as_long_as_one_may_last():
    """I lift and hold for a minute: the hold is shown until I lower, and nothing is taken back."""
    lifted_deg, held_s = REP[0][0], 60.0
    events = shown(angle_rad(REP[0], (lifted_deg, held_s), *REP[2:]))
    assert phases(events) == [LIFT, HOLD, LOWER, REST]
    assert not any(isinstance(event, ProvisionalWithdrawn) for event in events)


def test_getting_into_another_position_is_not_a_long_hold():
    """I roll over, farther than any leg raise goes, and lie still: the provisional rep is soon withdrawn."""
    events = shown(angle_rad((120.0, 2.0), (120.0, LIMITS.idle_s + 5.0)))
    assert any(isinstance(event, ProvisionalWithdrawn) for event in events)


def test_after_a_withdrawal_counting_begins_at_one():
    """I lift once, wait long, and lift again: that is a first lift."""
    still = np.zeros(round((LIMITS.idle_s + 5.0) * RATE_HZ))
    events = shown(np.concatenate([angle_rad(*REP), still, angle_rad(*REP)]))
    assert {rep.number for rep in reps(events)} == {1}


def test_nothing_small_is_shown():
    """I shift by less than any lift of my exercise: no number appears and nothing has to be taken back."""
    still = np.zeros(round((LIMITS.idle_s + 5.0) * RATE_HZ))
    small_deg = 0.6 * float(np.degrees(LIMITS.least_rad))
    events = shown(np.concatenate([angle_rad((small_deg, 1.0), (small_deg, 1.0), (0.0, 1.0), (0.0, 1.0)), still]))
    assert not reps(events)
    assert not [event for event in events if isinstance(event, ProvisionalWithdrawn)]


def test_a_lift_begins_when_it_begins():
    """I lie still for ten seconds and lift: the lift shown begins then, and not when I lay down."""
    first = reps(shown(angle_rad((0.0, 9.0), *REP)))[0]
    assert abs(first.lift_start_s - 10.0) < 0.5
