"""Faults of the computer's own Bluetooth parts, and a computer that sleeps: the session reconnects with the reason."""

import asyncio
from typing import NoReturn

import pytest

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import Packet
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.sources.radio.sleep_clock import SleepClock, read_slept_s
from sensorcoach.virtual_radio.fast_time import run_fast
from tests.sources.fake_radio import FakeRadio

WITMOTION = device_by_id("witmotion")


class Following:
    """A session that streams; records each reason of its connection."""

    def __init__(self, radio: FakeRadio, sleep: SleepClock | None = None) -> None:
        self.source = RadioSource(radio.device, radio.seen, radio.backend, sleep=sleep)
        self.reasons: list[str] = []
        self.packets: list[Packet] = []
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._watch())]

    async def _listen(self) -> None:
        async for packet in self.source:
            self.packets.append(packet)

    async def _watch(self) -> None:
        while True:
            reason = self.source.status.reason
            if reason and reason not in self.reasons:
                self.reasons.append(reason)
            await asyncio.sleep(0.005)

    async def end(self) -> LinkStatus:
        """End the session; return the status before."""
        status = self.source.status
        await self.source.aclose()
        await self._tasks[0]
        self._tasks[1].cancel()
        return status


def _stumble() -> NoReturn:
    raise AttributeError("'NoneType' object has no attribute 'properties'")


def test_a_fault_in_a_callback_reconnects():
    """An error in a callback of the backend ends the connection with the reason, and the session goes on."""

    async def run() -> None:
        radio = FakeRadio(WITMOTION)
        following = Following(radio)
        await radio.measure(5.0)
        assert radio.connected is not None
        asyncio.get_running_loop().call_soon(radio.connected.stumble, _stumble)
        await radio.measure(10.0)
        status = await following.end()
        assert (status.state, status.connections) == (LinkState.STREAMING, 2)
        assert any("AttributeError: 'NoneType'" in reason for reason in following.reasons)

    run_fast(run())


def test_a_fault_of_another_part_changes_nothing():
    """An error in a callback that has nothing to do with Bluetooth goes to the loop's own handler."""

    async def run() -> None:
        others: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: others.append(context["exception"]))
        radio = FakeRadio(WITMOTION)
        following = Following(radio)
        await radio.measure(5.0)
        asyncio.get_running_loop().call_soon(_stumble)
        await radio.measure(5.0)
        assert (await following.end()).connections == 1
        assert [type(other) for other in others] == [AttributeError]

    run_fast(run())


@pytest.mark.parametrize("error", [AttributeError("no bus"), OSError(5, "Input/output error"), AssertionError()])
def test_a_radio_that_breaks_later_does_not_end_the_session(error: Exception):
    """When scans fail with any error after the sensor has streamed, the session retries until they work."""

    async def run() -> None:
        radio = FakeRadio(WITMOTION)
        following = Following(radio)
        await radio.measure(5.0)
        radio.scan_error = error
        radio.drop()
        await radio.measure(60.0)
        assert following.source.status.state is LinkState.WAITING
        radio.scan_error = None
        await radio.measure(20.0)
        assert (await following.end()).state is LinkState.STREAMING
        assert any(type(error).__name__ in reason or "Input/output" in reason for reason in following.reasons)

    run_fast(run())


def test_a_sleep_is_a_gap():
    """A computer that sleeps for ten minutes finds the sensor again, and the recording shows the ten minutes."""

    async def run() -> None:
        slept_s = [7.0]
        radio = FakeRadio(WITMOTION)
        following = Following(radio, SleepClock(lambda: slept_s[0]))
        await radio.measure(5.0)
        slept_s[0] += 600.0
        radio.drop()
        await radio.measure(10.0)
        assert (await following.end()).connections == 2
        before_s, after_s = (
            [packet.arrival_s for packet in following.packets if (packet.arrival_s > 300.0) is late]
            for late in (False, True)
        )
        assert max(before_s) < 6.0
        assert 605.0 < min(after_s) < max(after_s) < 617.0

    run_fast(run())


def test_a_sleep_with_a_dead_link_is_noticed():
    """After a sleep the dead link is given up at once, although the radio has not reported its loss."""

    async def run() -> None:
        slept_s = [0.0]
        radio = FakeRadio(WITMOTION)
        following = Following(radio, SleepClock(lambda: slept_s[0]))
        await radio.measure(5.0)
        slept_s[0], radio.silent = 600.0, True
        await radio.measure(2.0)
        radio.silent = False
        await radio.measure(10.0)
        assert (await following.end()).state is LinkState.STREAMING
        assert any("has sent no data for 60" in reason for reason in following.reasons)

    run_fast(run())


def test_the_clock_of_sleep_does_not_jitter():
    """Two clocks read one after the other differ by a little; that is not a sleep."""
    assert read_slept_s() > -0.1
    differences = iter([3.0, 3.2, 2.9, 8.0, 7.8, 8.3])
    clock = SleepClock(lambda: next(differences))
    assert [clock.update_slept_s() for _ in range(5)] == [0.0, 0.0, 5.0, 5.0, 5.0]
