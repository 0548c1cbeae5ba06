"""Events folded into the snapshot."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.coach.apply import advance_to, apply_event, apply_events
from sensorcoach.coach.phase_spans import PHASE_LETTERS
from sensorcoach.coach.snapshot import FRESH_S, KEPT_REPS, TRACE_WINDOW_S, Snapshot
from sensorcoach.coach.tempo_band import TempoFit, judge_duration
from sensorcoach.events import (
    GapFound,
    LiftTrace,
    Phase,
    PhaseChanged,
    Quality,
    RepCounted,
    SetStarted,
    SignalJudged,
    known_s,
)
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from tests.scripted import rep, scripted_session, scripted_set, warned_session


@pytest.fixture
def opening() -> Snapshot:
    """Before anything is known."""
    return Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)


def test_nothing_known_yet(opening: Snapshot):
    """Before anything happens there is no set, no phase and no count."""
    assert opening.set_number is None
    assert opening.phase is None
    assert opening.rep_count == 0
    assert opening.angle_rad is None


def test_a_set_is_counted(opening: Snapshot):
    """While I lift, the count is that of the last finished rep of this set."""
    events = scripted_set(1, 5.0, 6)
    assert apply_events(opening, events[:-1]).rep_count == 6
    assert apply_events(opening, events[:-1]).set_open


def test_the_next_set_starts_from_nothing(opening: Snapshot):
    """A new set starts counting again, and the one before stays in the history."""
    snapshot = apply_events(opening, [*scripted_set(1, 5.0, 6), *scripted_set(2, 60.0, 2)[:-1]])
    assert (snapshot.set_number, snapshot.rep_count) == (2, 2)
    assert [(one.number, one.rep_count) for one in snapshot.sets] == [(1, 6)]


def test_count_stays_after_a_set(opening: Snapshot):
    """After a set I still see how many I did, and how long I have been resting."""
    snapshot = advance_to(apply_events(opening, scripted_set(1, 5.0, 6)), 50.0)
    assert snapshot.rep_count == 6
    assert not snapshot.set_open
    assert snapshot.last_end_s == pytest.approx(34.0)


def test_the_hold_timer_runs(opening: Snapshot):
    """The phase clock counts from when the phase began, not from when it was recognised."""
    snapshot = advance_to(apply_event(opening, PhaseChanged(10.0, Phase.HOLD, 10.1)), 11.5)
    assert snapshot.phase is Phase.HOLD
    assert snapshot.phase_clock_s == pytest.approx(1.5)


def test_first_reps_have_phases_too(opening: Snapshot):
    """The reps that a set was recognised by are lettered in the trace once they are counted."""
    counted = [event for event in scripted_set(1, 5.0, 2) if isinstance(event, SetStarted | RepCounted)]
    spans = apply_events(opening, counted).spans
    assert [span.phase for span in spans] == [Phase.LIFT, Phase.HOLD, Phase.LOWER] * 2
    assert spans[0].start_s == 5.0


def test_a_finished_rep_corrects_its_phases(opening: Snapshot):
    """Phases that were announced a little late get their true place when the rep counts."""
    late = [
        PhaseChanged(4.0, Phase.REST, 4.1),
        PhaseChanged(5.2, Phase.LIFT, 5.3),
        PhaseChanged(6.6, Phase.HOLD, 6.7),
        PhaseChanged(7.8, Phase.LOWER, 7.9),
        PhaseChanged(8.9, Phase.REST, 9.0),
    ]
    spans = apply_events(opening, [*late, RepCounted(1, rep(1, 5.0), 9.1)]).spans
    assert [(span.phase, span.start_s, span.end_s) for span in spans] == [
        (Phase.REST, 4.0, 5.0),
        (Phase.LIFT, 5.0, 6.5),
        (Phase.HOLD, 6.5, 7.5),
        (Phase.LOWER, 7.5, 9.0),
        (Phase.REST, 9.0, None),
    ]


def test_warnings_name_their_rep(opening: Snapshot):
    """A warning says which set and rep it belongs to."""
    (found,) = apply_events(opening, scripted_set(1, 5.0, 6)).warnings
    assert (found.set_number, found.rep_number, found.warning.code) == (1, 3, "momentum")


def test_a_warning_is_new_for_a_while(opening: Snapshot):
    """A warning within a lift is new from that moment on, and does not repeat when the rep counts."""
    known = [event for event in warned_session() if known_s(event) <= 24.2]
    snapshot = apply_events(opening, known)
    assert [one.known_s for one in snapshot.warnings] == [pytest.approx(20.7)]
    assert advance_to(snapshot, 20.8).fresh_warnings == snapshot.warnings
    assert not advance_to(snapshot, 20.8 + FRESH_S).fresh_warnings


def test_a_set_is_summed_up(opening: Snapshot):
    """When a set ends its summary is there, of all its reps, however many; the next set does not count them again."""
    snapshot = apply_events(opening, [*scripted_set(1, 5.0, 20), *scripted_set(2, 150.0, 3)])
    assert [(one.number, one.rep_count, one.good_reps) for one in snapshot.summaries] == [(1, 20, 19), (2, 3, 2)]


def test_a_long_set_lists_its_last_reps(opening: Snapshot):
    """After two hundred reps only the last few are listed."""
    snapshot = apply_events(opening, scripted_set(1, 5.0, 200))
    assert snapshot.rep_count == 200
    assert len(snapshot.reps) == KEPT_REPS


def test_old_gaps_leave_the_window(opening: Snapshot):
    """A gap is drawn until it has scrolled away, and stays counted."""
    snapshot = apply_event(opening, GapFound(3.0, 4.0))
    assert len(advance_to(snapshot, 10.0).gaps) == 1
    late = advance_to(snapshot, 4.0 + TRACE_WINDOW_S + 1.0)
    assert (len(late.gaps), late.gap_count) == (0, 1)


def test_missing_seconds_add_up(opening: Snapshot):
    """All that has been missing so far is summed, also of gaps that have scrolled away."""
    snapshot = advance_to(apply_events(opening, [GapFound(3.0, 4.0), GapFound(6.0, 9.5)]), 60.0)
    assert (snapshot.gap_count, snapshot.missing_s) == (2, pytest.approx(4.5))


def test_signal_quality_and_reason(opening: Snapshot):
    """A useless signal gives the reason."""
    snapshot = apply_event(opening, SignalJudged(5.0, Quality.NO_GRAVITY, "Gravity is missing."))
    assert (snapshot.quality, snapshot.quality_reason) == (Quality.NO_GRAVITY, "Gravity is missing.")


def test_each_phase_has_its_own_letter():
    """Without colour I can tell the phases by their letters."""
    assert set(PHASE_LETTERS) == set(Phase)
    assert len(set(PHASE_LETTERS.values())) == len(Phase)


@given(st.lists(st.integers(1, 199), max_size=6))
def test_the_trace_is_the_same_however_it_was_cut(cuts: list[int]):
    """The curve looks the same whether it came in one piece or in many."""
    time_s = np.linspace(0.0, 40.0, 200)
    angle_rad = np.sin(time_s)
    opening = Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)
    whole = apply_event(opening, LiftTrace(time_s, angle_rad))
    edges = [0, *sorted(cuts), 200]
    pieces = [LiftTrace(time_s[low:high], angle_rad[low:high]) for low, high in pairwise(edges)]
    cut = apply_events(opening, pieces)
    np.testing.assert_array_equal(cut.trace.time_s, whole.trace.time_s)
    np.testing.assert_array_equal(cut.trace.angle_rad, whole.trace.angle_rad)
    assert whole.trace.time_s[0] >= 40.0 - TRACE_WINDOW_S


def test_a_new_set_may_reach_back(opening: Snapshot):
    """When a set is recognised late, its curve replaces what was drawn there before; time never runs backwards."""
    first = LiftTrace(np.arange(0.0, 10.0, 0.1), np.zeros(100))
    then = LiftTrace(np.arange(8.0, 12.0, 0.1), np.ones(40))
    trace = apply_events(opening, [first, then]).trace
    assert (np.diff(trace.time_s) > 0.0).all()
    assert trace.angle_rad[trace.time_s > 7.95].min() == 1.0


def test_a_snapshot_does_not_change(opening: Snapshot):
    """What the screen draws cannot change while it draws."""
    snapshot = apply_events(opening, scripted_session())
    with pytest.raises(ValueError, match="read-only"):
        snapshot.trace.angle_rad[0] = math.pi


@pytest.mark.parametrize(
    ("duration_s", "target_s", "expected"),
    [
        (2.0, 2.0, TempoFit.YES),
        (2.5, 2.0, TempoFit.YES),
        (2.6, 2.0, TempoFit.LONG),
        (1.4, 2.0, TempoFit.SHORT),
        (0.75, 1.0, TempoFit.YES),
        (0.6, 1.0, TempoFit.SHORT),
        (3.0, 0.0, TempoFit.YES),
    ],
)
def test_tempo_band(duration_s: float, target_s: float, expected: TempoFit):
    """A quarter off the target is still kept, and so are three tenths of a second."""
    assert judge_duration(duration_s, target_s) is expected
