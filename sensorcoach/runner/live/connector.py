"""What a live session takes its packets from, and the ways to open one: by radio, from a phone, from the memory."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sensorcoach.devices.device import Device
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkStatus
from sensorcoach.runner.live.recorder import ClosingSource

Say = Callable[[str], None]
Choices = Callable[[], AsyncIterator[tuple[DiscoveredSensor, ...]]]
"""Begins to listen for sensors."""


class LiveSource(ClosingSource, Protocol):
    """An asynchronous iterator of packets that can be closed and knows how its connection is."""

    @property
    def status(self) -> LinkStatus: ...


@dataclass(frozen=True, slots=True)
class LiveRequest:
    """What a user asked for of the sensor. `exercise`, `placement`: for the recording's description, ids.

    `seen`: the sensor, where it has been chosen; else `name`, else the one used last. `path`: where to record, None
    for the data folder; `keep`: whether to record at all. `on_screen`: a screen shows what is to be done, so that it
    need not be told in lines.
    """

    seen: DiscoveredSensor | None = None
    name: str | None = None
    rate_hz: float | None = None
    exercise: str | None = None
    placement: str | None = None
    path: Path | None = None
    simulated: bool = False
    keep: bool = True
    on_screen: bool = False


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source that has been opened: what sort of sensor it is, its name, and the rate asked for."""

    source: LiveSource
    device: Device
    name: str
    wanted_hz: float


class Connector(Protocol):
    """A way to come to a source: `open` may take its time, say things, and holds what it needs until it is left."""

    def looking(self, order: LiveRequest) -> LinkStatus:
        """What is to be said until it is opened."""
        ...

    def choices(self, order: LiveRequest) -> Choices | None:
        """What a person is to choose the sensor from; None where it is clear which one is meant."""
        ...

    def open(self, order: LiveRequest, say: Say) -> AbstractAsyncContextManager[OpenSource]:
        """The source of this order. Raises SensorcoachError."""
        ...
