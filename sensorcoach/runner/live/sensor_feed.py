"""Feed a live sensor's packets to the pipeline and record each of them first."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from datetime import datetime
from pathlib import Path

from sensorcoach.devices.device import Device
from sensorcoach.events import Event
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.recording.description import Description
from sensorcoach.runner.live.connector import Connector, Echo, LiveRequest, OpenSource, SuspendableSource
from sensorcoach.runner.live.recorder import Recorder, record_packets
from sensorcoach.storage import data_folder, tighten_folder

_SUSPEND_S = 5.0
"""Limit for freeing the sensor before Ctrl-Z stops the process. A radio may hang."""
_MAX_AGREEMENT_S = 10.0
"""Limit for the agreement on a rate. After it the session uses the requested rate."""
_NAME_BYTES = 60
"""Longest name of a sensor in a file name. Encrypted file systems allow 143 bytes for the whole name."""


class SensorFeed:
    """One session with one sensor. Call `packets` once; read `status` at any time."""

    def __init__(self, request: LiveRequest, connector: Connector, echo: Echo) -> None:
        self._request = request
        self._connector = connector
        self._echo = echo
        self._opened: OpenSource | None = None
        self._start_unix_s = 0.0
        self.rate_hz: float | None = None
        """The agreed rate, or the requested one after the limit. None until then; afterwards it never changes."""
        self.recorder: Recorder | None = None
        """The recorder, None before the source is open and for a session without recording."""
        self._is_open = False
        """Whether packets are being yielded. Only then a mark can be placed among them."""
        self.late_packets: list[Packet] = []
        """Packets that arrived while the source was closed: recorded, but not yielded."""

    @property
    def device(self) -> Device | None:
        """The sensor family, None until the sensor is selected."""
        return self._opened.device if self._opened else None

    @property
    def final_rate_hz(self) -> float | None:
        """The rate for the end of the session: the agreed one, else the requested one."""
        return self.rate_hz or (self._opened.wanted_hz if self._opened else None)

    @property
    def status(self) -> LinkStatus:
        """The current status of the connection."""
        return self._opened.source.status if self._opened else self._connector.initial_status(self._request)

    @property
    def recording_error(self) -> str:
        """Message that explains why the recording has stopped or goes on in another file, empty without a fault."""
        if self.recorder is None:
            return ""
        error = self.recorder.error
        return f"Not recorded: {error.strerror or error}" if error else self.recorder.notice

    @property
    def slow_warning(self) -> str:
        """Message that too few samples arrive, with the remedy; empty where the stream is as agreed."""
        link = self.status
        return f"{link.reason} {link.remedy}".strip() if link.state is LinkState.STREAMING else ""

    @property
    def simulated(self) -> bool:
        """Whether the person is simulated."""
        return self._request.simulated

    async def packets(self) -> AsyncGenerator[Packet, None]:
        """Yield all packets until closed. Raises SensorError, and UsageError for an unsupported rate."""
        async with self._connector.open(self._request, self._echo) as opened:
            self._opened = opened
            self._start_unix_s = time.time()
            if self._request.keep:
                path = self._request.path or self._choose_path(opened.name)
                self.recorder = Recorder(path, self._describe, self._echo)
            async with aclosing(record_packets(opened.source, self.recorder, self.late_packets.append)) as packets:
                self._is_open = True
                try:
                    async for packet in packets:
                        self._update_rate(opened, packet)
                        yield packet
                finally:
                    self._is_open = False

    async def suspend(self) -> None:
        """Free the sensor and write the recording to the disk, before Ctrl-Z stops the process."""
        if self._opened is not None and isinstance(self._opened.source, SuspendableSource):
            with suppress(TimeoutError):
                async with asyncio.timeout(_SUSPEND_S):
                    await self._opened.source.suspend()
        if self.recorder is not None:
            self.recorder.write()

    def record_mark(self, mark: Packet) -> bool:
        """Record a mark after all yielded packets. Return whether the session still accepts marks."""
        if self._is_open and self.recorder is not None:
            self.recorder.take(mark)
        return self._is_open

    def _update_rate(self, opened: OpenSource, packet: Packet) -> None:
        if self.rate_hz is None:
            is_late = packet.arrival_s >= _MAX_AGREEMENT_S or not opened.device.over_bluetooth
            self.rate_hz = opened.source.status.nominal_hz or (opened.wanted_hz if is_late else None)

    def _choose_path(self, sensor: str) -> Path:
        """Return a path in the data folder. Make the recordings there private, if others can read them."""
        path = new_recording_path(sensor)
        notice = tighten_folder(path.parent, "*.mcap")
        if notice:
            self._echo(notice)
        return path

    def _describe(self) -> Description | None:
        """Return the recording's description, with the requested rate until one is agreed."""
        opened = self._opened
        if opened is None:
            return None
        return Description(
            opened.device.id,
            self.final_rate_hz,
            self._request.exercise,
            self._request.placement,
            self._start_unix_s,
            simulated=self._request.simulated,
            note=opened.source.status.sensor,
        )


class DeferredPipeline:
    """A pipeline that is made once the sensor's rate is known. It stores all packets until then.

    `make_pipeline`: returns the pipeline for a sensor family and a rate.
    """

    def __init__(self, feed: SensorFeed, make_pipeline: Callable[[Device, float], Pipeline]) -> None:
        self._feed = feed
        self._make_pipeline = make_pipeline
        self._pipeline: Pipeline | None = None
        """The pipeline, None until the rate is known."""
        self._held: list[Packet] = []
        """Packets that wait for the pipeline."""

    def feed(self, packets: Sequence[Packet]) -> list[Event]:
        """Return the events of these packets."""
        return self._feed_at_rate(packets, self._feed.rate_hz)

    def finish(self) -> list[Event]:
        """Return the last events. Late packets are included, since a replay contains them, too."""
        events = self._feed_at_rate(self._feed.late_packets, self._feed.final_rate_hz)
        return [*events, *(self._pipeline.finish() if self._pipeline else [])]

    def _feed_at_rate(self, packets: Sequence[Packet], rate_hz: float | None) -> list[Event]:
        device = self._feed.device
        if self._pipeline is None and device is not None and rate_hz is not None:
            self._pipeline = self._make_pipeline(device, rate_hz)
        if self._pipeline is None:
            self._held += packets
            return []
        held, self._held = self._held, []
        return self._pipeline.feed([*held, *packets])


def new_recording_path(sensor: str) -> Path:
    """Return the path of a file in the data folder, named after the time and the sensor.

    A session of the same second may take it first; `RecordingFile` then finds the next free name.
    """
    now = datetime.now().astimezone()
    words = "".join(sign if sign.isalnum() or sign == "-" else "_" for sign in sensor)
    name = words.encode()[:_NAME_BYTES].decode(errors="ignore") or "sensor"
    return data_folder() / "recordings" / f"{now:%Y-%m-%d_%H-%M-%S}_{name}.mcap"
