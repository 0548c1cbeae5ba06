"""The dashboard as plain text, readable without colour."""

import asyncio

import pytest
from textual.worker import WorkerFailed

from sensorcoach.errors import InputError
from sensorcoach.runner.session import Session
from sensorcoach.tui.app import DashboardApp
from tests.conftest import Golden
from tests.scripted import doubted_session, warned_session
from tests.tui.screens import Dashboard, LivePlayback, on_dashboard, opened, scripted_playback

SMALL, LARGE = (80, 24), (120, 40)
SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])

MOMENTS = {"before": 3.0, "lifting": 5.8, "holding": 12.0, "gap": 27.0, "pause": 50.0, "end": 60.0}


@SIZES
@pytest.mark.parametrize("moment", MOMENTS)
def test_moments(moment: str, size: tuple[int, int], golden: Golden):
    """Before a set, lifting, holding, after a gap, between sets and at the end the screen reads as agreed."""
    golden(f"tui/{moment}-{size[0]}x{size[1]}.txt", on_dashboard(scripted_playback(MOMENTS[moment]), size))


WARNED = {"warned": 21.2, "band": 32.5, "summary": 45.0}
ALL_SIZES = pytest.mark.parametrize("size", [SMALL, LARGE, (64, 16)], ids=["80x24", "120x40", "64x16"])


@ALL_SIZES
@pytest.mark.parametrize("moment", WARNED)
def test_warned(moment: str, size: tuple[int, int], golden: Golden):
    """A warning within the lift, the person's range with warned reps beside it, and the summary read as agreed."""
    playback = scripted_playback(WARNED[moment], session=warned_session)
    golden(f"tui/{moment}-{size[0]}x{size[1]}.txt", on_dashboard(playback, size))


@ALL_SIZES
def test_a_doubted_reference(size: tuple[int, int], golden: Golden):
    """If my reference no longer fits, I read reason and remedy in full, before any warning."""
    golden(f"tui/doubt-{size[0]}x{size[1]}.txt", on_dashboard(scripted_playback(21.2, session=doubted_session), size))


def test_help_closes():
    """Escape goes back to the dashboard."""

    async def ask_and_close(pilot: Dashboard) -> None:
        await pilot.press("question_mark")
        await pilot.press("escape")

    text = on_dashboard(scripted_playback(12.0), SMALL, ask_and_close)
    assert "Lift angle" in text


def test_live_help_lists_only_keys_that_work():
    """A live session cannot be paused or moved in, and its help promises nothing of the kind."""

    async def ask(pilot: Dashboard) -> None:
        await pilot.press("question_mark")

    text = on_dashboard(scripted_playback(12.0, LivePlayback), SMALL, ask)
    assert "quit" in text
    assert not {"space", "←", "slower"} & set(text.split())


@pytest.mark.parametrize("keys", [["q"], ["question_mark", "q"], ["ctrl+c"], ["question_mark", "ctrl+c"]])
def test_quitting(keys: list[str]):
    """The letter q and Ctrl-C quit at once, also while help is shown."""

    async def run() -> int | None:
        app = DashboardApp(lambda: scripted_playback(12.0))
        async with app.run_test(size=SMALL) as pilot:
            await opened(app)
            await pilot.press(*keys)
        return app.return_code

    assert asyncio.run(run()) == 0


def test_arrows_seek():
    """The right arrow goes on by five seconds, the left one back."""

    async def seek(pilot: Dashboard) -> None:
        await pilot.press("right", "right", "right", "left")

    assert "0:22 / 1:00" in on_dashboard(scripted_playback(12.0), SMALL, seek)


def test_w_goes_from_warning_to_warning():
    """The letter w goes on to the next warning, the capital one back, and the screen says when there is no other."""
    playback = scripted_playback(3.0, session=warned_session)

    async def on_and_back(pilot: Dashboard) -> None:
        await pilot.press("w", "w", "w", "W")

    text = on_dashboard(playback, SMALL, on_and_back)
    assert "0:25 / 1:00" in text
    assert "! MOMENTUM" in text

    async def once_too_often(pilot: Dashboard) -> None:
        await pilot.press("W", "W")

    assert "no warning before this" in on_dashboard(playback, SMALL, once_too_often)


def test_w_is_not_offered_live():
    """In a live session there is no next warning yet: the key is neither at the bottom nor in the help."""

    async def ask(pilot: Dashboard) -> None:
        await pilot.press("question_mark")

    assert "Next warning" not in on_dashboard(scripted_playback(12.0, LivePlayback), SMALL)
    assert "next warning" not in on_dashboard(scripted_playback(12.0, LivePlayback), SMALL, ask)


def test_w_answers_live():
    """Pressed all the same, it moves nothing and names the place where it works."""

    async def press(pilot: Dashboard) -> None:
        await pilot.press("w")

    text = on_dashboard(scripted_playback(12.0, LivePlayback), SMALL, press)
    assert "only in a replay" in text
    assert "0:12" in text


def test_the_trace_comes_back():
    """Some time after a set the summary makes room for the trace, once I move; it stays while I lie still."""
    still = scripted_playback(58.0, session=warned_session)
    assert "Set 1 done" in on_dashboard(still, SMALL)
    assert "Lift angle" not in on_dashboard(still, SMALL)
    assert "Lift angle" in on_dashboard(scripted_playback(41.0, session=warned_session), SMALL)


def test_speed_keys():
    """The signs for more and less change the speed, and the top line shows it."""
    playback = scripted_playback(12.0)

    async def faster(pilot: Dashboard) -> None:
        await pilot.press("greater_than_sign", "greater_than_sign", "less_than_sign", "greater_than_sign")

    on_dashboard(playback, SMALL, faster)
    assert playback.advance(0.0).transport.speed == 4.0


def test_space_plays():
    """Space starts a paused replay."""
    playback = scripted_playback(12.0)

    async def play(pilot: Dashboard) -> None:
        await pilot.press("space")

    assert "▶ 1×" in on_dashboard(playback, SMALL, play)


@pytest.mark.parametrize("size", [(63, 24), (80, 15), (40, 12), (20, 5)])
def test_a_terminal_too_small_says_so(size: tuple[int, int]):
    """A small terminal asks for a larger one, and then shows the dashboard."""

    async def grow(pilot: Dashboard) -> None:
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()

    asked = " ".join(on_dashboard(scripted_playback(27.0), size).split())
    assert asked == "Make the terminal 64 × 16 or larger."
    grown = on_dashboard(scripted_playback(27.0), size, grow)
    assert grown == on_dashboard(scripted_playback(27.0), SMALL)


def test_the_smallest_terminal(golden: Golden):
    """In the smallest terminal the count, the phase, the trace and all keys are whole."""
    golden("tui/gap-64x16.txt", on_dashboard(scripted_playback(27.0), (64, 16)))


def test_resizing_draws_again():
    """A terminal made larger while paused is filled."""

    async def grow(pilot: Dashboard) -> None:
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()

    grown = on_dashboard(scripted_playback(27.0), SMALL, grow)
    assert grown == on_dashboard(scripted_playback(27.0), LARGE)


def test_simulated_sessions_say_so():
    """A simulated session cannot be taken for a real one."""
    assert "SIMULATED" in on_dashboard(scripted_playback(27.0), SMALL)


def test_a_file_that_does_not_open():
    """A file that cannot be opened closes the screen and leaves the reason."""
    error = InputError("no_file", "There is no file x.csv.", "Check the name.")

    def refuse() -> Session:
        raise error

    async def run() -> object:
        app = DashboardApp(refuse)
        async with app.run_test():
            await opened(app)
        return app.return_value

    assert asyncio.run(run()) is error


def test_our_own_mistakes_come_out(capsys: pytest.CaptureFixture[str]):
    """An internal error leaves the screen as an exception, without a printed traceback."""

    def stumble() -> Session:
        raise ZeroDivisionError("oops")

    async def run() -> None:
        app = DashboardApp(stumble)
        async with app.run_test():
            await opened(app)

    with pytest.raises(WorkerFailed, match="oops"):
        asyncio.run(run())
    assert "Traceback" not in capsys.readouterr().err
