"""The connection loop with faulty sensors in the virtual air."""

import asyncio
from dataclasses import replace

import pytest

from bench.radio_session import OnAir, Play, follow
from sensorcoach.devices.device import Outgoing
from sensorcoach.devices.families.polar_pmd.start_up import ACC, STOP, STOPPED
from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.virtual_radio.fast_time import run_fast
from tests.virtual_radio.scenes import in_air


def _followed(device_id: str, play: Play) -> OnAir:
    return run_fast(follow(in_air(device_by_id(device_id)), play))


async def _watched(on_air: OnAir, seconds: float) -> list[LinkStatus]:
    """Return the status every 10 ms for `seconds`."""
    seen: list[LinkStatus] = []
    for _ in range(round(seconds / 0.01)):
        seen.append(on_air.status)
        await asyncio.sleep(0.01)
    return seen


def test_samples_that_wait_for_others_are_not_a_silence():
    """The signal is not weak while samples wait for lost ones that were requested in vain."""
    seen: list[LinkStatus] = []

    async def play(on_air: OnAir) -> None:
        await on_air.streams()
        await asyncio.sleep(2.0)
        good = on_air.sensor.faults
        on_air.sensor.faults = replace(good, loss=1.0, refused_roles=("control",))
        await asyncio.sleep(0.2)
        on_air.sensor.faults = replace(good, refused_roles=("control",))
        seen.extend(await _watched(on_air, 2.5))

    on_air = _followed("open-profile", play)
    assert {status.state for status in seen} == {LinkState.STREAMING}
    assert max(status.silent_s for status in seen) < 0.4
    assert max(status.longest_wait_s or 0.0 for status in seen) < 0.5
    assert on_air.status.lost > 0
    assert on_air.status.connections == 1


def test_a_sensor_that_stops_by_itself_is_started_again():
    """A Polar sensor that reports the end of its measurement is reconnected and streams again."""
    back_s: list[float] = []

    async def play(on_air: OnAir) -> None:
        await on_air.streams()
        await asyncio.sleep(1.0)
        on_air.sensor.peripheral.write("control", bytes((STOP, ACC)))
        on_air.sensor.send(Outgoing("control", bytes((STOPPED, ACC))))
        await asyncio.sleep(0.3)
        back_s.append(await on_air.streams(since=on_air.source.statistics.samples))

    on_air = _followed("polar-h10", play)
    assert on_air.status.connections == 2
    assert back_s[0] < 5.0


@pytest.mark.parametrize("device_id", ["open-profile", "polar-verity", "witmotion"])
@pytest.mark.parametrize("away_s", [3.2, 6.0])
def test_it_streams_again_within_a_second_of_coming_back(device_id: str, away_s: float):
    """A sensor that was out of range streams within a second, whether or not the radio noticed."""
    took_s: list[float] = []

    async def play(on_air: OnAir) -> None:
        await on_air.streams()
        await asyncio.sleep(1.0)
        for _ in range(3):
            on_air.sensor.leave(away_s)
            await asyncio.sleep(away_s)
            took_s.append(await on_air.streams(since=on_air.source.statistics.samples))
            await asyncio.sleep(1.37)

    on_air = _followed(device_id, play)
    assert len(took_s) == 3
    assert max(took_s) <= 1.0
    assert on_air.status.connections == 4


def test_away_again_while_it_is_connected_to():
    """A sensor that leaves during the start-up streams within a second of its second return."""
    took_s: list[float] = []

    async def play(on_air: OnAir) -> None:
        await on_air.streams()
        for wait_s in (0.02, 0.15, 0.3, 0.5):
            on_air.sensor.leave(5.0)
            await asyncio.sleep(5.0 + wait_s)
            on_air.sensor.leave(4.05)
            await asyncio.sleep(4.05)
            took_s.append(await on_air.streams(since=on_air.source.statistics.samples))

    _followed("witmotion", play)
    assert len(took_s) == 4
    assert max(took_s) <= 1.0
