"""The virtual sensor gives its packets in time."""

import asyncio

from sensorcoach.devices.registry import device_by_id
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.packets import Packet
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.radio import GOOD_RADIO, transmit
from sensorcoach.simulator.sensor import SensorModel
from sensorcoach.simulator.session import simulate
from sensorcoach.sources.pacing import pace_packets
from sensorcoach.sources.virtual import virtual_sensor


class SlowClock:
    """A clock that moves only during a sleep, and then a little too far."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def now(self) -> float:
        return self.now_s

    async def sleep(self, wait_s: float) -> None:
        self.now_s += wait_s + 0.01


async def due_times(packets: list[Packet], speed: float) -> list[float]:
    """When each packet was given out, seconds from the first call."""
    clock = SlowClock()
    return [clock.now_s - 100.0 async for _ in pace_packets(packets, speed, sleep=clock.sleep, now=clock.now)]


def test_lateness_does_not_add_up():
    """Each packet comes at its own time, however late the ones before it were."""
    packets = [Packet(0.5 * k, bytes([k])) for k in range(20)]
    times_s = asyncio.run(due_times(packets, 1.0))
    assert all(abs(time - packet.arrival_s) < 0.011 for time, packet in zip(times_s, packets, strict=True))


def test_twice_as_fast():
    """At twice the speed the packets take half the time."""
    packets = [Packet(0.5 * k, bytes([k])) for k in range(20)]
    assert abs(asyncio.run(due_times(packets, 2.0))[-1] - packets[-1].arrival_s / 2.0) < 0.011


def test_all_packets_as_fast_as_they_are_taken():
    """At infinite speed the virtual sensor gives the very packets of the session, all of them."""
    device = device_by_id("witmotion")
    plan = usual_plan(find_exercise("clamshell"), sets=1, reps=2, life=False)
    session = simulate(plan, Person(), SensorModel(50.0), 1)

    async def everything() -> list[Packet]:
        return [packet async for packet in virtual_sensor(session, device, seed=1, speed=float("inf"))]

    assert asyncio.run(everything()) == transmit(session, device, GOOD_RADIO, 1)
