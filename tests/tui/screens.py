"""Runs the dashboard without a terminal and reads the screen as text."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from textual.pilot import Pilot

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.errors import SensorcoachError
from sensorcoach.events import Event
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.runner.live.live_session import NOT_LIVE
from sensorcoach.runner.playback.playback import Playback
from sensorcoach.runner.session import Frame, Transport
from sensorcoach.tui.app import DashboardApp
from tests.scripted import scripted_session

Dashboard = Pilot[SensorcoachError]
"""A dashboard without a terminal, to press keys in."""

DURATION_S = 60.0

LOOKS, LOOK_S = 8, 0.03


class LivePlayback(Playback):
    """The scripted minute as a live session shows itself: it goes on by itself, and cannot be moved in."""

    def advance(self, elapsed_s: float) -> Frame:
        frame = super().advance(elapsed_s)
        return replace(frame, transport=replace(frame.transport, seekable=False))

    def seek_warning(self, direction: int) -> None:
        del direction
        self._note.show(NOT_LIVE)


def scripted_playback(
    start_s: float = 0.0, kind: type[Playback] = Playback, session: Callable[[], list[Event]] = scripted_session
) -> Playback:
    """The scripted minute, paused at `start_s`."""
    remaining: list[Event] = session()

    def read_to(time_s: float) -> Sequence[Event]:
        del time_s
        events = list(remaining)
        remaining.clear()
        return events

    snapshot = Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)
    playback = kind(snapshot, Transport("scripted", 0.0, DURATION_S, paused=True, simulated=True), read_to)
    playback.seek(start_s)
    return playback


def screen_text(app: DashboardApp) -> str:
    """What stands on the screen, a line a row, blanks at the ends of lines left out."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()  # pyright: ignore[reportPrivateUsage]
    lines = ["".join(segment.text for segment in strip)[:width].rstrip() for strip in strips[:height]]
    return "\n".join(lines) + "\n"


async def opened(app: DashboardApp) -> None:
    """Wait until the session has been opened, or has refused to."""
    await app.workers.wait_for_complete()  # pyright: ignore[reportUnknownMemberType] - Textual leaves Worker open


async def settled_text(pilot: Dashboard) -> str:
    """The screen once it stays as it is: panels that come and go are laid out a moment after they are asked for.

    A session that plays never stays; it is read after a few looks.
    """
    app = pilot.app
    assert isinstance(app, DashboardApp)
    before, text = "", screen_text(app)
    for _ in range(LOOKS):
        if text == before:
            break
        await pilot.pause(LOOK_S)
        before, text = text, screen_text(app)
    return text


def on_dashboard(
    playback: Playback, size: tuple[int, int], act: Callable[[Dashboard], Awaitable[None]] | None = None
) -> str:
    """The screen after `act` has been done in a dashboard of `size` (columns, rows)."""

    async def run() -> str:
        app = DashboardApp(lambda: playback)
        async with app.run_test(size=size) as pilot:
            await opened(app)
            await pilot.pause()
            if act:
                await act(pilot)
                await pilot.pause()
            return await settled_text(pilot)

    return asyncio.run(run())
