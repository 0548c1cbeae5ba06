"""The event loop whose time passes at once."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest

from sensorcoach.virtual_radio.fast_time import StuckError, run_fast

HARDLY_S = 1e-5
"""A time too short to matter."""


def test_hours_of_sleep_take_their_whole_time_by_the_loops_own_clock():
    """A sleep of eight hours ends eight hours later, and the test does not."""

    async def sleep() -> float:
        loop = asyncio.get_running_loop()
        start_s = loop.time()
        await asyncio.sleep(8 * 3600.0)
        return loop.time() - start_s

    assert abs(run_fast(sleep()) - 8 * 3600.0) < HARDLY_S


def test_earlier_deadlines_come_first():
    """Timers fire in the order of their times, whatever order they were set in."""

    async def race() -> list[float]:
        fired: list[float] = []
        loop = asyncio.get_running_loop()
        for delay_s in (3.0, 1.0, 2.0, 1.5):
            loop.call_later(delay_s, fired.append, delay_s)
        await asyncio.sleep(4.0)
        return fired

    assert run_fast(race()) == [1.0, 1.5, 2.0, 3.0]


def test_a_timeout_ends_what_takes_too_long():
    """A wait with a timeout ends exactly at its time."""

    async def give_up() -> float:
        loop = asyncio.get_running_loop()
        start_s = loop.time()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(loop.create_future(), 30.0)
        return loop.time() - start_s

    assert abs(run_fast(give_up()) - 30.0) < HARDLY_S


async def _for_ever() -> None:
    await asyncio.get_running_loop().create_future()


async def _work(count: int) -> int:
    for _ in range(count):
        await asyncio.sleep(0)
    return count


def test_waiting_for_an_event_that_cannot_come_is_an_error():
    """A test with an endless wait fails instead."""
    with pytest.raises(StuckError):
        run_fast(_for_ever())


@pytest.mark.parametrize("make", [lambda: _work(0), lambda: _work(1000)])
def test_work_takes_no_time(make: Callable[[], Coroutine[Any, Any, int]]):
    """The clock hardly moves while code runs."""

    async def timed() -> float:
        start_s = asyncio.get_running_loop().time()
        await make()
        return asyncio.get_running_loop().time() - start_s

    assert run_fast(timed()) < HARDLY_S


def test_waiting_for_less_than_a_float_step_comes_to_an_end():
    """Repeated waits for an ever shorter rest come to an end."""

    async def wait() -> None:
        loop = asyncio.get_running_loop()
        due_s = loop.time() + 0.1
        while loop.time() < due_s:
            with suppress(TimeoutError):
                async with asyncio.timeout((due_s - loop.time()) / 2.0):
                    await loop.create_future()

    run_fast(wait())


def test_a_thread_can_still_be_waited_for():
    """A thread's result arrives, and closing the loop ends the thread."""

    async def ask_a_thread() -> int:
        return await asyncio.wait_for(asyncio.to_thread(sum, [1, 2, 3]), 0.01)

    assert run_fast(ask_a_thread()) == 6
