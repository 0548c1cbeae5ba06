"""The open profile: what a do-it-yourself sensor (Nano 33 BLE, XIAO Sense, M5Stick, ESP32) should send.

Service `f2d10001-415a-48a1-ad64-f524e6937dbf`, all little-endian. The info characteristic (scales, rate) stands
in `open_profile_info.py`. Stream (notify): 12 bytes, then n samples of acc x, y, z and, with a gyro, gyro x, y, z,
each i16:

    0       u8    version                   1
    1       u8    flags                     bit 0 gyro, bit 1 overflow since the last packet, bit 2 replayed
    2       u16   packet number
    4       u32   index of the first sample
    8       u32   device time of the first sample        us

Control (write): 1 start (rate u16 Hz, acc range u8 g, samples in a packet u8), 2 stop, 3 identify,
4 replay from (index u32). Battery is the standard characteristic 2a19, u8, percent. The rules and test vectors
stand in firmware_notes/open-profile.md.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np

from sensorcoach.devices.counters import Counters, Headers
from sensorcoach.devices.device import (
    BATTERY,
    Characteristic,
    Decoder,
    Device,
    Property,
    Read,
    Startup,
    Write,
)
from sensorcoach.devices.open_profile_fake import OpenProfileEncoder, OpenProfilePeripheral
from sensorcoach.devices.open_profile_info import VERSION, Info, decode_info
from sensorcoach.devices.open_profile_wire import (
    BATCH_S,
    FLAG_GYRO,
    FLAG_OVERFLOW,
    HEADER,
    HEADER_BYTES,
    MAX_PAYLOAD_BYTES,
    RATES_HZ,
    samples_that_fit,
)
from sensorcoach.errors import UsageError
from sensorcoach.packets import Packet
from sensorcoach.samples import FloatArray, Frames, IntArray, frozen


class OpenProfileDecoder(Decoder):
    """Samples with their index and device time; repetitions dropped, losses counted.

    Whether the gyro is on is settled by the first packet; one of the other kind counts as skipped.
    """

    def __init__(self, rate_hz: float | None = None) -> None:
        self._skipped_bytes = 0
        self.info = Info() if rate_hz is None else Info(rate_hz=rate_hz)
        """What the sensor last said of itself."""
        self._battery_percent: int | None = None
        self.overflows = 0
        """Packets in which the sensor said that it had to throw samples away."""
        self._has_gyro: bool | None = None
        self._heard_info = False
        self._counters = Counters()

    @property
    def skipped_bytes(self) -> int:
        """Bytes of packets that are no packets of this profile, or of the wrong kind."""
        return self._skipped_bytes

    @property
    def battery_percent(self) -> int | None:
        return self._battery_percent

    @property
    def lost_samples(self) -> int:
        """Samples that the index shows to be missing."""
        return self._counters.lost_samples

    @property
    def repeated_packets(self) -> int:
        """Packets dropped because they told nothing new."""
        return self._counters.repeated_packets

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """All samples in these packets, in order; the same however they are grouped."""
        parts: list[Frames] = []
        for role, group in groupby(packets, key=_role):
            if role == "stream":
                parts.append(self._read_stream(list(group)))
            elif role == "info":
                self._hear_info(group)
            elif role == "battery":
                self._battery_percent = next((p.payload[0] for p in reversed(list(group)) if p.payload), None)
        return parts[0] if len(parts) == 1 else self._joined(parts)

    def _hear_info(self, packets: Iterable[Packet]) -> None:
        for packet in packets:
            info = decode_info(packet.payload)
            if info is None:
                self._skipped_bytes += len(packet.payload)
                continue
            if self._heard_info and info.boot_id != self.info.boot_id:
                self._counters.expect_restart()
            self.info = info
            self._heard_info = True

    def _read_stream(self, packets: list[Packet]) -> Frames:
        packets = self._well_formed(packets)
        lengths = np.fromiter((len(p.payload) for p in packets), dtype=np.int64, count=len(packets))
        data = np.frombuffer(b"".join([packet.payload for packet in packets]), dtype=np.uint8)
        starts = np.cumsum(lengths) - lengths
        header_at = starts[:, None] + np.arange(HEADER_BYTES)
        header = data[header_at].view(HEADER)[:, 0]
        self.overflows += int(np.count_nonzero(header["flags"] & FLAG_OVERFLOW))
        count = (lengths - HEADER_BYTES) // self._sample_bytes
        arrival_s = np.fromiter((p.arrival_s for p in packets), dtype=np.float64, count=len(packets))
        headers = Headers(header["index"].copy(), header["time_us"].copy(), count, arrival_s)
        placed = self._counters.place(headers, 1.0 / self.info.rate_hz)

        is_sample = np.ones(len(data), dtype=np.bool_)
        is_sample[header_at] = False
        if len(placed.kept) < len(packets):
            is_kept = np.zeros(len(packets), dtype=np.bool_)
            is_kept[placed.kept] = True
            is_sample &= np.repeat(is_kept, lengths)
        raw = data[is_sample].view("<i2").reshape(-1, self._sample_bytes // 2).astype(np.float64)
        counts = count[placed.kept]
        within = np.arange(len(raw)) - np.repeat(np.cumsum(counts) - counts, counts)
        index = np.repeat(placed.index, counts) + within
        time_s = np.repeat(placed.time_s, counts) + within * np.repeat(placed.step_s, counts)
        segment = np.repeat(placed.segment, counts)
        return self._frames(np.repeat(arrival_s[placed.kept], counts), raw, index, time_s, segment)

    def _well_formed(self, packets: list[Packet]) -> list[Packet]:
        """Those packets that are of this profile and of the kind the first was."""
        good: list[Packet] = []
        for packet in packets:
            payload = packet.payload
            if len(payload) > HEADER_BYTES and payload[0] == VERSION:
                has_gyro = bool(payload[1] & FLAG_GYRO)
                if (len(payload) - HEADER_BYTES) % (12 if has_gyro else 6) == 0 and self._has_gyro in {None, has_gyro}:
                    self._has_gyro = has_gyro
                    good.append(packet)
                    continue
            self._skipped_bytes += len(payload)
        return good

    @property
    def _sample_bytes(self) -> int:
        return 6 if self._has_gyro is False else 12

    def _frames(
        self, arrival_s: FloatArray, raw: FloatArray, index: IntArray, time_s: FloatArray, segment: IntArray
    ) -> Frames:
        acc_mps2 = raw[:, :3] * self.info.acc_mps2_per_lsb
        gyro_radps = None if self._has_gyro is False else raw[:, 3:] * self.info.gyro_radps_per_lsb
        for array in (arrival_s, acc_mps2, gyro_radps, index, time_s, segment):
            if array is not None:
                frozen(array)
        return Frames(arrival_s, acc_mps2, gyro_radps, index, time_s, segment)

    def _joined(self, parts: list[Frames]) -> Frames:
        parts = [self._read_stream([]), *(part for part in parts if len(part))]
        arrival_s = np.concatenate([part.arrival_s for part in parts])
        acc_mps2 = np.concatenate([part.acc_mps2 for part in parts])
        gyro_radps = [part.gyro_radps for part in parts if part.gyro_radps is not None]
        index = [part.index for part in parts if part.index is not None]
        time_s = [part.device_time_s for part in parts if part.device_time_s is not None]
        segment = [part.segment for part in parts if part.segment is not None]
        return Frames(
            arrival_s,
            acc_mps2,
            np.concatenate(gyro_radps) if gyro_radps else None,
            np.concatenate(index),
            np.concatenate(time_s),
            np.concatenate(segment),
        )


def _role(packet: Packet) -> str:
    return packet.role


def startup(rate_hz: float) -> Startup:
    """Reads what the sensor is and starts the stream at this rate, +-8 g, a tenth of a second to a packet.

    Raises UsageError for a rate that the profile does not allow.
    """
    if rate_hz not in RATES_HZ:
        rates = ", ".join(f"{rate:g}" for rate in RATES_HZ)
        raise UsageError("unknown_rate", f"The open profile has no rate of {rate_hz:g} Hz.", f"Choose from {rates}.")
    batch = min(max(1, round(BATCH_S * rate_hz)), samples_that_fit(MAX_PAYLOAD_BYTES, 12))
    yield Write("control", bytes((1, *round(rate_hz).to_bytes(2, "little"), 8, batch)), response=True)
    told = yield Read("info")
    info = decode_info(told) if told else None
    return info.rate_hz if info else rate_hz


SERVICE_UUID = "f2d10001-415a-48a1-ad64-f524e6937dbf"

DEVICE = Device(
    id="open-profile",
    name="Open profile (do-it-yourself sensor)",
    advertised_names=("SensorCoach",),
    advertised_services=(SERVICE_UUID,),
    characteristics=(
        Characteristic(
            "info", ("f2d10002-415a-48a1-ad64-f524e6937dbf",), SERVICE_UUID, Property.READ | Property.NOTIFY
        ),
        Characteristic("stream", ("f2d10003-415a-48a1-ad64-f524e6937dbf",), SERVICE_UUID, Property.NOTIFY),
        Characteristic(
            "control",
            ("f2d10004-415a-48a1-ad64-f524e6937dbf",),
            SERVICE_UUID,
            Property.WRITE | Property.WRITE_FAST,
        ),
        BATTERY,
    ),
    rates_hz=RATES_HZ,
    usual_hz=100.0,
    ranges_g=(8.0,),
    sensors=("acc", "gyro"),
    numbers_samples=True,
    price="10 to 40 dollars",
    wear="in a case of your own, under the belt or a strap",
    decoder=OpenProfileDecoder,
    encoder=OpenProfileEncoder,
    peripheral=OpenProfilePeripheral,
    startup=startup,
)
