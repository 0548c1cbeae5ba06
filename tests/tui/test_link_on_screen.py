"""The dashboard of a session with a sensor, as a person sees it, as plain text."""

from dataclasses import replace

import pytest

from sensorcoach.link.status import LinkState
from sensorcoach.tui.app import DashboardApp
from tests.conftest import Golden
from tests.scripted import warned_session
from tests.tui.connected import STATES, STREAMING, connected
from tests.tui.screens import Dashboard, LivePlayback, on_dashboard, screen_text, scripted_playback

SMALL, LARGE, LEAST = (80, 24), (120, 40), (64, 16)
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


@SIZES
@pytest.mark.parametrize("state", STATES)
def test_states(state: str, size: tuple[int, int], golden: Golden):
    """Scanning, starting, refused, streaming, with a low battery, weak and lost the screen reads as agreed."""
    golden(f"tui/link-{state}-{size[0]}x{size[1]}.txt", on_dashboard(connected(state), size))


@pytest.mark.parametrize("state", ["scanning", "streaming", "weak", "lost"])
def test_states_in_the_smallest_terminal(state: str, golden: Golden):
    """In the smallest terminal I see count, cause and remedy."""
    golden(f"tui/link-{state}-64x16.txt", on_dashboard(connected(state), LEAST))


@SIZES
def test_help_lists_the_signs(size: tuple[int, int], golden: Golden):
    """With a sensor the help explains its line, and fits the screen."""

    async def ask(pilot: Dashboard) -> None:
        await pilot.press("question_mark")

    golden(f"tui/link-help-{size[0]}x{size[1]}.txt", on_dashboard(connected("streaming"), size, ask))


def test_a_recording_has_no_sensor_line():
    """Without a connection there is no line about one, nor its signs in the help."""

    async def ask(pilot: Dashboard) -> None:
        await pilot.press("question_mark")

    playback = scripted_playback(27.0, LivePlayback, warned_session)
    assert "packet" not in on_dashboard(playback, SMALL)
    assert "packet" not in on_dashboard(playback, SMALL, ask)


@pytest.mark.parametrize("size", [SMALL, LARGE, LEAST])
@pytest.mark.parametrize("state", ["weak", "lost"])
def test_the_count_stays_in_sight(state: str, size: tuple[int, int]):
    """When the sensor is lost the count keeps its place and size."""
    before = on_dashboard(connected("streaming"), size).splitlines()
    after = on_dashboard(connected(state), size).splitlines()
    rows = [row for row, line in enumerate(before[:14]) if line.startswith("│")][:6]
    assert [after[row][:20] for row in rows] == [before[row][:20] for row in rows]


def test_the_trace_comes_back_with_the_sensor():
    """Once samples come again the panel is gone and the trace is there."""
    playback = connected("lost")

    async def come_back(pilot: Dashboard) -> None:
        assert isinstance(pilot.app, DashboardApp)
        assert "Sensor lost" in screen_text(pilot.app)
        playback.link = STREAMING
        pilot.app.dashboard.tick()

    text = on_dashboard(playback, SMALL, come_back)
    assert "Lift angle" in text
    assert "Sensor lost" not in text
    assert "● LIVE" in text


def test_a_session_that_ends_says_so():
    """While the sensor stops, the top line does not claim to be live."""
    playback = connected("streaming")
    playback.link = replace(STREAMING, state=LinkState.STOPPING)
    text = on_dashboard(playback, SMALL)
    assert "STOPPING" in text
    assert "● LIVE" not in text


def test_bad_signal_is_shown_in_the_smallest_terminal():
    """Where there is room for one line only, the answer to a key comes before the line about the sensor."""

    async def press(pilot: Dashboard) -> None:
        await pilot.press("w")

    assert "only in a replay" in on_dashboard(connected("streaming"), LEAST, press)
