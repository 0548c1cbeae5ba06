"""The faults of the virtual air behave like real ones."""

import asyncio
from contextlib import nullcontext, suppress
from dataclasses import replace

import numpy as np
import pytest
from bleak.exc import BleakError, BleakGATTProtocolError

from bench.bare_receiver import scanned
from sensorcoach.devices.device import BATTERY_UUID, Device, Property, Write
from sensorcoach.devices.families.open_profile.info import decode_info
from sensorcoach.devices.registry import device_by_id
from sensorcoach.errors import SensorError
from sensorcoach.packets import Packet
from sensorcoach.virtual_radio.fast_time import run_fast
from sensorcoach.virtual_radio.faults import Faults
from tests.virtual_radio.scenes import (
    OVER_RADIO,
    Scene,
    connected,
    decoded,
    in_air,
    loop_clock,
    measured_after_start,
    received_after_start,
    streaming,
    virtual_air,
)

NUMBERED = device_by_id("open-profile")
"""A family whose wire numbers its samples."""
PLAIN = device_by_id("witmotion")
"""A family whose wire does not number its samples."""

STOP = Write("control", b"\x02", pause_s=0.5, response=True)


def arrivals_s(scene: Scene) -> list[float]:
    """Return the arrivals of the stream's notifications."""
    return [packet.arrival_s for packet in scene.receiver.packets if packet.role == "stream"]


@pytest.mark.parametrize("interval_s", [0.03, 0.045])
def test_notifications_come_in_bunches(interval_s: float):
    """All packets that are ready between two connection events arrive together at the next one."""

    async def stream() -> None:
        async with streaming(PLAIN, Faults(interval_s=interval_s)) as scene:
            await asyncio.sleep(1.0)
            hurried = len(arrivals_s(scene))
            await asyncio.sleep(5.0)
            steps = np.diff(arrivals_s(scene)[hurried:]) / interval_s
            assert np.allclose(steps, np.rint(steps), atol=1e-3)
            assert (np.rint(steps) >= 1).any()

    run_fast(stream())


def test_events_are_close_together_at_first():
    """A short interval speeds up service discovery; without it, connecting takes longer."""

    async def connect(set_up_s: float) -> float:
        async with virtual_air(in_air(PLAIN, Faults(interval_s=0.045, set_up_s=set_up_s))) as air:
            start_s = loop_clock()()
            async with connected(air, PLAIN) as scene:
                return scene.started_s - start_s

    assert run_fast(connect(0.0)) > run_fast(connect(1.0)) + 0.5


def test_a_stall_delays_and_loses_nothing_that_the_sensor_can_keep():
    """No packets arrive for 240 ms, then all of them at once."""

    async def stream() -> None:
        async with streaming(PLAIN) as scene:
            await asyncio.sleep(1.0)
            scene.sensor.stall(0.24)
            await asyncio.sleep(1.0)
            gaps_s = np.diff(arrivals_s(scene))
            assert 0.21 <= gaps_s.max() <= 0.32
            assert (gaps_s[gaps_s.argmax() + 1 :][:3] < 1e-6).all()
            assert scene.sensor.traffic.lost == 0

    run_fast(stream())


def test_a_sensor_that_can_keep_little_loses_the_newest():
    """Packets beyond the queue's capacity are lost during a stall and counted."""

    async def stream() -> None:
        async with streaming(NUMBERED, Faults(queue=2)) as scene:
            await asyncio.sleep(1.0)
            scene.sensor.stall(1.0)
            await asyncio.sleep(3.0)
            lost = scene.sensor.traffic.lost_in_queue
            decoder = NUMBERED.decoder(scene.rate_hz)
            decoder.feed(scene.receiver.packets)
            assert 7 <= lost <= 9
            assert decoder.lost_samples == lost * 10

    run_fast(stream())


def test_single_losses_are_as_many_as_asked_for_and_seen_by_the_numbers_on_the_wire():
    """With 5 % loss, the decoder counts exactly the lost samples."""

    async def stream() -> None:
        async with streaming(NUMBERED, Faults(loss=0.05)) as scene:
            await asyncio.sleep(60.0)
            scene.sensor.faults = Faults()
            await asyncio.sleep(1.0)
            traffic = scene.sensor.traffic
            decoder = NUMBERED.decoder(scene.rate_hz)
            decoder.feed(scene.receiver.packets)
            assert 0.02 < traffic.lost_singly / traffic.sent < 0.08
            assert decoder.lost_samples == traffic.lost * 10

    run_fast(stream())


@pytest.mark.parametrize("supervision_s", [0.3, 4.0])
def test_both_ends_learn_of_the_loss_after_the_supervision_timeout(supervision_s: float):
    """A sensor out of range counts as connected until the supervision timeout."""

    async def stream() -> None:
        async with streaming(PLAIN, Faults(supervision_s=supervision_s)) as scene:
            await asyncio.sleep(1.0)
            left_s = loop_clock()()
            scene.sensor.leave()
            await asyncio.sleep(supervision_s - 0.01)
            assert scene.receiver.client.is_connected
            assert scene.lost == []
            await asyncio.sleep(0.02)
            assert not scene.receiver.client.is_connected
            assert not scene.sensor.is_connected
            assert scene.lost == [pytest.approx(left_s + supervision_s, abs=0.001)]

    run_fast(stream())


def test_a_sensor_back_in_time_is_still_connected():
    """After an absence below the supervision timeout, all queued packets arrive."""

    async def stream() -> None:
        async with streaming(PLAIN) as scene:
            await asyncio.sleep(1.0)
            scene.sensor.leave()
            await asyncio.sleep(2.0)
            scene.sensor.come_back()
            await asyncio.sleep(5.0)
            assert scene.lost == []
            assert scene.sensor.traffic.lost == 0

    run_fast(stream())


def test_a_request_to_an_absent_sensor_is_a_bleak_error():
    """Pending and later requests raise bleak's error and do not cancel the task."""

    async def ask() -> None:
        async with streaming(PLAIN, Faults(supervision_s=0.3)) as scene:
            client = scene.receiver.client
            command = client.services.get_characteristic(PLAIN.characteristic("command").uuids[0])
            assert command is not None
            scene.sensor.leave()
            with pytest.raises(BleakError):
                await client.write_gatt_char(command, b"\xff\xaa\x27\x03\x00", response=True)
            with pytest.raises(BleakError):
                await client.write_gatt_char(command, b"\xff\xaa\x27\x03\x00", response=False)

    run_fast(ask())


def test_a_refused_write_is_reported_with_its_reason():
    """A refused write raises bleak's error with the sensor's code."""

    async def write() -> None:
        async with streaming(NUMBERED) as scene:
            scene.sensor.faults = Faults(refused_roles=("control",))
            with pytest.raises(BleakGATTProtocolError) as refused:
                await scene.receiver.write(replace(STOP, response=True))
            assert refused.value.args[0] == 0x03
            scene.sensor.faults = Faults()
            await scene.receiver.write(STOP)

    run_fast(write())


def is_read(device: Device, packet: Packet) -> bool:
    """Whether this may have been read, which takes as many requests as its length needs."""
    return Property.READ in device.characteristic(packet.role).properties


@pytest.mark.parametrize("device", OVER_RADIO, ids=lambda device: device.id)
def test_with_the_smallest_mtu_nothing_longer_than_twenty_bytes_comes(device: Device):
    """With an MTU of 23, no notification is longer; a sensor that needs more may refuse to start."""

    async def stream() -> None:
        refuses = suppress(SensorError) if device.least_payload > 20 else nullcontext()
        with refuses:
            async with streaming(device, Faults(mtu=23)) as scene:
                await asyncio.sleep(2.0)
                assert scene.receiver.client.mtu_size == 23
                notified = [one for one in scene.receiver.packets if not is_read(device, one)]
                assert max((len(packet.payload) for packet in notified), default=0) <= 20

    run_fast(stream())


def test_with_the_smallest_mtu_what_does_not_fit_is_cut_off():
    """A sensor that ignores the MTU loses the end of each notification, as on a real radio."""

    async def stream() -> None:
        async with streaming(PLAIN, Faults(mtu=23)) as scene:
            await asyncio.sleep(2.0)
            assert {len(packet.payload) for packet in scene.receiver.packets} == {20}
            frames = decoded(scene)
            assert len(frames) == pytest.approx(len(measured_after_start(scene)) / 4, abs=25)

    run_fast(stream())


def test_after_a_reconnect_the_person_has_gone_on_meanwhile():
    """The second connection streams current samples; the wire's numbers show the missed ones."""

    async def stream() -> None:
        async with virtual_air(in_air(NUMBERED)) as air:
            async with connected(air, NUMBERED) as first:
                await asyncio.sleep(2.0)
            await asyncio.sleep(10.0)
            async with connected(air, NUMBERED) as second:
                await asyncio.sleep(2.0)
                matched = received_after_start(second)
            assert matched.before == matched.missing == 0
            assert matched.after <= 20
            before, after = decoded(first).index, decoded(second).index
            assert before is not None
            assert after is not None
            assert after[0] - before[-1] == pytest.approx(100.0 * (second.started_s - first.started_s - 2.0), abs=100.0)

    run_fast(stream())


def test_from_the_second_connection_on_each_notification_comes_twice_where_that_is_set():
    """As with BlueZ since bleak 3.0.2: no duplicates on the first connection, all on the second."""

    async def stream() -> None:
        async with virtual_air(in_air(PLAIN, Faults(repeats_after_reconnect=True))) as air:
            payloads: list[list[bytes]] = []
            for _ in range(2):
                async with connected(air, PLAIN) as scene:
                    await asyncio.sleep(1.0)
                    payloads.append([packet.payload for packet in scene.receiver.packets])
            once, twice = payloads
            assert len(set(once)) == len(once)
            assert twice[0::2] == twice[1::2]

    run_fast(stream())


def test_a_battery_runs_out_step_by_step_and_then_nothing_comes():
    """The charge is reported as it falls; an empty sensor is silent until its battery is changed."""

    async def stream() -> None:
        async with streaming(NUMBERED, Faults(battery_lasts_s=20.0)) as scene:
            assert scene.receiver.client.services.get_characteristic(BATTERY_UUID) is not None
            await asyncio.sleep(30.0)
            told = [packet.payload[0] for packet in scene.receiver.packets if packet.role == "battery"]
            assert told[-1] == 1
            assert told == sorted(told, reverse=True)
            assert not scene.receiver.client.is_connected
            assert len(scene.lost) == 1
            scene.sensor.come_back()
            with pytest.raises(LookupError):
                await scanned(scene.air, NUMBERED)
            scene.sensor.reboot()
            async with connected(scene.air, NUMBERED) as again:
                await asyncio.sleep(1.0)
                assert len(decoded(again)) > 50

    run_fast(stream())


def test_a_sensor_that_reboots_begins_again():
    """Clock and counters restart at zero, and the sensor reports a new boot."""

    async def stream() -> None:
        async with virtual_air(in_air(NUMBERED)) as air:
            infos: list[int] = []
            first_index: list[int] = []
            for _ in range(2):
                async with connected(air, NUMBERED) as scene:
                    await asyncio.sleep(2.0)
                    told = [decode_info(packet.payload) for packet in scene.receiver.packets if packet.role == "info"]
                    infos += [info.boot_id for info in told[:1] if info is not None]
                    frames = decoded(scene)
                    assert frames.index is not None
                    first_index.append(int(frames.index[0]))
                    scene.sensor.reboot(down_s=1.0)
                    await asyncio.sleep(5.0)
                    assert not scene.receiver.client.is_connected
            assert infos == [1, 2]
            assert first_index[1] == 0

    run_fast(stream())


def test_a_connection_made_early_does_not_end_with_the_one_before():
    """A new connection right after giving up a rebooting sensor stays connected."""

    async def stream() -> None:
        async with virtual_air(in_air(NUMBERED)) as air:
            async with connected(air, NUMBERED) as first:
                first.sensor.reboot(down_s=0.5)
                await asyncio.sleep(1.0)
            async with connected(air, NUMBERED) as second:
                await asyncio.sleep(10.0)
                assert second.lost == []
                assert received_after_start(second).missing == 0

    run_fast(stream())


def test_random_drops_are_the_same_for_the_same_seed():
    """Random faults happen at the same times in each run with the same seed."""

    async def stream() -> list[float]:
        faults = Faults(stalls_per_s=0.2, loss=0.02, queue=2, drops_per_s=0.02)
        async with streaming(PLAIN, faults) as scene:
            await asyncio.sleep(60.0)
            return arrivals_s(scene)

    first, second = run_fast(stream()), run_fast(stream())
    assert first == second
    assert max(np.diff(first)) > 0.2
