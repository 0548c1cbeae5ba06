"""A virtual sensor: a simulated session through a real device's encoder and a radio, paced by the clock."""

from collections.abc import AsyncIterator

from sensorcoach.devices.device import Device
from sensorcoach.packets import Packet
from sensorcoach.simulator.radio import GOOD_RADIO, RadioModel, transmit
from sensorcoach.simulator.session import Session
from sensorcoach.sources.pacing import Now, paced


def virtual_sensor(
    session: Session,
    device: Device,
    radio: RadioModel = GOOD_RADIO,
    *,
    seed: int = 0,
    speed: float = 1.0,
    now: Now | None = None,
) -> AsyncIterator[Packet]:
    """The session's notifications as they arrive; `speed` 1 is real time, infinity as fast as they are taken."""
    return paced(transmit(session, device, radio, seed), speed, now=now)
