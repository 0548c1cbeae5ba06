"""q in the middle of a live set asks first; everywhere else it quits at once."""

import asyncio
from dataclasses import replace

import pytest

from sensorcoach.runner.session import Frame
from sensorcoach.tui.app import DashboardApp
from sensorcoach.tui.quit_question import QuitQuestion
from tests.tui.connected import Connected, connected
from tests.tui.screens import opened, scripted_playback


class Real(Connected):
    """A live session with a real person."""

    def advance(self, elapsed_s: float) -> Frame:
        frame = super().advance(elapsed_s)
        return replace(frame, transport=replace(frame.transport, simulated=False))


def pressed(session: object, *keys: str) -> tuple[bool, bool]:
    """Press these keys; return whether the question is shown, and whether the program has ended."""

    async def run() -> tuple[bool, bool]:
        app = DashboardApp(lambda: session)  # type: ignore[arg-type,return-value]  # pyright: ignore[reportArgumentType] - a session by its methods
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(app)
            await pilot.pause()
            await pilot.press(*keys)
            return isinstance(app.screen, QuitQuestion), app.return_code is not None

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("keys", "asks", "ends"),
    [("q", True, False), ("qq", False, True), ("qy", False, True), ("qn", False, False), ("?q", True, False)],
)
def test_a_set_under_way_is_not_lost_by_a_slip(keys: str, asks: bool, ends: bool):  # noqa: FBT001 - a table
    """One q asks, from the help as well; a second q or y ends, n continues."""
    session = scripted_playback(27.0, Real)
    assert session.advance(0.0).snapshot.set_open
    shown, ended = pressed(session, *("question_mark" if key == "?" else key for key in keys))
    assert ended == ends
    assert shown == asks or ends


def test_a_replay_and_a_demonstration_end_at_once():
    """Nothing is lost there, so that q quits in the middle of a set."""
    assert pressed(scripted_playback(27.0), "q")[1]
    assert pressed(connected("streaming"), "q")[1]
