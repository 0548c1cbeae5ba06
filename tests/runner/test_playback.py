"""Playing a recorded session: pause, seek, speed."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.coach.apply import advance_to, apply_events
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event, LiftTrace, WarningRaised, known_s
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.runner.options import SessionOptions
from sensorcoach.runner.playback.event_log import EventLog
from sensorcoach.runner.playback.playback import SEARCH_STEP_S, Playback, open_playback
from sensorcoach.runner.session import Transport
from tests.scripted import momentum, scripted_session, warned_session

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
    """At the end the whole session is known and time stops."""
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
    replayed, live = log.final_snapshot(60.0), advance_to(apply_events(opening(), events), 60.0)
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


def test_the_next_warning():
    """One key goes from warning to warning: each is on the screen where I land, once per rep."""
    playback = playback_of(warned_session())
    playback.toggle_pause()
    found: list[tuple[float, int, str]] = []
    for _ in range(3):
        playback.seek_warning(1)
        frame = playback.advance(0.0)
        newest = frame.snapshot.fresh_warnings[-1]
        found.append((round(frame.transport.position_s, 3), newest.rep_number, newest.warning.code))
    assert found == [(20.7, 4, "momentum"), (25.7, 5, "momentum"), (29.1, 5, "short_range")]


def test_no_warning_after_the_last():
    """After the last warning the key stays where it is and says so, for a while; another key takes that away."""
    playback = playback_of(warned_session())
    playback.toggle_pause()
    playback.seek(30.0)
    playback.seek_warning(1)
    while "looking" in (frame := playback.advance(0.0)).transport.note:
        pass
    assert (frame.transport.position_s, frame.transport.note) == (30.0, "no warning after this")
    assert playback.advance(4.9).transport.note
    playback.advance(0.2)
    assert not playback.advance(0.0).transport.note
    playback.seek_warning(1)
    playback.seek(1.0)
    assert not playback.advance(0.0).transport.note


def test_the_warning_before():
    """The capital letter goes back; before the first warning it says that there is none."""
    playback = playback_of(warned_session())
    playback.toggle_pause()
    playback.seek(50.0)
    for known_at_s in (29.1, 25.7, 20.7):
        playback.seek_warning(-1)
        assert playback.advance(0.0).transport.position_s == pytest.approx(known_at_s)
    playback.seek_warning(-1)
    frame = playback.advance(0.0)
    assert (frame.transport.position_s, frame.transport.note) == (pytest.approx(20.7), "no warning before this")


def test_going_back_while_it_plays():
    """While it plays, pressing again soon goes to the one before, not to the same one again and again."""
    playback = playback_of(warned_session())
    playback.seek(29.4)
    playback.seek_warning(-1)
    assert playback.advance(0.0).transport.position_s == pytest.approx(25.7)


def test_looking_far_ahead_never_stops_the_screen():
    """A warning hours away is looked for in short steps, a frame each; the screen says so, and a key ends it."""
    steps_s: list[float] = []
    far = WarningRaised(1, 1, momentum(3600.0), 3600.1)

    def read_to(time_s: float) -> list[Event]:
        steps_s.append(time_s)
        return [far] if time_s >= far.decided_s and all(one < far.decided_s for one in steps_s[:-1]) else []

    playback = Playback(opening(), Transport("long", 0.0, 7200.0, paused=True), read_to)
    playback.seek_warning(1)
    frames = [playback.advance(0.0)]
    while frames[-1].transport.position_s == 0.0:
        assert "looking" in frames[-1].transport.note
        before = len(steps_s)
        frames.append(playback.advance(0.1))
        assert len(steps_s) <= before + 2
    assert frames[-1].transport.position_s == pytest.approx(3600.1)
    assert max(np.diff([0.0, *steps_s])) <= SEARCH_STEP_S

    playback.seek_warning(1)
    playback.seek(1.0)
    assert playback.advance(0.0).transport.position_s == pytest.approx(3601.1)


def test_a_replay_reports_faults_of_the_file(tmp_path: Path):
    """A replay of a cut-off recording begins with a line about it."""
    path = tmp_path / "cut.mcap"
    whole = (Path(__file__).parents[2] / "recordings" / "glute-bridge-good.mcap").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    note = open_playback(str(path), SessionOptions.of(None, None)).advance(0.0).transport.note
    assert note == "this file has 2 faults: `sensorcoach analyze` lists them"
