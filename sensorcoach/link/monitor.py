"""The account kept of a connection while its packets pass by: samples, losses, repetitions, battery."""

from collections.abc import Sequence

from sensorcoach.devices.device import Device, Write
from sensorcoach.link.duplicate_filter import DuplicateFilter
from sensorcoach.link.states import LinkProgress
from sensorcoach.link.statistics import LinkStatistics
from sensorcoach.link.status import LinkStatus
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet

_STREAM = "stream"
"""The role whose packets bring samples."""


class LinkMonitor:
    """Reads all packets of a session with a decoder of its own; memory does not grow with time."""

    def __init__(self, device: Device, wanted_hz: float) -> None:
        self.meter = LinkStatistics()
        self.twins = DuplicateFilter()
        self.nominal_hz: float | None = None
        """The rate agreed on; None before the first start-up."""
        self.connections = 0
        """How often a connection has been made."""
        self._device = device
        self._wanted_hz = wanted_hz
        self._decoder = device.decoder(wanted_hz)

    def connected(self) -> None:
        """A connection has been made; its packets come next."""
        self.twins.connected(again=self.connections > 0)
        self.connections += 1

    def agreed(self, nominal_hz: float) -> None:
        """The start-up has agreed on this rate: what came before it does not count for what is measured."""
        self.nominal_hz = nominal_hz
        self._begin(nominal_hz)

    def _begin(self, nominal_hz: float) -> None:
        self.meter.connected(nominal_hz, numbers_samples=self._device.numbers_samples)

    def is_twin(self, role: str, payload: bytes, arrival_s: float) -> bool:
        """Is this notification a second delivery, to be dropped?"""
        return self.twins.is_twin(role, payload, arrival_s)

    def take(self, packets: Sequence[Packet]) -> tuple[Write, ...]:
        """Enter these packets, in the order of arrival; what should be written to the sensor because of them."""
        requests: list[Write] = []
        for packet in packets:
            if packet.role == LINK_ROLE and packet.payload == LINK_UP:
                self._begin(self.nominal_hz or self._wanted_hz)
            frames = self._decoder.feed([packet])
            is_held = packet.role == _STREAM and self._decoder.is_holding
            self.meter.take(packet.arrival_s, frames, is_held=is_held)
            requests += self._decoder.requests()
        return tuple(requests)

    @property
    def lost(self) -> int:
        """Samples that did not come: by the wire's own numbers where it has them, else estimated."""
        return self._decoder.lost_samples if self._device.numbers_samples else self.meter.lost

    def status(
        self, course: LinkProgress, now_s: float, sensor: str, rssi_dbm: int | None, overflowed: int = 0
    ) -> LinkStatus:
        """All that is known of the connection at `now_s`."""
        newest_s = self.meter.newest_s
        return LinkStatus(
            state=course.state,
            reason=course.reason,
            remedy=course.remedy,
            since_s=course.since_s,
            silent_s=max(0.0, now_s - (newest_s or 0.0)),
            sensor=sensor,
            device_id=self._device.id,
            rssi_dbm=rssi_dbm,
            battery_percent=self._decoder.battery_percent,
            rate_hz=self.meter.rate_hz,
            nominal_hz=self.nominal_hz,
            batch=self.meter.batch,
            gap_s=self.meter.gap_s,
            lost=self.lost,
            lost_is_estimate=not self._device.numbers_samples,
            repeated=self.twins.dropped + self._decoder.repeated_packets,
            errors=self._decoder.skipped_bytes,
            overflowed=overflowed,
            connections=self.connections,
        )
