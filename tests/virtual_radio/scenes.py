"""Sensors in the virtual air for tests: someone doing three bridges with a sensor of any family."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache

from bleak import BleakClient

from bench.bare_receiver import BareReceiver, scanned
from bench.matching import Match, match, since, telling
from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import DEVICES
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, Samples
from sensorcoach.simulator.performance import Performance, perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import SessionPlan, SetPlan
from sensorcoach.virtual_radio.faults import GOOD, Faults
from sensorcoach.virtual_radio.sensor import VirtualSensor
from sensorcoach.virtual_radio.sensor_in_air import SensorInAir
from sensorcoach.virtual_radio.virtual_air import VirtualAir, virtual_air

OVER_RADIO = [device for device in DEVICES if device.characteristics]
"""The families that are reached by Bluetooth."""


@cache
def bridges() -> Performance:
    """Three glute bridges, beginning at once."""
    exercise = find_exercise("glute-bridge")
    plan = SessionPlan(exercise, exercise.placements[0], (SetPlan((None,) * 3),), arrive=False, leave=False, lead_s=0.5)
    return perform(plan, random_person(5), 5)


def in_air(device: Device, faults: Faults = GOOD) -> SensorInAir:
    """A sensor of this family, worn during the bridges, again and again."""
    return SensorInAir(device, bridges(), faults=faults, seed=5, sensor=telling, repeats=True)


@dataclass(frozen=True, slots=True)
class Scene:
    """A sensor that streams to a bare receiver; `lost` has the times at which the client learned of the loss."""

    air: VirtualAir
    sensor: VirtualSensor
    receiver: BareReceiver
    rate_hz: float
    started_s: float
    lost: list[float]


@asynccontextmanager
async def streaming(device: Device, faults: Faults = GOOD) -> AsyncGenerator[Scene]:
    """Scanned for, connected to, started, at its usual rate."""
    async with virtual_air(in_air(device, faults)) as air, connected(air, device) as scene:
        yield scene


@asynccontextmanager
async def connected(air: VirtualAir, device: Device) -> AsyncGenerator[Scene]:
    """The sensor of this family, scanned for, connected to and started."""
    lost: list[float] = []
    clock = loop_clock()
    found = await scanned(air, device)
    sensor = next(sensor for sensor in air.sensors if sensor.address == found.address)
    async with BleakClient(found, lambda _: lost.append(clock()), backend=air.client) as client:
        receiver = BareReceiver(device, client)
        rate_hz = await receiver.start()
        yield Scene(air, sensor, receiver, rate_hz, clock(), lost)


def loop_clock() -> Callable[[], float]:
    """The clock of the running loop."""
    return asyncio.get_running_loop().time


def decoded(scene: Scene, packets: list[Packet] | None = None) -> Frames:
    """All that was received, decoded."""
    return scene.receiver.device.decoder(scene.rate_hz).feed(scene.receiver.packets if packets is None else packets)


def measured_after_start(scene: Scene) -> Samples:
    """What the sensor measured since its start-up was over."""
    assert scene.sensor.fed is not None
    return since(scene.sensor.fed.samples, scene.started_s)


def received_after_start(scene: Scene) -> Match:
    """Compare the received samples with the measured ones."""
    return match(decoded(scene), measured_after_start(scene))
