"""A sensor over a scripted radio: connected, started, watched, lost and found again."""

import asyncio
import contextlib
import itertools
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakError

from sensorcoach.devices.device import Device, Write
from sensorcoach.devices.registry import device_by_id
from sensorcoach.errors import SensorError, UsageError
from sensorcoach.link.status import LinkState
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, LINK_UP, Packet
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.sources.radio.packet_queue import PacketQueue
from sensorcoach.sources.radio.settings import RadioSettings
from sensorcoach.virtual_radio.fast_time import run_fast
from tests.sources.fake_radio import FakeRadio

WITMOTION = device_by_id("witmotion")
OPEN = device_by_id("open-profile")


class Listener:
    """Takes all packets of a source in the background."""

    def __init__(self, source: RadioSource) -> None:
        self.source = source
        self.packets: list[Packet] = []
        self.states: list[LinkState] = []
        self.error: BaseException | None = None

    async def listen(self) -> None:
        try:
            async for packet in self.source:
                self.packets.append(packet)
        except SensorError as error:
            self.error = error

    async def watch(self) -> None:
        """Record each state, checked every 10 ms."""
        while True:
            state = self.source.status.state
            if not self.states or self.states[-1] is not state:
                self.states.append(state)
            await asyncio.sleep(0.01)


async def _session(radio: FakeRadio, script: Coroutine[Any, Any, None], source: RadioSource | None = None) -> Listener:
    """Listen while the script plays; the source is closed at its end."""
    listener = Listener(source or RadioSource(radio.device, radio.seen, radio.backend))
    tasks = [asyncio.create_task(listener.listen()), asyncio.create_task(listener.watch())]
    await script
    await listener.source.aclose()
    await tasks[0]
    tasks[1].cancel()
    return listener


def _links(packets: list[Packet]) -> list[bytes]:
    return [packet.payload for packet in packets if packet.role == LINK_ROLE]


def _samples(radio: FakeRadio, packets: list[Packet]) -> int:
    return len(radio.device.decoder(100.0).feed([packet for packet in packets if packet.role != LINK_ROLE]))


@pytest.mark.parametrize("device", [WITMOTION, OPEN], ids=lambda device: device.id)
def test_streams_what_the_sensor_sends(device: Device):
    """A sensor is found and started, and all of its samples arrive."""
    radio = FakeRadio(device)
    listener = run_fast(_session(radio, radio.measure(10.0)))
    assert listener.states == [
        LinkState.SCANNING,
        LinkState.CONNECTING,
        LinkState.STARTING,
        LinkState.STREAMING,
    ]
    assert listener.source.status.state is LinkState.STOPPED
    assert _links(listener.packets) == [LINK_UP, LINK_DOWN]
    assert _samples(radio, listener.packets) >= radio.sent - 12 > 800
    status = listener.source.status
    assert status.nominal_hz == 100.0
    assert status.rate_hz == pytest.approx(100.0, rel=0.01)
    assert status.lost == status.errors == status.repeated == status.overflowed == 0


def test_the_start_up_comes_in_order():
    """Subscriptions precede the writes of the start-up, so that no reply is missed, and nothing is saved."""
    radio = FakeRadio(WITMOTION)
    run_fast(_session(radio, radio.measure(3.0)))
    assert radio.log == ["connect", "subscribe stream", "unsubscribe stream", "disconnect"]
    payloads = [payload for _, payload in radio.written]
    assert payloads.index("ffaa6988b5") < payloads.index("ffaa030900")
    assert not [payload for payload in payloads if payload.startswith("ffaa00")]


def test_battery_and_info_are_packets_too():
    """Values read at the start become packets, so that a replay contains them."""
    radio = FakeRadio(OPEN)
    listener = run_fast(_session(radio, radio.measure(3.0)))
    roles = {packet.role for packet in listener.packets}
    assert {"info", "battery", "stream", LINK_ROLE} <= roles
    assert listener.source.status.battery_percent == 100


async def _drops(radio: FakeRadio, away_s: list[float]) -> None:
    for seconds in away_s:
        await radio.measure(2.0)
        radio.in_range = False
        radio.drop()
        await radio.measure(seconds)
        radio.in_range = True
    await radio.measure(3.0)


@pytest.mark.parametrize("device", [WITMOTION, OPEN], ids=lambda device: device.id)
def test_comes_back_within_a_second(device: Device):
    """Samples arrive within a second of the sensor's return, however long it was away."""
    radio = FakeRadio(device)
    away_s = [0.1, 0.9, 3.0, 10.0, 40.0, 0.3]
    listener = run_fast(_session(radio, _drops(radio, away_s)))
    assert _links(listener.packets) == [LINK_UP, LINK_DOWN] * (len(away_s) + 1)
    back_s = 0.0
    stream = [packet.arrival_s for packet in listener.packets if packet.role == "stream"]
    for seconds in away_s:
        back_s += 2.0 + seconds
        assert any(back_s < arrival_s <= back_s + 1.0 for arrival_s in stream)
    assert listener.source.status.connections == len(away_s) + 1


def test_nothing_comes_twice_after_a_reconnect():
    """If the system delivers notifications twice after a reconnect, each counts once."""
    radio = FakeRadio(WITMOTION)

    async def script() -> None:
        await radio.measure(3.0)
        radio.drop()
        radio.doubled = True
        await radio.measure(5.0)

    listener = run_fast(_session(radio, script()))
    stream = [packet.payload for packet in listener.packets if packet.payload.startswith(b"\x55\x61")]
    assert len(stream) == len(set(stream)) > 150
    assert listener.source.status.repeated > 100


def test_silence_is_seen_before_the_radio_reports_it():
    """A dead link is reported as weak after half a second and reconnected after three."""
    radio = FakeRadio(WITMOTION)
    seen: dict[str, LinkState] = {}
    source = RadioSource(radio.device, radio.seen, radio.backend)

    async def script() -> None:
        await radio.measure(3.0)
        radio.silent = True
        await radio.measure(0.3)
        seen["0.3"] = source.status.state
        await radio.measure(0.5)
        seen["0.8"] = source.status.state
        radio.silent = False
        await radio.measure(0.2)
        seen["back"] = source.status.state
        radio.silent = True
        await radio.measure(3.5)
        seen["3.5"] = source.status.state
        radio.silent = False
        await radio.measure(3.0)
        seen["again"] = source.status.state

    listener = run_fast(_session(radio, script(), source))
    assert list(seen.values()) == [
        LinkState.STREAMING,
        LinkState.WEAK,
        LinkState.STREAMING,
        LinkState.STARTING,
        LinkState.STREAMING,
    ]
    assert listener.source.status.connections == 2


def test_silence_has_words():
    """A weak signal is reported with a remedy."""
    radio = FakeRadio(WITMOTION)
    source = RadioSource(radio.device, radio.seen, radio.backend)

    async def script() -> None:
        await radio.measure(2.0)
        radio.silent = True
        await radio.measure(1.0)
        assert source.status.reason == "signal weak"
        assert "Come closer" in source.status.remedy
        assert 0.9 < source.status.silent_s < 1.1

    run_fast(_session(radio, script(), source))


def test_a_refused_start_is_tried_three_times():
    """A refused start-up is reported with its error code, and the attempts are limited."""
    radio = FakeRadio(OPEN)
    radio.refused = {b"\x01"}
    listener = run_fast(_session(radio, radio.measure(20.0)))
    assert isinstance(listener.error, SensorError)
    assert listener.error.code == "refused"
    assert "0x80" in listener.error.message
    assert listener.error.remedy
    assert radio.log.count("connect") == radio.log.count("disconnect") == 3
    assert radio.connected is None


def test_a_refusal_later_does_not_end_the_session():
    """A session continues after the sensor refuses once."""
    radio = FakeRadio(OPEN)

    async def script() -> None:
        await radio.measure(2.0)
        radio.refused = {b"\x01"}
        radio.drop()
        await radio.measure(8.0)
        radio.refused = set()
        await radio.measure(9.0)

    listener = run_fast(_session(radio, script()))
    assert listener.error is None
    assert listener.packets[-2].arrival_s > 18.0
    assert 3 <= radio.log.count("connect") <= 8


def test_the_pauses_grow():
    """For a sensor that refuses connections, the pauses are 0.5, 1, 2, 4, 8 and 8 seconds."""
    radio = FakeRadio(WITMOTION)
    radio.connect_error = BleakError("busy")
    at_s: list[float] = []

    async def script() -> None:
        tries = 0
        for _ in range(300):
            await asyncio.sleep(0.1)
            if radio.log.count("connect") > tries:
                tries += 1
                at_s.append(asyncio.get_running_loop().time())

    source = RadioSource(radio.device, radio.seen, radio.backend, settings=RadioSettings(tries=99))
    run_fast(_session(radio, script(), source))
    waits = [later - earlier for earlier, later in itertools.pairwise(at_s)]
    assert waits == pytest.approx([0.5, 1.0, 2.0, 4.0, 8.0, 8.0], abs=0.3)


def test_a_gadget_with_a_similar_name():
    """Another device with the name WT is recognized and reported at once."""
    radio = FakeRadio(WITMOTION)
    radio.lacking = {"stream", "command"}
    listener = run_fast(_session(radio, radio.measure(5.0)))
    assert isinstance(listener.error, SensorError)
    assert (listener.error.code, radio.log.count("connect")) == ("wrong_sensor", 1)


def test_packets_too_short_for_the_frames():
    """An MTU that is too small for the sensor's frames is reported as an error."""
    radio = FakeRadio(WITMOTION)
    radio.mtu = 20
    listener = run_fast(_session(radio, radio.measure(5.0)))
    assert isinstance(listener.error, SensorError)
    assert listener.error.code == "small_mtu"
    assert "17 bytes" in listener.error.message


def test_no_radio():
    """Bluetooth that is switched off is reported at once with a remedy."""
    radio = FakeRadio(WITMOTION)
    radio.scan_error = BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)
    listener = run_fast(_session(radio, radio.measure(5.0)))
    assert isinstance(listener.error, SensorError)
    assert listener.error.code == "bluetooth_off"


def test_bluetooth_switched_off_during_a_set():
    """Switching Bluetooth off and on loses samples but does not end the session."""
    radio = FakeRadio(WITMOTION)
    source = RadioSource(radio.device, radio.seen, radio.backend)

    async def script() -> None:
        await radio.measure(2.0)
        radio.scan_error = BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)
        radio.drop()
        await radio.measure(5.0)
        assert source.status.reason == "Bluetooth is switched off."
        assert source.status.remedy
        radio.scan_error = None
        await radio.measure(10.0)
        assert source.status.state is LinkState.STREAMING

    assert run_fast(_session(radio, script(), source)).error is None


def test_a_sensor_that_is_not_there():
    """The search for a missing sensor ends after its limit with an error and a remedy."""
    radio = FakeRadio(WITMOTION)
    radio.in_range = False
    source = RadioSource(radio.device, radio.seen, radio.backend, settings=RadioSettings(find_s=5.0))
    listener = run_fast(_session(radio, radio.measure(7.0), source))
    assert isinstance(listener.error, SensorError)
    assert listener.error.code == "not_found"


def test_a_rate_that_the_sensor_does_not_have():
    """An unsupported rate raises a usage error, not a radio error."""
    radio = FakeRadio(WITMOTION)

    async def ask() -> None:
        async with RadioSource(radio.device, radio.seen, radio.backend, rate_hz=123.0) as source:
            with pytest.raises(UsageError, match="123"):
                async for _ in source:
                    pass

    run_fast(ask())


def _stopping_device() -> FakeRadio:
    """The open profile with a stop command, as the Polar sensors have one."""
    return FakeRadio(replace(OPEN, stop=(Write("control", b"\x02", response=True),)))


def test_cancelling_stops_the_sensor():
    """Ctrl-C stops the sensor, so that it does not drain its battery."""
    radio = _stopping_device()

    async def interrupted() -> None:
        async def session() -> None:
            async with RadioSource(radio.device, radio.seen, radio.backend) as source:
                async for _ in source:
                    pass

        task = asyncio.create_task(session())
        await radio.measure(3.0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    run_fast(interrupted())
    assert radio.written[-1] == ("control", "02")
    assert radio.log[-1] == "disconnect"
    assert radio.connected is None


def test_what_the_sensor_would_keep_is_put_back_at_the_end():
    """A Thingy stores its rate in flash: the end of a session restores it, also after broken links."""
    radio = FakeRadio(device_by_id("thingy52"))
    found = radio.peripheral.read("config")
    run_fast(_session(radio, _drops(radio, [0.5, 2.0])))
    assert radio.peripheral.read("config") == found
    assert len([role for role, _ in radio.written if role == "config"]) == 2


def test_a_crash_stops_the_sensor():
    """A bug elsewhere stops the sensor, too, although the source is not closed."""
    radio = _stopping_device()

    async def crashing() -> None:
        source = RadioSource(radio.device, radio.seen, radio.backend)
        measuring = asyncio.create_task(radio.measure(3.0))
        async for packet in source:
            if packet.arrival_s > 2.0:
                measuring.cancel()
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_fast(crashing())
    assert radio.written[-1] == ("control", "02")
    assert radio.log[-1] == "disconnect"


def test_packets_without_a_reader():
    """While the screen hangs, packets are discarded and counted; memory does not grow."""
    radio = FakeRadio(WITMOTION, 50.0)

    async def hanging() -> None:
        source = RadioSource(radio.device, radio.seen, radio.backend)
        source._queue = PacketQueue(capacity=100)
        await anext(source)
        await radio.measure(20.0)
        assert source.status.overflowed > 300
        assert len(source._queue._packets) <= 100
        assert source.status.state is LinkState.STREAMING
        await source.aclose()

    run_fast(hanging())


def test_the_silence_goes_on_until_samples_come():
    """The time without samples is counted from the last sample, also during reconnection attempts."""
    radio = FakeRadio(WITMOTION)
    source = RadioSource(radio.device, radio.seen, radio.backend)

    async def script() -> None:
        await radio.measure(3.0)
        radio.silent = True
        radio.drop()
        await radio.measure(6.0)
        assert source.status.state is LinkState.STARTING
        assert 5.9 < source.status.silent_s < 6.1
        radio.silent = False
        await radio.measure(0.5)
        assert source.status.silent_s < 0.1

    run_fast(_session(radio, script(), source))


def test_closed_before_it_began():
    """A session that is closed before its first packet ends without using the radio."""
    radio = FakeRadio(WITMOTION)

    async def closing() -> list[Packet]:
        async with RadioSource(radio.device, radio.seen, radio.backend) as source:
            pass
        return [packet async for packet in source]

    assert run_fast(closing()) == []
    assert not radio.log


def test_a_variant_with_other_uuids():
    """A sensor with the second of its known UUIDs works like any other."""
    other = "0000fff1-0000-1000-8000-00805f9a34fb"
    stream, command = WITMOTION.characteristics
    device = replace(WITMOTION, characteristics=(replace(stream, uuids=(*stream.uuids, other)), command))
    radio = FakeRadio(device)
    radio.uuid_of = {"stream": other}
    listener = run_fast(_session(radio, radio.measure(3.0)))
    assert listener.source.statistics.samples > 100


async def _closed_while_a_dead_link_is_closed(radio: FakeRadio) -> LinkState:
    client, closing = radio.backend.client, asyncio.Event()
    assert client is not None

    async def slowly(self: object) -> None:
        del self
        closing.set()
        await asyncio.sleep(0.5)

    client.disconnect = slowly
    source = RadioSource(radio.device, radio.seen, radio.backend)
    listener = Listener(source)
    listening = asyncio.create_task(listener.listen())
    await radio.measure(3.0)
    radio.in_range = False
    radio.drop()
    await closing.wait()
    async with asyncio.timeout(30.0):
        await source.aclose()
    await listening
    return source.status.state


def test_leaving_while_a_lost_link_is_released():
    """Quitting while a lost connection is being closed ends the session."""
    assert run_fast(_closed_while_a_dead_link_is_closed(FakeRadio(WITMOTION))) is LinkState.STOPPED
