"""The task behind the screens ends."""

import asyncio

import pytest

from sensorcoach.tui.background import BackgroundTask
from sensorcoach.virtual_radio.fast_time import run_fast


@pytest.mark.parametrize("swallowed", [0, 1, 3])
def test_a_radio_that_loses_a_cancellation_is_asked_again(swallowed: int):
    """A library that swallows cancellations does not keep me from quitting."""
    ended: list[str] = []

    async def stubborn() -> None:
        for _ in range(swallowed):
            try:
                await asyncio.sleep(3600.0)
            except asyncio.CancelledError:
                continue
        try:
            await asyncio.sleep(3600.0)
        finally:
            ended.append("let go")

    async def script() -> None:
        background = BackgroundTask()
        running = asyncio.create_task(background.run(stubborn()))
        await asyncio.sleep(0.1)
        await background.stop()
        await running

    run_fast(script())
    assert ended == ["let go"]
