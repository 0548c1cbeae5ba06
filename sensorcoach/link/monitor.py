"""Monitor a connection from its packets: rate, losses, repeated packets, battery.

The monitor has a decoder of its own; docs/decisions/connection-decodes-packets.md gives the reasons.
"""

from collections.abc import Sequence

from sensorcoach.devices.device import Device, Write
from sensorcoach.link.connection_states import LinkProgress
from sensorcoach.link.duplicate_filter import DuplicateFilter
from sensorcoach.link.rate_watch import REMEDY, RateWatch, describe_slow
from sensorcoach.link.statistics import LinkStatistics
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet

_STREAM = "stream"
"""The role of packets that contain samples."""


class LinkMonitor:
    """Reads all packets of a session. Its memory does not grow with time."""

    def __init__(self, device: Device, wanted_hz: float) -> None:
        self.statistics = LinkStatistics()
        self.duplicates = DuplicateFilter()
        self.nominal_hz: float | None = None
        """The rate agreed with the sensor, None before the first start-up."""
        self.connections = 0
        """Connections made in this session."""
        self.rate_watch = RateWatch()
        self._device = device
        self._wanted_hz = wanted_hz
        self._decoder = device.decoder(wanted_hz)

    def begin_connection(self) -> None:
        """Record a new connection, whose packets come next."""
        self.duplicates.begin_connection(again=self.connections > 0)
        self.connections += 1

    def set_rate(self, nominal_hz: float) -> None:
        """Set the rate that the start-up agreed on. The statistics begin again."""
        self.nominal_hz = nominal_hz
        self._reset_statistics(nominal_hz)

    def _reset_statistics(self, nominal_hz: float) -> None:
        self.rate_watch.reset()
        self.statistics.begin_connection(nominal_hz, numbers_samples=self._device.numbers_samples)

    def drop_duplicate(self, role: str, payload: bytes, arrival_s: float) -> bool:
        """Record a notification. Return whether it is a second delivery, which the caller must ignore."""
        return self.duplicates.drop_duplicate(role, payload, arrival_s)

    def take(self, packets: Sequence[Packet]) -> tuple[Write, ...]:
        """Read these packets, in order of arrival. Return the writes that request lost samples from the sensor."""
        requests: list[Write] = []
        for packet in packets:
            if packet.role == LINK_ROLE and packet.payload == LINK_UP:
                self._reset_statistics(self.nominal_hz or self._wanted_hz)
            frames = self._decoder.feed([packet])
            is_held = packet.role == _STREAM and self._decoder.is_holding
            self.statistics.add_packet(packet.arrival_s, frames, is_held=is_held)
            requests += self._decoder.requests()
        self.rate_watch.update(self.statistics.rate_hz, self.nominal_hz, self.statistics.window_s)
        return tuple(requests)

    @property
    def lost(self) -> int:
        """Lost samples: exact where the wire numbers its samples, else estimated."""
        return self._decoder.lost_samples if self._device.numbers_samples else self.statistics.lost

    def _explain_rate(self, progress: LinkProgress) -> tuple[str, str]:
        """Return reason and remedy of the state. A stream has some only if too few samples arrive."""
        rate_hz, nominal_hz = self.statistics.rate_hz, self.nominal_hz
        if not (progress.is_in(LinkState.STREAMING) and self.rate_watch.is_slow and rate_hz and nominal_hz):
            return progress.reason, progress.remedy
        return describe_slow(rate_hz, nominal_hz), REMEDY

    def status(
        self, progress: LinkProgress, now_s: float, sensor: str, rssi_dbm: int | None, overflowed: int = 0
    ) -> LinkStatus:
        """Return the status of the connection at `now_s`."""
        newest_s = self.statistics.newest_s
        reason, remedy = self._explain_rate(progress)
        return LinkStatus(
            state=progress.state,
            reason=reason,
            remedy=remedy,
            since_s=progress.since_s,
            silent_s=max(0.0, now_s - (newest_s or 0.0)),
            sensor=sensor,
            device_id=self._device.id,
            rssi_dbm=rssi_dbm,
            battery_percent=self._decoder.battery_percent,
            rate_hz=self.statistics.rate_hz,
            nominal_hz=self.nominal_hz,
            batch=self.statistics.batch,
            longest_wait_s=self.statistics.longest_wait_s,
            lost=self.lost,
            lost_is_estimate=not self._device.numbers_samples,
            repeated=self.duplicates.dropped + self._decoder.repeated_packets,
            errors=self._decoder.skipped_bytes,
            overflowed=overflowed,
            connections=self.connections,
        )
