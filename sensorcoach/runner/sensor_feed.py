"""A live sensor's packets on their way to the pipeline: found, remembered, recorded before anybody else sees them."""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import device_by_id
from sensorcoach.errors import SensorcoachError
from sensorcoach.events import Event
from sensorcoach.kept_files import data_folder
from sensorcoach.link.arrival_gaps import GapBin
from sensorcoach.link.remembered import Remembered, remember, remembered_sensor
from sensorcoach.link.seen import SensorSeen
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.recording.description import Description
from sensorcoach.runner.finding import find_sensor
from sensorcoach.runner.recorder import Recorder, recorded
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.sources.radio.settings import DEFAULT_SETTINGS, RadioSettings

_AGREED_WITHIN_S = 10.0
"""A sensor whose rate is not agreed on after so long is recorded with the rate that was asked for."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What a user asked for of the sensor. `exercise`, `placement`: for the recording's description, ids.

    `seen`: the sensor, where it has been chosen; else `name`, else the one used last. `path`: where to record, None
    for the data folder.
    """

    seen: SensorSeen | None = None
    name: str | None = None
    rate_hz: float | None = None
    exercise: str | None = None
    placement: str | None = None
    path: Path | None = None
    simulated: bool = False


class SensorFeed:
    """One session with one sensor. `packets` is asked for once; `status` at any time."""

    def __init__(self, order: Order, backend: Backend, say: Say, settings: RadioSettings = DEFAULT_SETTINGS) -> None:
        self._order = order
        self._backend = backend
        self._say = say
        self._settings = settings
        self._source: RadioSource | None = None
        self._began_unix_s = 0.0
        self.rate_hz: float | None = None
        """The rate agreed on, or that asked for if that takes too long; None until then. It never changes again."""
        self.device: Device | None = None
        """Known once the sensor has been chosen."""
        self.recorder: Recorder | None = None

    @property
    def status(self) -> LinkStatus:
        """The connection now."""
        if self._source is not None:
            return self._source.status
        return LinkStatus(LinkState.SCANNING, f"looking for {self._order.name or 'a sensor'}")

    @property
    def simulated(self) -> bool:
        """Is it no real person's?"""
        return self._order.simulated

    @property
    def arrival_gaps(self) -> tuple[GapBin, ...]:
        """How long it took from one notification to the next."""
        return self._source.arrival_gaps if self._source else ()

    async def packets(self) -> AsyncGenerator[Packet, None]:
        """All packets until closed. Raises SensorError, and UsageError for a rate the sensor does not have."""
        seen = self._order.seen or await self._found()
        device = device_by_id(seen.device_id or "")
        self.device = device
        source = RadioSource(device, seen, self._backend, self._order.rate_hz, self._settings)
        self._source = source
        self._began_unix_s = time.time()
        self.recorder = Recorder(self._order.path or recording_path(seen.name), self._description, self._say)
        self._remember(seen)
        async with aclosing(recorded(source, self.recorder)) as packets:
            async for packet in packets:
                if self.rate_hz is None:
                    late = packet.arrival_s >= _AGREED_WITHIN_S
                    self.rate_hz = source.status.nominal_hz or (source.wanted_hz if late else None)
                yield packet

    async def _found(self) -> SensorSeen:
        name = self._order.name
        return await find_sensor(self._backend, name, remembered_sensor(), self._say, self._settings)

    def _remember(self, seen: SensorSeen) -> None:
        try:
            remember(Remembered(seen.name, seen.device_id or "", seen.key))
        except SensorcoachError as error:
            self._say(f"{error.message} {error.remedy}")

    def _description(self) -> Description | None:
        """What the recording says of itself, once the rate is known: a replay goes by it. Any rate when it ends."""
        source, device = self._source, self.device
        if source is None or device is None:
            return None
        ended = source.status.state in {LinkState.STOPPING, LinkState.STOPPED}
        rate_hz = self.rate_hz or (source.wanted_hz if ended else None)
        if rate_hz is None:
            return None
        return Description(
            device.id,
            rate_hz,
            self._order.exercise,
            self._order.placement,
            self._began_unix_s,
            simulated=self._order.simulated,
            note=source.status.sensor,
        )


class PipelineWhenAgreed:
    """Holds packets back until the sensor's rate is agreed on, then is the pipeline that `make` makes for it."""

    def __init__(self, feed: SensorFeed, make: Callable[[Device, float], Pipeline]) -> None:
        self._feed = feed
        self._make = make
        self._pipeline: Pipeline | None = None
        self._held: list[Packet] = []

    def feed(self, packets: Sequence[Packet]) -> list[Event]:
        """What these packets make known."""
        device, rate_hz = self._feed.device, self._feed.rate_hz
        if self._pipeline is None and device is not None and rate_hz is not None:
            self._pipeline = self._make(device, rate_hz)
        if self._pipeline is None:
            self._held += packets
            return []
        held, self._held = self._held, []
        return self._pipeline.feed([*held, *packets])

    def finish(self) -> list[Event]:
        """The last words; none where nothing has come."""
        return self._pipeline.finish() if self._pipeline else []


def recording_path(sensor: str) -> Path:
    """A new file in the data folder, named after now and the sensor."""
    now = datetime.now().astimezone()
    words = "".join(sign if sign.isalnum() or sign == "-" else "_" for sign in sensor)[:40]
    path = data_folder() / "recordings" / f"{now:%Y-%m-%d_%H-%M-%S}_{words or 'sensor'}.mcap"
    return path if not path.exists() else path.with_stem(f"{path.stem}_{now:%f}")


def with_sensor(order: Order, seen: SensorSeen | None) -> Order:
    """The order for the sensor that was chosen on the screen."""
    return order if seen is None else replace(order, seen=seen)
