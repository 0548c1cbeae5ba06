"""Playing a recorded session: pause, seek, speed."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.coach.fold import after_all, at
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event, LiftTrace, known_s
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.runner.event_log import EventLog
from sensorcoach.runner.playback import Playback
from sensorcoach.runner.session import Transport
from tests.scripted import scripted_session

DURATION_S = 60.0


def opening() -> Snapshot:
    """Before anything is known."""
    return Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)


def playback_of(events: Sequence[Event]) -> Playback:
    """A playback whose reader gives each event when it is read that far."""
    remaining = list(events)

    def read_to(time_s: float) -> list[Event]:
        ready = [event for event in remaining if known_s(event) <= time_s]
        remaining[:] = [event for event in remaining if known_s(event) > time_s]
        return ready

    return Playback(opening(), Transport("scripted", 0.0, DURATION_S), read_to)


@pytest.fixture
def playback() -> Playback:
    """The scripted minute, at its start."""
    return playback_of(scripted_session())


def test_time_goes_on(playback: Playback):
    """At normal speed a second of watching is a second of the recording."""
    assert playback.advance(2.5).transport.position_s == pytest.approx(2.5)


def test_pause(playback: Playback):
    """Paused, nothing moves; space again and it goes on."""
    playback.toggle_pause()
    assert playback.advance(5.0).transport.position_s == 0.0
    playback.toggle_pause()
    assert playback.advance(5.0).transport.position_s == pytest.approx(5.0)


def test_speed(playback: Playback):
    """Twice as fast shows two seconds a second; half as fast half a one."""
    playback.change_speed(1)
    assert playback.advance(3.0).transport.position_s == pytest.approx(6.0)
    playback.change_speed(-1)
    playback.change_speed(-1)
    assert playback.advance(2.0).transport.position_s == pytest.approx(7.0)


def test_speed_has_ends(playback: Playback):
    """However often I press faster or slower, the speed stays within reason."""
    for _ in range(20):
        playback.change_speed(1)
    assert playback.advance(0.0).transport.speed == 16.0
    for _ in range(20):
        playback.change_speed(-1)
    assert playback.advance(0.0).transport.speed == 0.25


def test_reps_appear_when_they_were_known(playback: Playback):
    """The count goes up when the rep was recognised live, not earlier because the file has been read ahead."""
    assert playback.advance(9.05).snapshot.rep_count == 0
    assert playback.advance(0.1).snapshot.rep_count == 1


def test_the_end(playback: Playback):
    """At the end the whole session is known and time stands still."""
    frame = playback.advance(1000.0)
    assert frame.transport.finished
    assert frame.transport.position_s == DURATION_S
    assert frame.snapshot.rep_count == 6


def test_play_again_from_the_start(playback: Playback):
    """Space at the end plays the session again."""
    playback.advance(1000.0)
    playback.toggle_pause()
    frame = playback.advance(1.0)
    assert frame.transport.position_s == pytest.approx(1.0)
    assert frame.snapshot.rep_count == 0


def test_seeking_stays_inside(playback: Playback):
    """Going back before the start or on past the end stops there."""
    playback.seek(-5.0)
    assert playback.advance(0.0).transport.position_s == 0.0
    playback.seek(1e6)
    assert playback.advance(0.0).transport.position_s == DURATION_S


@given(st.lists(st.floats(-30.0, 30.0), max_size=8), st.floats(0.0, 55.0))
def test_seeking_shows_what_playing_shows(steps: list[float], goal_s: float):
    """Wherever I have been before, at a moment of the session I see the same."""
    playback = playback_of(scripted_session())
    for step in steps:
        playback.seek(step)
    playback.seek(-1000.0)
    playback.seek(goal_s)
    snapshot = playback.advance(0.0).snapshot
    straight = EventLog(opening())
    straight.add(scripted_session())
    expected = straight.snapshot_at(goal_s)
    assert (snapshot.rep_count, snapshot.phase, snapshot.spans) == (
        expected.rep_count,
        expected.phase,
        expected.spans,
    )
    np.testing.assert_array_equal(snapshot.trace.time_s, expected.trace.time_s)


def test_the_log_shows_what_a_live_fold_shows():
    """A replay at its end looks as the live session did."""
    events = scripted_session()
    log = EventLog(opening())
    log.add(events)
    replayed, live = log.final_snapshot(60.0), at(after_all(opening(), events), 60.0)
    assert replayed.sets == live.sets
    assert replayed.reps == live.reps
    assert replayed.trace.time_s[-1] == live.trace.time_s[-1]


def test_the_trace_stops_at_now():
    """The curve does not run ahead of the clock."""
    log = EventLog(opening())
    time_s = np.arange(0.0, 30.0, 0.1)
    log.add([LiftTrace(time_s, np.sin(time_s))])
    trace = log.snapshot_at(12.05).trace
    assert trace.time_s[-1] == pytest.approx(12.0)
