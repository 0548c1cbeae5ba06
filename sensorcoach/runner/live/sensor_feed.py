"""A live sensor's packets on their way to the pipeline: recorded before anybody else sees them."""

import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path

from sensorcoach.devices.device import Device
from sensorcoach.events import Event
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.recording.description import Description
from sensorcoach.runner.live.connector import Connector, LiveRequest, OpenSource, Say
from sensorcoach.runner.live.recorder import Recorder, record_packets
from sensorcoach.storage import data_folder

_AGREED_WITHIN_S = 10.0
"""A sensor whose rate is not agreed on after so long is recorded with the rate that was asked for."""


class SensorFeed:
    """One session with one sensor. `packets` is asked for once; `status` at any time."""

    def __init__(self, order: LiveRequest, way: Connector, say: Say) -> None:
        self._order = order
        self._way = way
        self._say = say
        self._opened: OpenSource | None = None
        self._began_unix_s = 0.0
        self.rate_hz: float | None = None
        """The rate agreed on, or that asked for if that takes too long; None until then. It never changes again."""
        self.recorder: Recorder | None = None
        """None as well where nothing is to be kept."""
        self._open = False
        """Whether packets are given out: only then a mark has a place among them."""
        self.left: list[Packet] = []
        """What still came while the source was closed: recorded, too late to be given out."""

    @property
    def device(self) -> Device | None:
        """Known once the sensor has been chosen."""
        return self._opened.device if self._opened else None

    @property
    def final_rate_hz(self) -> float | None:
        """The rate that counts once the session is over: that asked for, where none was agreed on before."""
        return self.rate_hz or (self._opened.wanted_hz if self._opened else None)

    @property
    def status(self) -> LinkStatus:
        """The connection now."""
        return self._opened.source.status if self._opened else self._way.looking(self._order)

    @property
    def trouble(self) -> str:
        """Why nothing is recorded any more; empty while all is well."""
        error = self.recorder.error if self.recorder else None
        return f"Not recorded: {error.strerror or error}" if error else ""

    @property
    def simulated(self) -> bool:
        """Is it no real person's?"""
        return self._order.simulated

    async def packets(self) -> AsyncGenerator[Packet, None]:
        """All packets until closed. Raises SensorError, and UsageError for a rate the sensor does not have."""
        async with self._way.open(self._order, self._say) as opened:
            self._opened = opened
            self._began_unix_s = time.time()
            if self._order.keep:
                path = self._order.path or recording_path(opened.name)
                self.recorder = Recorder(path, self._description, self._say)
            async with aclosing(record_packets(opened.source, self.recorder, self.left.append)) as packets:
                self._open = True
                try:
                    async for packet in packets:
                        self._agree(opened, packet)
                        yield packet
                finally:
                    self._open = False

    def keep(self, mark: Packet) -> bool:
        """Record what the person said, after all that has been given out; False where it has no place any more."""
        if self._open and self.recorder is not None:
            self.recorder.take(mark)
        return self._open

    def _agree(self, opened: OpenSource, packet: Packet) -> None:
        if self.rate_hz is None:
            late = packet.arrival_s >= _AGREED_WITHIN_S or not opened.device.over_bluetooth
            self.rate_hz = opened.source.status.nominal_hz or (opened.wanted_hz if late else None)

    def _description(self) -> Description | None:
        """What the recording says of itself, once the rate is known: a replay goes by it. Any rate when it ends."""
        opened = self._opened
        if opened is None:
            return None
        status = opened.source.status
        ended = status.state in {LinkState.STOPPING, LinkState.STOPPED}
        rate_hz = self.final_rate_hz if ended else self.rate_hz
        if rate_hz is None:
            return None
        return Description(
            opened.device.id,
            rate_hz,
            self._order.exercise,
            self._order.placement,
            self._began_unix_s,
            simulated=self._order.simulated,
            note=status.sensor,
        )


class DeferredPipeline:
    """Holds packets back until the sensor's rate is agreed on, then is the pipeline that `make` makes for it."""

    def __init__(self, feed: SensorFeed, make: Callable[[Device, float], Pipeline]) -> None:
        self._feed = feed
        self._make = make
        self._pipeline: Pipeline | None = None
        self._held: list[Packet] = []

    def feed(self, packets: Sequence[Packet]) -> list[Event]:
        """What these packets make known."""
        return self._feed_at(packets, self._feed.rate_hz)

    def finish(self) -> list[Event]:
        """The last words, when the feed is over; after what came too late to be given out, which a replay has too."""
        events = self._feed_at(self._feed.left, self._feed.final_rate_hz)
        return [*events, *(self._pipeline.finish() if self._pipeline else [])]

    def _feed_at(self, packets: Sequence[Packet], rate_hz: float | None) -> list[Event]:
        device = self._feed.device
        if self._pipeline is None and device is not None and rate_hz is not None:
            self._pipeline = self._make(device, rate_hz)
        if self._pipeline is None:
            self._held += packets
            return []
        held, self._held = self._held, []
        return self._pipeline.feed([*held, *packets])


def recording_path(sensor: str) -> Path:
    """A new file in the data folder, named after now and the sensor."""
    now = datetime.now().astimezone()
    words = "".join(sign if sign.isalnum() or sign == "-" else "_" for sign in sensor)[:40]
    path = data_folder() / "recordings" / f"{now:%Y-%m-%d_%H-%M-%S}_{words or 'sensor'}.mcap"
    return path if not path.exists() else path.with_stem(f"{path.stem}_{now:%f}")
