"""The pure drawing functions."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.coach.apply import advance_to, apply_event, apply_events
from sensorcoach.coach.phase_spans import PhaseSpan
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import GapFound, LiftTrace, Phase
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.runner.session import Transport
from sensorcoach.tui.drawing.big_counters import draw_phase_clock
from sensorcoach.tui.drawing.block_letters import draw_block_letters
from sensorcoach.tui.drawing.set_rows import draw_set_rows
from sensorcoach.tui.drawing.signal_line import draw_signal_line
from sensorcoach.tui.drawing.title_line import draw_title_line
from sensorcoach.tui.drawing.trace_plot import GAP_LETTER, make_trace_plot
from sensorcoach.tui.drawing.trace_text import draw_trace
from tests.scripted import scripted_session, scripted_set


def opening() -> Snapshot:
    """Before anything is known."""
    return Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)


def with_trace(angles_deg: list[float], now_s: float = 20.0) -> Snapshot:
    """Twenty seconds of an angle that goes straight from one value to the next."""
    time_s = np.linspace(0.0, now_s, 1000)
    angles = np.interp(time_s, np.linspace(0.0, now_s, len(angles_deg)), angles_deg)
    return advance_to(apply_event(opening(), LiftTrace(time_s, np.radians(angles))), now_s)


@given(st.text("0123456789.:-", min_size=1, max_size=6), st.integers(1, 60), st.integers(1, 20))
def test_digits_fill_exactly_their_room(text: str, width: int, height: int):
    """Whatever the number and the room, the drawing is exactly that large."""
    lines = draw_block_letters(text, width, height)
    assert len(lines) == height
    assert {len(line) for line in lines} == {width}


def test_digits_grow_with_the_room():
    """With twice the room the digits are twice as high."""
    small = [line for line in draw_block_letters("8", 10, 5) if line.strip()]
    large = [line for line in draw_block_letters("8", 20, 10) if line.strip()]
    assert (len(small), len(large)) == (5, 10)


def test_digits_without_room_are_plain():
    """Where no block letter fits, the number is still there."""
    assert "123" in "".join(draw_block_letters("123", 6, 2))


@given(st.integers(12, 200), st.integers(3, 40), st.floats(0.0, 100.0))
def test_the_plot_fits_any_window(width: int, height: int, now_s: float):
    """At any size and moment the plot has exactly its rows and columns."""
    plot = make_trace_plot(advance_to(apply_events(opening(), scripted_session()), now_s), width, height)
    assert len(plot.rows) == height
    assert {len(row) for row in plot.rows} | {len(plot.letters)} == {width}


def test_a_rising_angle_rises():
    """A lift goes from the lower left to the upper right."""
    plot = make_trace_plot(with_trace([0.0, 30.0]), 40, 8)
    assert plot.rows[-1][:3].strip()
    assert plot.rows[0][-3:].strip()
    assert not plot.rows[0][:10].strip()


def test_the_scale_covers_the_curve_in_steps():
    """The scale ends at multiples of five degrees around the curve."""
    plot = make_trace_plot(with_trace([-2.0, 33.0]), 40, 8)
    assert (plot.low_deg, plot.high_deg) == (-5.0, 35.0)


def test_a_still_sensor_draws_a_line():
    """Noise of a tenth of a degree is not blown up to the whole height."""
    plot = make_trace_plot(with_trace([0.05, 0.1] * 50), 40, 8)
    assert sum(bool(row.strip()) for row in plot.rows) == 1


def test_gaps_are_shown():
    """Where samples are missing no curve is drawn, and the column says so."""
    snapshot = apply_event(with_trace([0.0, 30.0]), GapFound(9.0, 11.0))
    plot = make_trace_plot(snapshot, 40, 8)
    middle = slice(18, 22)
    assert set(plot.letters[middle]) == {GAP_LETTER}
    assert {cell for row in plot.rows for cell in row[middle]} == {"░"}


def test_the_screen_counts_time_from_the_beginning():
    """A recording in Unix time begins at nought on the screen."""
    start = replace(opening(), now_s=1.7e9)
    snapshot = advance_to(apply_events(start, scripted_set(1, 1.7e9 + 5.0, 4)), 1.7e9 + 27.0)
    transport = Transport("unix.csv", snapshot.now_s, 1.7e9 + 60.0)
    assert "0:27 / 1:00" in draw_title_line(snapshot, transport, 80).plain
    assert "0:05.0 - 0:24.0" in draw_set_rows(snapshot, 3).plain


def test_before_the_first_set_it_shows_that_it_is_looking():
    """While I move before the first set I read that my movement is being looked for, and when it will count."""
    moving = draw_phase_clock(with_trace([0.0, 0.0, 30.0]), 20, 6).plain
    assert "FINDING MOVEMENT" in moving
    assert "A lift shows at once and counts once it is confirmed." in " ".join(moving.split())
    just_found = replace(with_trace([0.0, 0.0, 30.0]), set_number=1, set_open=True, rep_count=1)
    assert "COUNTING" in draw_phase_clock(just_found, 20, 6).plain
    assert "WAITING" in draw_phase_clock(with_trace([0.0, 2.0, 0.0]), 20, 6).plain


def test_between_sets_the_clock_of_the_pause_goes_on():
    """Once a set is over the clock of the pause goes on, also while I move, until the next set is recognised."""
    trace = LiftTrace(np.array([20.0, 24.0, 24.1, 40.0, 42.0]), np.array([0.5, 0.1, 0.0, 0.0, 0.4]))
    snapshot = apply_events(opening(), [*scripted_set(1, 5.0, 4), trace])
    assert (
        "SET DONE" in draw_phase_clock(advance_to(apply_events(opening(), scripted_set(1, 5.0, 4)), 26.0), 22, 6).plain
    )
    assert advance_to(snapshot, 42.0).moving
    text = draw_phase_clock(advance_to(snapshot, 42.0), 22, 6).plain
    assert "SET DONE" in text
    assert "█" in text


def test_the_signal_line_shows_how_much_is_missing():
    """Many gaps or few, the last line says how many seconds are missing in all."""
    assert "no gaps" in draw_signal_line(opening()).plain
    snapshot = apply_events(opening(), [GapFound(2.0 * k, 2.0 * k + 0.97) for k in range(29)])
    assert "29 gaps, 28 s missing" in draw_signal_line(snapshot).plain


def test_nothing_is_drawn_between_two_sets():
    """Without a tracked movement there is no line that would look like one."""
    pieces = [LiftTrace(np.arange(start_s, start_s + 4.0, 0.02), np.full(200, 0.3)) for start_s in (2.0, 14.0)]
    plot = make_trace_plot(advance_to(apply_events(opening(), pieces), 20.0), 40, 8)
    assert all(not row[13:27].strip() for row in plot.rows)
    assert any(row[5:11].strip() for row in plot.rows)


def test_letters_are_where_phases_start():
    """Each phase has its letter at its start."""
    spans = (
        PhaseSpan(Phase.LIFT, 5.0, 7.0),
        PhaseSpan(Phase.HOLD, 7.0, 9.0),
        PhaseSpan(Phase.LOWER, 9.0, 11.0),
        PhaseSpan(Phase.REST, 11.0),
    )
    snapshot = Snapshot(find_exercise("glute-bridge"), Placement.PELVIS, now_s=20.0, spans=spans)
    assert "".join(make_trace_plot(snapshot, 40, 4).letters.split("─")).strip() == "LHDR"


def test_no_room_no_plot():
    """A window too small to read anything in stays empty."""
    assert not draw_trace(with_trace([0.0, 30.0]), 8, 2).plain


@pytest.mark.parametrize("now_s", [20.0, 20.04, 20.2])
def test_the_curve_does_not_flicker(now_s: float):
    """Between two columns of time the drawing stays as it is, then moves by whole columns."""
    time_s = np.linspace(0.0, 30.0, 3000)
    snapshot = apply_event(opening(), LiftTrace(time_s, np.sin(time_s) * math.radians(30.0)))
    first, then = (make_trace_plot(advance_to(snapshot, moment), 40, 8).rows for moment in (20.0, now_s))
    assert first[3][5:20] == then[3][5:20]
