"""Warnings, the person's range and the summary of a set, as pure drawings."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.coach.apply import advance_to, apply_events
from sensorcoach.coach.snapshot import FRESH_S, Snapshot
from sensorcoach.events import Event, RepCounted, SetFinished, Verdict
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.form.rules.slowing import Slowing
from sensorcoach.runner.playback.event_log import EventLog
from sensorcoach.tui.drawing.big_counters import draw_phase_clock
from sensorcoach.tui.drawing.set_rows import draw_set_rows
from sensorcoach.tui.drawing.summary_rows import SUMMARY_S, draw_summary_rows, find_shown_summary
from sensorcoach.tui.drawing.trace_marks import (
    LIMIT_CELL,
    USUAL_CELL,
    find_band_lines,
    format_band,
    place_warning_marks,
)
from sensorcoach.tui.drawing.trace_plot import make_trace_plot
from sensorcoach.tui.drawing.trace_text import draw_trace
from sensorcoach.tui.drawing.warning_rows import DOUBT_S, draw_warning_rows
from tests.scripted import doubted_session, reference_taken, rep, scripted_set, warned_session


def opening() -> Snapshot:
    """Before anything is known."""
    return Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)


def shown(now_s: float, events: list[Event]) -> Snapshot:
    """Return the snapshot at a moment of a session."""
    log = EventLog(opening())
    log.add(events)
    return log.snapshot_at(now_s)


def test_before_there_is_a_reference_nothing_is_praised():
    """I read from when on I am compared; that there was nothing to warn of only once I am."""
    assert draw_warning_rows(opening(), 3, 44).plain.strip() == "comparing from your third good rep on"
    compared = replace(opening(), band=reference_taken(5.0))
    assert draw_warning_rows(compared, 3, 44).plain.strip() == "none so far"


def test_a_warning_names_rule_value_and_limit():
    """Newest first: set and rep, rule, value, limit and remedy, in whole words."""
    lines = draw_warning_rows(shown(29.2, warned_session()), 4, 44).plain.splitlines()
    assert lines[0] == " 1.5 short range 19°, at least 26"
    assert lines[1].strip() == "Come up all the way to your usual top."
    assert lines[2] == " 1.5 momentum 148°/s, at most 95"


@given(st.integers(1, 8), st.integers(12, 120))
def test_warnings_fit_any_panel(height: int, width: int):
    """In any panel no line is cut off at its side by more than the sign that says so."""
    for session in (warned_session(), doubted_session()):
        lines = draw_warning_rows(shown(29.2, session), height, width).plain.splitlines()
        assert len(lines) <= height
        assert all(len(line) <= max(width, 15) for line in lines)


def test_a_doubt_comes_before_all_warnings():
    """A doubt of my reference comes first, with the remedy, long enough to be read."""
    doubted = shown(22.0, doubted_session())
    text = " ".join(draw_warning_rows(doubted, 5, 76).plain.split())
    assert text.startswith("The sensor is mounted differently")
    assert "sensorcoach calibrate" in text
    assert text.index("calibrate") < text.index("momentum")
    later = replace(doubted, now_s=19.1 + DOUBT_S + 1.0)
    assert "sensor is mounted" not in draw_warning_rows(later, 5, 76).plain
    assert "sensor is mounted" in draw_warning_rows(replace(later, band=None), 5, 76).plain


def test_a_swing_shows_within_the_lift():
    """While I still lift, the line over the hold timer turns and names the rule; a few seconds later it is over."""
    lifting = shown(20.8, warned_session())
    assert lifting.rep_count == 3
    assert draw_phase_clock(lifting, 20, 6).plain.startswith(" L ! MOMENTUM")
    assert "LIFT" in draw_phase_clock(replace(lifting, now_s=20.8 + FRESH_S), 20, 6).plain


def test_a_hint_is_not_an_alarm():
    """That my lifts get slower is listed, but nothing turns red for it."""
    slowing = Verdict(Slowing.facts, "speed", 50.0, 60.0, "%", 9.0, "End the set while they are good.")
    events = [*scripted_set(1, 5.0, 2)[:-1], RepCounted(1, rep(3, 15.0, (slowing,)), 19.1)]
    snapshot = advance_to(apply_events(opening(), events), 19.2)
    assert "slowing" in draw_warning_rows(snapshot, 3, 44).plain
    assert "!" not in draw_phase_clock(snapshot, 20, 6).plain


def test_the_band_is_where_its_angles_are():
    """The lines of my range are in the rows of their angles, in every cell that the curve leaves free."""
    snapshot = shown(32.0, warned_session())
    plot = make_trace_plot(snapshot, 73, 12)
    lines = find_band_lines(plot, snapshot.band)
    assert [(round(line.angle_deg), line.cell) for line in lines] == [
        (26, LIMIT_CELL),
        (42, LIMIT_CELL),
        (32, USUAL_CELL),
    ]
    heights_deg = [plot.high_deg - (row + 0.5) * (plot.high_deg - plot.low_deg) / 12 for row in range(12)]
    for line in lines:
        assert abs(heights_deg[line.row] - line.angle_deg) <= (plot.high_deg - plot.low_deg) / 12
    text = draw_trace(snapshot, 78, 13).plain.splitlines()
    assert {text[line.row][:5] for line in lines if line.cell == LIMIT_CELL} == {" 26°┼", " 42°┼"}
    assert " " not in text[lines[0].row][5:]
    assert format_band(snapshot.band) == "┈ your good range 26° to 42°, · usual top 32°"


def test_no_band_before_a_reference():
    """Before there is a reference no range is drawn, and none is named."""
    snapshot = shown(18.0, warned_session())
    assert not find_band_lines(make_trace_plot(snapshot, 73, 12), snapshot.band)
    assert not format_band(snapshot.band)


@given(st.integers(12, 200), st.integers(3, 40), st.floats(0.0, 60.0))
def test_marks_stay_in_the_plot(width: int, height: int, now_s: float):
    """At any size and moment marks and lines lie inside the plot, and the text has exactly its size."""
    snapshot = shown(now_s, warned_session())
    plot = make_trace_plot(snapshot, width, height)
    for mark in place_warning_marks(plot, snapshot):
        assert 0 <= mark.row < height
        assert 0 <= mark.column <= mark.column + len(mark.text) <= width
    lines = draw_trace(snapshot, width + 5, height + 1).plain.splitlines()
    assert {len(line) for line in lines} == {width + 5}


def test_a_mark_is_at_its_moment():
    """The sign is in the column of its moment, beside the curve, with its name where there is room."""
    snapshot = shown(30.0, warned_session())
    marks = place_warning_marks(make_trace_plot(snapshot, 100, 13), snapshot)
    assert {mark.text for mark in marks} <= {"momentum !", "! momentum", "short range !", "! short range", "!"}
    signs = sorted(mark.column + mark.text.index("!") for mark in marks)
    assert signs == pytest.approx([100 - (30.0 - at_s) * 5 for at_s in (20.6, 25.6, 26.5)], abs=1.0)
    assert {mark.text for mark in place_warning_marks(make_trace_plot(snapshot, 73, 5), snapshot)} == {"!"}


def test_the_summary_says_what_to_do_next():
    """After a set: how many kept form, tempo and range, the worst rep with value and limit, one thing to do."""
    snapshot = shown(45.0, warned_session())
    summary = find_shown_summary(snapshot)
    assert summary
    text = draw_summary_rows(summary, snapshot, 76, 6).plain
    assert " 6 reps, 4 kept form" in text
    assert "target 2-1-2-1" in text
    assert "rep 5: momentum 148°/s, at most 95, and 1 more" in text
    assert "Next   4 reps, each slow and precise" in text


@given(st.integers(3, 12), st.integers(40, 120))
def test_the_summary_fits(height: int, width: int):
    """In any panel the form comes first, and the advice is never left out."""
    snapshot = shown(45.0, warned_session())
    summary = find_shown_summary(snapshot)
    assert summary
    lines = draw_summary_rows(summary, snapshot, width, height).plain.splitlines()
    assert len(lines) <= height
    assert max(map(len, lines)) <= width
    assert lines[0].startswith(" 6 reps")
    assert any(line.startswith(" Next ") for line in lines)


def test_the_summary_ends_with_the_next_set():
    """The summary shows for a while whatever I do, then while I lie still, and no more once the next set is found."""
    summed = shown(45.0, warned_session())
    assert find_shown_summary(summed)
    over = SetFinished(1, 5.0, 20.0, 6, 30.0 - SUMMARY_S)
    moving = replace(shown(30.0, warned_session()), set_open=False, sets=(over,), summaries=summed.summaries)
    assert moving.moving
    assert not find_shown_summary(moving)
    assert find_shown_summary(replace(moving, sets=(replace(over, decided_s=28.0),)))
    assert not find_shown_summary(replace(summed, set_open=True))


def test_the_list_of_sets_fits_its_panel():
    """In a narrow panel a set takes one line; a wide one adds the number of reps that kept form."""
    snapshot = shown(45.0, warned_session())
    assert draw_set_rows(snapshot, 3, 30).plain == " Set 1    6 reps  0:05 - 0:34"
    assert draw_set_rows(snapshot, 3, 60).plain == " Set 1    6 reps  0:05.0 - 0:34.0  4 kept form"
