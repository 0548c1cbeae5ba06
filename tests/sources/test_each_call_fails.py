"""Each call of a connection fails once, and each reply of the sensor is wrong once, for every family."""

import asyncio
from dataclasses import dataclass

import pytest
from bleak.exc import BleakDBusError, BleakError

from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import DEVICES
from sensorcoach.errors import SensorError
from sensorcoach.link.status import LinkState
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.virtual_radio.fast_time import run_fast
from tests.sources.failing_radio import FailingRadio, HangError, MisbehavingRadio
from tests.sources.fake_radio import FakeRadio

OVER_RADIO = [device for device in DEVICES if device.characteristics]
LONGEST_S = 120.0
"""Longest session, on the simulated clock: three attempts in which each step runs into its limit."""
STREAMS_S = 1.0
MOST_REPLIES = 6
"""Replies that are wrong in turn: those of the start-up, and the first packets of the stream."""

each_family = pytest.mark.parametrize("device", OVER_RADIO, ids=lambda device: device.id)

ERRORS = {
    "bleak": BleakError("the adapter is busy"),
    "system": OSError(5, "Input/output error"),
    "dbus": BleakDBusError("org.bluez.Error.InProgress", ["busy"]),
    "backend": AttributeError("'NoneType' object has no attribute 'call'"),
    "cancelled": asyncio.CancelledError(),
    "hang": HangError(),
}


@dataclass(frozen=True, slots=True)
class End:
    """How a session ended: the state before its end, whether it had ever streamed, the latest reason, its error."""

    state: LinkState
    connections: int
    error: SensorError | None = None
    has_streamed: bool = False
    reason: str = ""


async def _follow(radio: FakeRadio, until_s: float = LONGEST_S) -> End:
    """Follow the sensor until it has streamed for `STREAMS_S`, then end the session as a user does."""
    source = RadioSource(radio.device, radio.seen, radio.backend)
    measuring = asyncio.create_task(radio.measure(until_s))
    state, error, has_streamed, reason = source.status.state, None, False, ""
    deadline_s = asyncio.get_running_loop().time() + until_s

    async def listen() -> None:
        async for _ in source:
            pass

    listening = asyncio.create_task(listen())
    streamed = 0.0
    while streamed < STREAMS_S and not listening.done() and asyncio.get_running_loop().time() < deadline_s:
        if has_streamed and source.status.connections > 2:
            break  # it reconnects
        await asyncio.sleep(0.25)
        state = source.status.state
        reason = source.status.reason or reason
        streamed = streamed + 0.25 if state is LinkState.STREAMING else 0.0
        has_streamed = source.statistics.samples > 0
    await source.aclose()
    measuring.cancel()
    try:
        await listening
    except SensorError as failed:
        error = failed
    return End(state, source.status.connections, error, has_streamed, reason)


def _check(radio: FakeRadio, end: End) -> None:
    """The session streams or reconnects, or it ended with cause and remedy; the sensor is free in each case."""
    if end.error is not None:
        assert end.error.message
        assert end.error.remedy
    elif end.state is not LinkState.STREAMING:
        assert end.has_streamed
        assert end.connections > 1
        assert end.reason
    assert radio.connected is None


@pytest.mark.parametrize("kind", ERRORS)
@each_family
def test_each_call_fails_once(device: Device, kind: str):
    """A call of the radio that fails once, at any place, costs an attempt and not the session."""
    whole = FailingRadio(device)
    _check(whole, run_fast(_follow(whole)))
    assert {"scan", "connect", "start notify", "disconnect"} <= set(whole.calls)
    for number in range(len(whole.calls)):
        radio = FailingRadio(device, number, ERRORS[kind])
        end = run_fast(_follow(radio))
        assert number < len(radio.calls)
        _check(radio, end)


@pytest.mark.parametrize("fault", ["nothing", "garbage", "disconnect"])
@each_family
def test_each_reply_is_wrong(device: Device, fault: str):
    """A sensor that stops to answer rightly, at any step of the start-up, ends in streaming or in a clear message."""
    whole = MisbehavingRadio(device, 0, "")
    _check(whole, run_fast(_follow(whole)))
    for well in range(min(whole.replies, MOST_REPLIES)):
        radio = MisbehavingRadio(device, well, fault)
        _check(radio, run_fast(_follow(radio)))


@pytest.mark.parametrize("fault", ["nothing", "garbage", "disconnect"])
@each_family
def test_a_sensor_that_recovers_streams(device: Device, fault: str):
    """A sensor that misbehaves for two seconds after it has streamed is followed again."""

    async def run() -> End:
        radio = MisbehavingRadio(device, 100, fault)
        asyncio.get_running_loop().call_later(40.0, radio.recovers)
        source = RadioSource(radio.device, radio.seen, radio.backend)
        measuring = asyncio.create_task(radio.measure(60.0))
        packets = 0

        async def listen() -> None:
            nonlocal packets
            async for _ in source:
                packets += 1

        listening = asyncio.create_task(listen())
        await measuring
        end = End(source.status.state, source.status.connections)
        await source.aclose()
        await listening
        return end

    assert run_fast(run()).state is LinkState.STREAMING
