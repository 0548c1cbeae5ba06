"""Statistics of decoding: true rate, length and sensors of a recording, and losses."""

from collections.abc import Sequence

import numpy as np

from sensorcoach.devices.device import Decoder, Write
from sensorcoach.packets import Packet, count_payload_bytes
from sensorcoach.recording.description import RATE_BOUNDS_HZ
from sensorcoach.samples import Frames


class CountingDecoder(Decoder):
    """A decoder that counts packets, bytes and samples."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self.has_gyro = False
        self.packets = 0
        self.bytes = 0
        self.samples = 0
        self._first_batch = 0
        """Samples that arrived with the first packet: they were taken before it arrived."""
        self._packets_s: tuple[float, float] | None = None
        """Arrival of the first and the newest packet."""
        self._samples_s: tuple[float, float] | None = None
        """Arrival of the first and the newest sample."""

    @property
    def skipped_bytes(self) -> int:
        return self._decoder.skipped_bytes

    @property
    def lost_samples(self) -> int:
        return self._decoder.lost_samples

    @property
    def repeated_packets(self) -> int:
        return self._decoder.repeated_packets

    @property
    def battery_percent(self) -> int | None:
        return self._decoder.battery_percent

    @property
    def is_holding(self) -> bool:
        return self._decoder.is_holding

    def requests(self) -> Sequence[Write]:
        return self._decoder.requests()

    def finish(self) -> Frames | None:
        frames = self._decoder.finish()
        if frames:
            self._count(frames)
        return frames

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Decode packets and count them."""
        frames = self._decoder.feed(packets)
        if packets:
            first_s = self._packets_s[0] if self._packets_s else packets[0].arrival_s
            self._packets_s = (first_s, packets[-1].arrival_s)
            self.packets += len(packets)
            self.bytes += count_payload_bytes(packets)
        if len(frames):
            self._count(frames)
        return frames

    def _count(self, frames: Frames) -> None:
        first_s, last_s = self._samples_s or (float(frames.arrival_s[0]), -np.inf)
        self._samples_s = (first_s, max(last_s, float(np.max(frames.arrival_s))))
        self._first_batch += int(np.count_nonzero(frames.arrival_s == first_s))
        self.samples += len(frames)
        self.has_gyro = self.has_gyro or frames.gyro_radps is not None

    def measure_length_and_rate(self, missing_s: float, nominal_hz: float) -> tuple[float, float]:
        """Seconds from the first packet to the last, and samples a second outside `missing_s` seconds of gaps.

        If all packets arrived at once, both follow from the sensor's nominal rate.
        """
        covered_s = _measure_span_s(self._samples_s) - missing_s
        rate_hz = (self.samples - self._first_batch) / covered_s if covered_s > 0.0 else 0.0
        if 0.0 < rate_hz <= RATE_BOUNDS_HZ[1]:
            return _measure_span_s(self._packets_s), rate_hz
        return max(_measure_span_s(self._packets_s), self.samples / nominal_hz + missing_s), nominal_hz

    def list_notices(self, estimated_lost: int = 0) -> list[str]:
        """Losses in words; `estimated_lost`: samples missing according to arrival times."""
        found: list[str] = []
        if self.skipped_bytes:
            found.append(
                f"{self.skipped_bytes} of {self.bytes} bytes were not samples of this sensor and were skipped."
            )
        if self.lost_samples:
            share = self.lost_samples / (self.lost_samples + self.samples)
            found.append(f"{self.lost_samples} samples were lost on the way, {100.0 * share:.1f} % of all.")
        if estimated_lost:
            share = estimated_lost / (estimated_lost + self.samples)
            found.append(
                f"About {estimated_lost} samples were lost on the way, {100.0 * share:.1f} % of all, estimated from "
                "arrival times: this sensor does not number its samples."
            )
        return found


def _measure_span_s(ends_s: tuple[float, float] | None) -> float:
    return max(0.0, ends_s[1] - ends_s[0]) if ends_s else 0.0
