"""A made-up sensor of the open profile: samples in, notifications out. The table: `families/open_profile.py`."""

from dataclasses import dataclass, replace

import numpy as np

from sensorcoach.devices.device import Outgoing, Peripheral, RefusedError
from sensorcoach.devices.open_profile_info import VERSION, Info, encode_info
from sensorcoach.devices.open_profile_wire import (
    BATCH_S,
    FLAG_GYRO,
    HEADER,
    MAX_PAYLOAD_BYTES,
    RATES_HZ,
    samples_that_fit,
)
from sensorcoach.samples import Samples


@dataclass(frozen=True, slots=True)
class _Row:
    """One sample ready for the wire."""

    index: int
    time_us: int
    payload: bytes


class OpenProfileEncoder:
    """The fake sensor. Its device time is the time of the samples; a hole in that is a hole in the index.

    `info` gives the scales, `samples_per_packet` the batch: a tenth of a second unless told, at most what fits.
    """

    def __init__(self, rate_hz: float, info: Info | None = None, samples_per_packet: int | None = None) -> None:
        self.info = info or Info(rate_hz=rate_hz)
        self.max_payload = MAX_PAYLOAD_BYTES
        """Most bytes of a notification."""
        self._rate_hz = rate_hz
        self._batch = samples_per_packet or max(1, round(BATCH_S * rate_hz))
        self._packet = 0
        """Number of the next packet."""
        self._index = 0
        """Index of the next sample if nothing is missing."""
        self._due_s: float | None = None
        """When the next sample is due if nothing is missing."""
        self._waiting: list[_Row] = []
        """Samples that do not fill a packet yet; their indices have no hole."""

    def begin(self, info: Info, samples_per_packet: int) -> None:
        """Go on with another rate, scale and batch; the counters run on."""
        self.info, self._rate_hz, self._batch = info, info.rate_hz, samples_per_packet
        self._waiting.clear()

    def feed(self, samples: Samples) -> list[bytes]:
        """The notifications completed by these samples; what is out of range sticks at the end of the scale."""
        packets: list[bytes] = []
        rows = self._rows(samples)
        batch = min(self._batch, samples_that_fit(self.max_payload, 6 if samples.gyro_radps is None else 12))
        for time_s, row in zip(samples.time_s.tolist(), rows, strict=True):
            missing = 0 if self._due_s is None else max(0, round((time_s - self._due_s) * self._rate_hz))
            if missing and self._waiting:
                packets.append(self._packet_of_waiting())
            self._index += missing
            self._waiting.append(_Row(self._index, round(time_s * 1e6), row))
            self._index += 1
            self._due_s = time_s + 1.0 / self._rate_hz
            if len(self._waiting) >= batch:
                packets.append(self._packet_of_waiting())
        return packets

    def _rows(self, samples: Samples) -> list[bytes]:
        scaled = [samples.acc_mps2 / self.info.acc_mps2_per_lsb]
        if samples.gyro_radps is not None:
            scaled.append(samples.gyro_radps / self.info.gyro_radps_per_lsb)
        raw = np.clip(np.rint(np.concatenate(scaled, axis=1)), -32768, 32767).astype("<i2")
        return [row.tobytes() for row in raw]

    def _packet_of_waiting(self) -> bytes:
        first = self._waiting[0]
        flags = FLAG_GYRO if len(first.payload) == 12 else 0
        counters = (self._packet % (1 << 16), first.index % (1 << 32), first.time_us % (1 << 32))
        header = np.array([(VERSION, flags, *counters)], dtype=HEADER).tobytes()
        self._packet += 1
        payload = header + b"".join(row.payload for row in self._waiting)
        self._waiting.clear()
        return payload


class OpenProfilePeripheral(Peripheral):
    """The sensor: streams between start and stop, and refuses what it does not have."""

    def __init__(self, rate_hz: float, has_gyro: bool = True) -> None:  # noqa: FBT001, FBT002 - one signature for all
        self._info = Info(rate_hz=rate_hz, has_gyro=has_gyro, boot_id=1)
        self._encoder = OpenProfileEncoder(rate_hz, self._info)
        self._is_started = False
        self._percent = 100

    @property
    def streaming_hz(self) -> float | None:
        return self._info.rate_hz if self._is_started else None

    @property
    def has_gyro(self) -> bool:
        return self._info.has_gyro

    def subscribed(self, role: str) -> list[Outgoing]:
        return [Outgoing("info", encode_info(self._info))] if role == "info" else []

    def read(self, role: str) -> bytes:
        if role == "info":
            return encode_info(self._info)
        return bytes((self._percent,)) if role == "battery" else super().read(role)

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """The commands of the control characteristic; one that is not known is refused."""
        del role  # there is one that can be written
        match payload[:1]:
            case b"\x01" if len(payload) == 5:
                return self._start(int.from_bytes(payload[1:3], "little"), payload[3], payload[4])
            case b"\x02":
                self._is_started = False
            case b"\x03":
                pass
            case _:
                raise RefusedError(0x80)
        return []

    def _start(self, rate_hz: float, range_g: int, batch: int) -> list[Outgoing]:
        if rate_hz not in RATES_HZ or range_g not in {2, 4, 8, 16} or not batch:
            raise RefusedError(0x80)
        self._info = replace(self._info, rate_hz=float(rate_hz), lsb_per_g=32768 // range_g)
        self._encoder.begin(self._info, batch)
        self._encoder.max_payload = self.max_payload
        self._is_started = True
        return [Outgoing("info", encode_info(self._info))]

    def feed(self, samples: Samples) -> list[Outgoing]:
        return [Outgoing("stream", payload) for payload in self._encoder.feed(samples)]

    def disconnected(self) -> None:
        """Streaming stops; the counters run on."""
        self._is_started = False

    def rebooted(self) -> None:
        self._info = replace(self._info, boot_id=self._info.boot_id + 1)
        self._encoder = OpenProfileEncoder(self._info.rate_hz, self._info)
        self._is_started = False

    def battery(self, percent: int) -> list[Outgoing]:
        self._percent = percent
        return [Outgoing("battery", bytes((percent,)))]
