"""The virtual air: scanning, connecting, giving up, closing."""

import asyncio
import logging
import subprocess
import sys

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakError

from bench.bare_receiver import scanned
from sensorcoach.devices.device import BATTERY_SERVICE_UUID
from sensorcoach.devices.registry import device_by_id
from sensorcoach.virtual_radio.fast_time import run_fast
from sensorcoach.virtual_radio.faults import Faults
from sensorcoach.virtual_radio.virtual_air import virtual_air
from tests.virtual_radio.scenes import connected, in_air, loop_clock, streaming

NUMBERED = device_by_id("open-profile")
PLAIN = device_by_id("witmotion")


def test_two_sensors_are_heard_and_stream_side_by_side():
    """Each comes with its own name, signal and stream."""

    async def stream() -> None:
        async with virtual_air(in_air(NUMBERED), in_air(PLAIN)) as air:
            heard = await BleakScanner.discover(timeout=1.0, return_adv=True, backend=air.scanner)
            assert {said.local_name for _, said in heard.values()} == {"SensorCoach", "WT"}
            assert {said.rssi for _, said in heard.values()} == {-60}
            async with connected(air, NUMBERED) as one, connected(air, PLAIN) as other:
                await asyncio.sleep(2.0)
                assert one.sensor.traffic.delivered > 15
                assert other.sensor.traffic.delivered > 40

    run_fast(stream())


def test_a_scan_for_a_service_hears_only_those_that_offer_it():
    """The filter of bleak's scanner works."""

    async def scan() -> None:
        async with virtual_air(in_air(NUMBERED), in_air(PLAIN)) as air:
            wanted = list(PLAIN.advertised_services)
            heard = await BleakScanner.discover(timeout=1.0, service_uuids=wanted, backend=air.scanner)
            assert [device.name for device in heard] == ["WT"]

    run_fast(scan())


def test_only_the_services_asked_for_are_looked_for():
    """A client finds only the services it names; the battery's short UUID equals its long one."""

    async def connect() -> None:
        async with virtual_air(in_air(NUMBERED)) as air:
            wanted = [BATTERY_SERVICE_UUID]
            async with BleakClient(air.sensors[0].address, services=wanted, backend=air.client) as client:
                assert [service.uuid for service in client.services] == wanted

    run_fast(connect())


def test_connecting_to_a_sensor_out_of_range_ends_with_the_timeout_and_can_be_tried_again():
    """The attempt ends at its limit, and the next one succeeds once the sensor is back."""

    async def connect() -> None:
        async with virtual_air(in_air(PLAIN)) as air:
            sensor = air.sensors[0]
            sensor.leave()
            start_s = loop_clock()()
            client = BleakClient(sensor.address, timeout=5.0, backend=air.client)
            with pytest.raises(TimeoutError):
                await client.connect()
            assert loop_clock()() - start_s == pytest.approx(5.0)
            sensor.come_back()
            await client.connect()
            assert client.is_connected
            await client.disconnect()

    run_fast(connect())


@pytest.mark.parametrize("after_s", [0.01, 0.05, 0.1, 0.15, 0.2, 0.25])
def test_a_connection_attempt_that_is_cancelled_leaves_the_sensor_free(after_s: float):
    """Giving up during an attempt does not block the next one."""

    async def connect() -> None:
        async with virtual_air(in_air(PLAIN)) as air:
            sensor = air.sensors[0]
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(BleakClient(sensor.address, backend=air.client).connect(), after_s)
            async with asyncio.timeout(10.0), connected(air, PLAIN) as scene:
                await asyncio.sleep(1.0)
                assert scene.sensor.traffic.delivered > 15

    run_fast(connect())


def test_going_out_of_range_while_connecting_is_an_error_and_no_hang():
    """The attempt ends at the supervision timeout at the latest."""

    async def connect() -> None:
        async with virtual_air(in_air(PLAIN, Faults(supervision_s=1.0))) as air:
            sensor = air.sensors[0]
            asyncio.get_running_loop().call_later(0.15, sensor.leave)
            with pytest.raises((BleakError, TimeoutError)):
                await BleakClient(sensor.address, backend=air.client).connect()

    run_fast(connect())


def test_the_clients_own_disconnect_is_reported_too():
    """The callback is called for the client's own disconnect, too, as in bleak."""

    async def connect() -> None:
        async with streaming(PLAIN) as scene:
            await scene.receiver.client.disconnect()
            assert len(scene.lost) == 1
            await asyncio.sleep(0.1)
            assert not scene.sensor.is_connected
            with pytest.raises(BleakError):
                _ = scene.receiver.client.services

    run_fast(connect())


def test_the_air_can_be_left_while_a_sensor_streams():
    """Closing the air around an open connection notifies the client and ends all tasks."""

    async def leave() -> int:
        async with virtual_air(in_air(PLAIN)) as air:
            client = BleakClient(await scanned(air, PLAIN), backend=air.client)
            await client.connect()
        await asyncio.sleep(1.0)
        assert not client.is_connected
        return len(asyncio.all_tasks())

    assert run_fast(leave()) == 1


def test_it_runs_in_real_time_as_well():
    """The same air in an ordinary event loop: found, connected, left."""

    async def connect() -> str:
        async with virtual_air(in_air(PLAIN)) as air, BleakClient(air.sensors[0].address, backend=air.client) as client:
            return client.name

    assert asyncio.run(connect()) == "C5-00-00-00-00-00"


WITHOUT_BUMBLE = """
import asyncio, sys
sys.modules["bumble"] = None
from sensorcoach.errors import SensorError
from sensorcoach.virtual_radio.virtual_air import virtual_air

async def open_air():
    async with virtual_air():
        pass

try:
    asyncio.run(open_air())
except SensorError as error:
    print(error)
"""


def test_without_bumble_the_message_names_the_package():
    """Without Bumble, the error names the command that installs it."""
    said = subprocess.run([sys.executable, "-c", WITHOUT_BUMBLE], check=True, capture_output=True, text=True)  # noqa: S603 - our own line
    assert "pip install 'sensorcoach[virtual]'" in said.stdout


def test_nothing_of_the_radios_log_reaches_the_screen(capfd: pytest.CaptureFixture[str]):
    """Bumble's messages about losses and refusals do not reach the terminal."""

    async def lose() -> None:
        async with streaming(NUMBERED, Faults(supervision_s=0.3, refused_roles=("control",))) as scene:
            scene.sensor.leave()
            await asyncio.sleep(1.0)

    with pytest.raises(BleakError):
        run_fast(lose())
    assert capfd.readouterr().err == ""
    assert not [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
