"""Interfaces between a live session and its source of packets: a connector opens a source for a request."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self, runtime_checkable

from sensorcoach.devices.device import Device
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkStatus
from sensorcoach.packets import Packet

Echo = Callable[[str], None]
"""Shows a line of text, or several joined by newlines."""
StartScan = Callable[[], AsyncIterator[tuple[DiscoveredSensor, ...]]]
"""Starts a scan, which yields the devices in range again and again."""


class ClosingSource(Protocol):
    """An asynchronous iterator of packets. After `aclose` it yields the packets that are left, then ends."""

    def __aiter__(self) -> Self: ...

    async def __anext__(self) -> Packet: ...

    async def aclose(self) -> None: ...


class LiveSource(ClosingSource, Protocol):
    """A source of packets with the status of its connection."""

    @property
    def status(self) -> LinkStatus: ...


@runtime_checkable
class SuspendableSource(Protocol):
    """A source that can free its sensor for a while."""

    async def suspend(self) -> None: ...


@dataclass(frozen=True, slots=True)
class LiveRequest:
    """The user's request for a live session.

    `sensor`: the chosen sensor; without it `name` selects one, and without a name the sensor used last.
    `exercise`, `placement`: ids for the recording's description. `path`: file to record to, None for a new one in the
    data folder. `keep`: whether to record. `on_screen`: a screen shows the instructions, so that no lines are needed.
    """

    sensor: DiscoveredSensor | None = None
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
    """An open source with its sensor family, the sensor's name and the requested rate."""

    source: LiveSource
    device: Device
    name: str
    wanted_hz: float


class Connector(Protocol):
    """Opens sources of one kind: Bluetooth, virtual radio or phone."""

    def initial_status(self, request: LiveRequest) -> LinkStatus:
        """Return the status to show until the source is open."""
        ...

    def selection_scan(self, request: LiveRequest) -> StartScan | None:
        """Return the scan from which the user selects a sensor, None where no selection is needed."""
        ...

    def open(self, request: LiveRequest, echo: Echo) -> AbstractAsyncContextManager[OpenSource]:
        """Open the source and close it at the end of the block. Raises SensorcoachError."""
        ...
