"""Every pop-up: found by itself, drawn as agreed, whole in the smallest usual terminal, closed by its own key."""

import asyncio

import pytest
from textual.containers import VerticalScroll

from sensorcoach.tui.app import DashboardApp
from sensorcoach.tui.pop_up import PopUp, list_pop_up_names, load_pop_up
from tests.conftest import Golden
from tests.tui.choosers import FakeScan, on_chooser, pressing
from tests.tui.connected import connected
from tests.tui.screens import on_dashboard, opened, scripted_playback, settled_text

SMALL, LARGE = (80, 24), (120, 40)
POP_UPS = list_pop_up_names()
"""Each module of `pop_ups/`; its screens are `tests/goldens/tui/NAME-80x24.txt` and `NAME-120x40.txt`."""

each_pop_up = pytest.mark.parametrize("name", POP_UPS)


def press_on_screen(kind: type[PopUp], size: tuple[int, int], *keys: str) -> str:
    """Return the screen below the pop-up after these keys."""
    if kind.BELOW == "chooser":
        return on_chooser(FakeScan([()]), pressing(*keys), size)
    return on_dashboard(scripted_playback(27.0), size, pressing(*keys))


@each_pop_up
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
def test_it_reads_as_agreed(name: str, size: tuple[int, int], golden: Golden):
    """Its key opens it, with title and text."""
    kind = load_pop_up(name)
    text = press_on_screen(kind, size, kind.KEY)
    assert kind.HEADING in text
    golden(f"tui/{name}-{size[0]}x{size[1]}.txt", text)


@each_pop_up
def test_it_closes(name: str):
    """Its own key closes it, and so does escape."""
    kind = load_pop_up(name)
    below = press_on_screen(kind, SMALL)
    assert "escape closes" not in below
    assert press_on_screen(kind, SMALL, kind.KEY, kind.KEY) == below
    assert press_on_screen(kind, SMALL, kind.KEY, "escape") == below


@each_pop_up
def test_it_is_whole(name: str):
    """In 80 by 24 cells nothing has to be scrolled."""

    async def run() -> None:
        app = DashboardApp(lambda: scripted_playback(27.0))
        async with app.run_test(size=SMALL) as pilot:
            await opened(app)
            app.action_open_pop_up(name)
            assert load_pop_up(name).HEADING in await settled_text(pilot)
            assert app.screen.query_one(VerticalScroll).max_scroll_y == 0

    asyncio.run(run())


@each_pop_up
def test_its_key_is_free(name: str):
    """No other binding of the screen below has its key."""
    kind = load_pop_up(name)
    others = [load_pop_up(other).KEY for other in POP_UPS if other != name and load_pop_up(other).BELOW == kind.BELOW]
    assert kind.KEY not in {"q", "space", "escape", "enter", *others}


def test_the_help_in_a_live_session_is_whole():
    """With the signs of a connection the help is at its longest, and its last line still fits."""
    text = on_dashboard(connected("streaming"), SMALL, pressing("question_mark"))
    assert "longest wait" in text
    assert "has a warning; is provisional" in text
