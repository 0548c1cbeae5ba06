"""Encode samples as packets of the open profile, the inverse of the decoder."""

import numpy as np

from sensorcoach.devices.families.open_profile.info import Info
from sensorcoach.devices.families.open_profile.wire import (
    BATCH_S,
    MAX_PAYLOAD_BYTES,
    Row,
    count_fitting_samples,
    encode_packet,
)
from sensorcoach.devices.wire.int16 import encode_int16
from sensorcoach.samples import Samples


class Numbering:
    """Gives samples their index and device time, and their bytes; a gap in their times is a gap in the index."""

    def __init__(self, info: Info, *, clock_from_zero: bool = False) -> None:
        self.info = info
        self._index = 0
        """Index of the next sample if nothing is missing."""
        self._due_s: float | None = None
        """Time of the next sample if nothing is missing."""
        self._zero_s = None if clock_from_zero else 0.0
        """Time of samples at which the device's clock is 0; None: the time of the first."""

    def encode_rows(self, samples: Samples) -> list[Row]:
        """Return the rows of these samples; values out of range saturate."""
        return [
            self._number(time_s, payload)
            for time_s, payload in zip(samples.time_s.tolist(), self._encode_values(samples), strict=True)
        ]

    def _number(self, time_s: float, payload: bytes) -> Row:
        rate_hz = self.info.rate_hz
        if self._zero_s is None:
            self._zero_s = time_s
        self._index += 0 if self._due_s is None else max(0, round((time_s - self._due_s) * rate_hz))
        row = Row(self._index, round((time_s - self._zero_s) * 1e6), payload)
        self._index += 1
        self._due_s = time_s + 1.0 / rate_hz
        return row

    def _encode_values(self, samples: Samples) -> list[bytes]:
        scaled = [samples.acc_mps2 / self.info.acc_mps2_per_lsb]
        if samples.gyro_radps is not None:
            scaled.append(samples.gyro_radps / self.info.gyro_radps_per_lsb)
        raw = encode_int16(np.concatenate(scaled, axis=1))
        return [row.tobytes() for row in raw]


class OpenProfileEncoder:
    """The encoder of the fake sensor. Its device time is the time of the samples; a gap in it is a gap in the index.

    `info` gives the scales; `samples_per_packet` the batch, by default a tenth of a second, as far as it fits.
    """

    def __init__(self, rate_hz: float, info: Info | None = None, samples_per_packet: int | None = None) -> None:
        self.info = info or Info(rate_hz=rate_hz)
        self.max_payload = MAX_PAYLOAD_BYTES
        """Most bytes in a notification."""
        self._numbering = Numbering(self.info)
        self._batch = samples_per_packet or max(1, round(BATCH_S * rate_hz))
        self._packet = 0
        """Number of the next packet."""
        self._waiting: list[Row] = []
        """Samples of the incomplete packet; their indices have no gap."""

    def feed(self, samples: Samples) -> list[bytes]:
        """Return the notifications that these samples complete."""
        packets: list[bytes] = []
        batch = min(self._batch, count_fitting_samples(self.max_payload, 6 if samples.gyro_radps is None else 12))
        for row in self._numbering.encode_rows(samples):
            if self._waiting and row.index != self._waiting[-1].index + 1:
                packets.append(self._take_packet())
            self._waiting.append(row)
            if len(self._waiting) >= batch:
                packets.append(self._take_packet())
        return packets

    def _take_packet(self) -> bytes:
        payload = encode_packet(self._waiting, self._packet)
        self._packet += 1
        self._waiting.clear()
        return payload
