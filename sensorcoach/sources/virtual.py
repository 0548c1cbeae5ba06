"""A virtual sensor: a simulated session, encoded in a real wire format, sent over a simulated radio."""

from collections.abc import AsyncIterator

from sensorcoach.devices.device import Device
from sensorcoach.packets import Packet
from sensorcoach.simulator.radio import GOOD_RADIO, RadioModel, transmit
from sensorcoach.simulator.session import SimulatedSession
from sensorcoach.sources.pacing import Now, pace_packets


def virtual_sensor(
    session: SimulatedSession,
    device: Device,
    radio: RadioModel = GOOD_RADIO,
    *,
    seed: int = 0,
    speed: float = 1.0,
    now: Now | None = None,
) -> AsyncIterator[Packet]:
    """Return the session's packets as they arrive. `speed` 1 is real time; infinity never waits."""
    return pace_packets(transmit(session, device, radio, seed), speed, now=now)
