"""Sets that the person begins, ends or throws away, and reps that are not sure yet, folded into the snapshot."""

from collections.abc import Callable, Sequence

import pytest

from sensorcoach.coach.apply import advance_to, apply_event, apply_events
from sensorcoach.coach.snapshot import NOTICE_S, Snapshot
from sensorcoach.events import (
    Event,
    Phase,
    PhaseChanged,
    ProvisionalWithdrawn,
    RepCounted,
    RepProvisional,
    SetArmed,
    SetDisarmed,
    SetDiscarded,
    known_s,
)
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from tests.scripted import armed_session, discarded_session, momentum, rep, scripted_set


@pytest.fixture
def opening() -> Snapshot:
    """Before anything is known."""
    return Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)


def known_at(opening: Snapshot, now_s: float, events: Sequence[Event]) -> Snapshot:
    """Return the snapshot at a moment of a session."""
    return advance_to(apply_events(opening, [event for event in events if known_s(event) <= now_s]), now_s)


def test_armed_it_is_ready(opening: Snapshot):
    """Once I have begun a set it waits for my first lift, and forgets the phase of the set before."""
    snapshot = apply_event(apply_events(opening, scripted_set(1, 5.0, 4)), SetArmed(60.0, 60.0))
    assert snapshot.armed
    assert snapshot.ready
    assert snapshot.phase is None
    assert not snapshot.pausing


def test_a_provisional_rep_shows_at_once(opening: Snapshot):
    """The first lift has its number, its phase and the time in it, before any rep is counted."""
    snapshot = known_at(opening, 8.3, armed_session())
    assert snapshot.provisional
    assert (snapshot.provisional.number, snapshot.rep_count) == (1, 0)
    assert snapshot.phase is Phase.HOLD
    assert snapshot.phase_clock_s == pytest.approx(0.8)
    assert snapshot.lifting
    assert not snapshot.ready


def test_counting_confirms(opening: Snapshot):
    """When the reps so far are counted nothing is provisional, and their phases stay in the trace."""
    snapshot = known_at(opening, 20.5, armed_session())
    assert (snapshot.provisional, snapshot.rep_count) == (None, 3)
    assert not any(span.provisional for span in snapshot.spans)
    assert [span.phase for span in snapshot.spans][:3] == [Phase.LIFT, Phase.HOLD, Phase.LOWER]


def test_a_later_provisional_rep_stays(opening: Snapshot):
    """When rep 1 is counted while rep 3 is not sure yet, rep 3 stays so."""
    waiting = apply_event(opening, RepProvisional(1, 3, 10.0, 12.0, 12.1))
    confirmed = apply_event(waiting, RepCounted(1, rep(1, 0.0), 12.2))
    assert confirmed.provisional
    assert confirmed.provisional.number == 3
    assert apply_event(confirmed, RepCounted(1, rep(3, 10.0), 14.2)).provisional is None


def test_a_withdrawn_rep_is_gone(opening: Snapshot):
    """A movement that was not a rep leaves no number, phase or letters behind; counted reps stay."""
    counted = apply_events(opening, scripted_set(1, 5.0, 2)[:-1])
    events = [
        PhaseChanged(30.0, Phase.LIFT, 30.1, provisional=True),
        RepProvisional(1, 3, 30.0, 31.0, 31.1),
        ProvisionalWithdrawn(1, 33.0, "you got up"),
    ]
    snapshot = apply_events(counted, events)
    assert (snapshot.provisional, snapshot.phase, snapshot.rep_count) == (None, None, 2)
    assert snapshot.spans == apply_event(counted, PhaseChanged(30.0, Phase.REST, 30.1)).spans[:-1]


def test_the_set_is_over_when_the_person_says_so(opening: Snapshot):
    """After the end of an armed set the pause begins, and provisional reps are gone."""
    snapshot = known_at(opening, 41.0, armed_session())
    assert not snapshot.armed
    assert snapshot.pausing
    assert (snapshot.rep_count, snapshot.last_end_s) == (6, pytest.approx(35.0))
    lone = apply_events(opening, [SetArmed(1.0, 1.0), PhaseChanged(2.0, Phase.LIFT, 2.1), SetDisarmed(3.0, 3.0)])
    assert (lone.phase, lone.lifting) == (None, False)


def test_a_discarded_set_leaves_nothing(opening: Snapshot):
    """A set that I discard after its end leaves the count, the list, the summary and the warnings."""
    snapshot = known_at(opening, 50.0, discarded_session())
    assert (snapshot.sets, snapshot.summaries, snapshot.set_reps) == ((), (), ())
    assert (snapshot.set_number, snapshot.rep_count, snapshot.discarded) == (None, 0, 1)
    assert not snapshot.pausing


def test_discarding_a_set_that_goes_on(opening: Snapshot):
    """A set thrown away while it goes on ends with it; the sets before stay, with their warnings."""
    swung = RepCounted(2, rep(1, 60.0, (momentum(60.5),)), 64.1)
    before = apply_events(opening, scripted_set(1, 5.0, 4))
    snapshot = apply_events(before, [*scripted_set(2, 60.0, 1)[:-2], swung, SetDiscarded(2, 66.0)])
    assert [one.number for one in snapshot.sets] == [1]
    assert {one.set_number for one in snapshot.warnings} == {1}
    assert not snapshot.set_open
    assert snapshot.phase is None


def test_after_a_discarded_set_the_next_begins(opening: Snapshot):
    """What I begin after a discarded set takes its place on the screen."""
    gone = known_at(opening, 50.0, discarded_session())
    assert apply_event(gone, SetArmed(51.0, 51.0)).discarded is None
    later = apply_events(gone, scripted_set(2, 60.0, 2))
    assert (later.discarded, later.set_number, later.rep_count) == (None, 2, 2)


@pytest.mark.parametrize("now_s", [6.5, 8.3, 12.0, 20.5, 37.0, 41.0, 55.0])
@pytest.mark.parametrize("session", [armed_session, discarded_session], ids=["kept", "discarded"])
def test_it_never_looks_for_a_movement_meanwhile(opening: Snapshot, now_s: float, session: Callable[[], list[Event]]):
    """While I lift, and after a set, I never read that my movement is being looked for."""
    assert not known_at(opening, now_s, session()).finding


def test_a_provisional_lift_ends_the_search(opening: Snapshot):
    """Before I begin a set the search ends with the first lift that may be a rep."""
    moved = [event for event in armed_session() if not isinstance(event, SetArmed)]
    assert not known_at(opening, 7.0, moved).finding
    still_looking = [event for event in moved if not isinstance(event, PhaseChanged | RepProvisional)]
    assert known_at(opening, 8.3, still_looking).finding


def test_a_notice_is_shown_for_a_while(opening: Snapshot):
    """A notice shows for a while, then disappears."""
    snapshot = known_at(opening, 3.0, armed_session())
    assert snapshot.fresh_notice == "The gyroscope stands still: it is not used."
    assert not advance_to(snapshot, 2.0 + NOTICE_S).fresh_notice
    assert not opening.fresh_notice
