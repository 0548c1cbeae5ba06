"""The open profile: what a do-it-yourself sensor (Nano 33 BLE, XIAO Sense, M5Stick, ESP32) should send.

Service `f2d10001-415a-48a1-ad64-f524e6937dbf`, all little-endian. The info characteristic (scales, rate) is
in `info.py`. Stream (notify): 12 bytes, then n samples of acc x, y, z and, with a gyro, gyro x, y, z,
each i16:

    0       u8    version                   1
    1       u8    flags                     bit 0 gyro, bit 1 overflow since the last packet, bit 2 replayed
    2       u16   packet number
    4       u32   index of the first sample
    8       u32   device time of the first sample        us

Control (write): 1 start (rate u16 Hz, acc range u8 g, samples in a packet u8), 2 stop, 3 identify,
4 replay from (index u32). Battery is the standard characteristic 2a19, u8, percent. The rules and test vectors
are in firmware_notes/open-profile.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from sensorcoach.devices.device import (
    BATTERY,
    Characteristic,
    Device,
    Property,
    Read,
    Startup,
    Write,
    require_rate,
    update_battery,
)
from sensorcoach.devices.families.open_profile.batch import PacketBatch, detect_gyro, drop_gyro, make_batch
from sensorcoach.devices.families.open_profile.encoder import OpenProfileEncoder
from sensorcoach.devices.families.open_profile.fake import OpenProfilePeripheral
from sensorcoach.devices.families.open_profile.gap_filler import GapFiller
from sensorcoach.devices.families.open_profile.info import VERSION, Info, decode_info
from sensorcoach.devices.families.open_profile.wire import (
    BATCH_S,
    FLAG_GYRO,
    FLAG_OVERFLOW,
    FLAG_REPLAYED,
    HEADER_BYTES,
    MAX_PAYLOAD_BYTES,
    RATES_HZ,
    count_fitting_samples,
    encode_replay,
    encode_start,
)
from sensorcoach.devices.wire.counters import Counters, Due
from sensorcoach.devices.wire.decoder_base import DecoderBase
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, LINK_UP, Packet, PacketTable, split_by_role
from sensorcoach.samples import FloatArray, Frames, IntArray, join_frames


class OpenProfileDecoder(DecoderBase):
    """Samples with their index and device time. Drops repetitions; counts losses, or requests and inserts lost samples.

    The first packet settles whether there is a gyro. A later packet without it counts as skipped. A later packet with
    it, over a connection with a larger MTU, is read without its gyro.
    """

    def __init__(self, rate_hz: float | None = None) -> None:
        super().__init__()
        self.info = Info() if rate_hz is None else Info(rate_hz=rate_hz)
        """The sensor's latest description of itself."""
        self.overflows = 0
        """Number of packets in which the sensor reported discarded samples."""
        self._has_gyro: bool | None = None
        self._has_info = False
        self._counters = Counters()
        self._gaps = GapFiller()

    @property
    def lost_samples(self) -> int:
        """Number of samples missing by the index, and not retransmitted."""
        return self._counters.lost_samples

    @property
    def recovered_samples(self) -> int:
        """Number of missing samples that the sensor retransmitted."""
        return self._gaps.recovered

    @property
    def repeated_packets(self) -> int:
        """Number of packets dropped as repetitions."""
        return self._counters.repeated_packets + self._gaps.repeated_packets

    @property
    def is_holding(self) -> bool:
        return self._gaps.is_waiting

    def requests(self) -> Sequence[Write]:
        """Return the write that requests the samples missing now, once."""
        index, self._gaps.request = self._gaps.request, None
        return () if index is None else (Write("control", encode_replay(index), pause_s=0.0),)

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return the samples in order, up to the first gap that waits; the grouping of packets does not matter."""
        parts: list[Frames] = []
        for role, group in split_by_role(packets):
            if role == "stream":
                parts += self._read_stream(group)
            elif role == "info":
                parts += self._read_info(group)
            elif role == LINK_ROLE:
                self._read_link(group)
            elif role == "battery":
                for packet in group:
                    self._battery_percent = update_battery(packet.payload, self._battery_percent)
        return parts[0] if len(parts) == 1 else join_frames(parts, self._decode([]))

    def finish(self) -> Frames | None:
        """Return the samples that still wait for missing ones; None if there are none."""
        held = self._gaps.give_up()
        return self._decode(held) if held else None

    def _read_link(self, packets: Iterable[Packet]) -> None:
        for packet in packets:
            if packet.payload == LINK_DOWN:
                self._gaps.note_link_down()
            elif packet.payload == LINK_UP:
                self._gaps.note_link_up()

    def _read_info(self, packets: Iterable[Packet]) -> list[Frames]:
        parts: list[Frames] = []
        for packet in packets:
            info = decode_info(packet.payload)
            if info is None:
                self._skipped_bytes += len(packet.payload)
                continue
            if replace(info, has_gyro=True) != replace(self.info, has_gyro=True):
                parts.append(self._decode(self._gaps.give_up()))
            if self._has_info and info.boot_id != self.info.boot_id:
                self._counters.expect_restart()
                self._gaps.note_restart()
            self.info = info
            self._has_info = True
        return parts

    def _read_stream(self, packets: Sequence[Packet]) -> list[Frames]:
        """Decode runs of packets in order at once, and pass the other packets through the gap filler."""
        batch = make_batch(self._select_valid(packets), self._sample_bytes)
        self.overflows += int(np.count_nonzero(batch.flags & FLAG_OVERFLOW))
        breaks, replayed = batch.find_breaks(), batch.find_replayed()
        parts: list[Frames] = []
        at, total = 0, len(batch.packets)
        while at < total:
            due = self._counters.next_due()
            if due and self._is_for_gaps(batch, at, due):
                parts.append(self._decode(self._gaps.take(batch.packets[at], due, self._sample_bytes)))
                at += 1
                continue
            ends = breaks if self._gaps.is_answered else replayed
            after = int(np.searchsorted(ends, at, side="right"))
            stop = int(ends[after]) if after < len(ends) else total
            parts.append(self._decode_batch(batch) if stop - at == total else self._decode(batch.packets[at:stop]))
            at = stop
        return parts

    def _is_for_gaps(self, batch: PacketBatch, at: int, due: Due) -> bool:
        """Return whether the gap filler must take this packet: it is not simply the next, or others wait."""
        if self._gaps.is_waiting or batch.flags[at] & FLAG_REPLAYED:
            return True
        return self._gaps.is_answered and int(batch.headers.raw_index[at]) != due.raw_index

    def _decode(self, packets: Sequence[Packet]) -> Frames:
        """Return the samples of these packets; their gaps stay."""
        return self._decode_batch(make_batch(packets, self._sample_bytes))

    def _decode_batch(self, batch: PacketBatch) -> Frames:
        placed = self._counters.place(batch.headers, 1.0 / self.info.rate_hz)
        raw = batch.decode_samples(placed.kept, self._sample_bytes // 2)
        counts = batch.count[placed.kept]
        within = np.arange(len(raw)) - np.repeat(np.cumsum(counts) - counts, counts)
        index = np.repeat(placed.index, counts) + within
        time_s = np.repeat(placed.time_s, counts) + within * np.repeat(placed.step_s, counts)
        segment = np.repeat(placed.segment, counts)
        return self._scale(np.repeat(batch.headers.arrival_s[placed.kept], counts), raw, index, time_s, segment)

    def _select_valid(self, packets: Sequence[Packet]) -> Sequence[Packet]:
        """Return the packets of this profile, with or without gyro as the first packet."""
        kind = detect_gyro(packets) if isinstance(packets, PacketTable) else None
        if kind is not None and self._has_gyro in {None, kind}:
            self._has_gyro = kind
            return packets
        good: list[Packet] = []
        for packet in packets:
            payload = packet.payload
            if len(payload) > HEADER_BYTES and payload[0] == VERSION:
                has_gyro = bool(payload[1] & FLAG_GYRO)
                if (len(payload) - HEADER_BYTES) % (12 if has_gyro else 6) == 0 and (has_gyro or not self._has_gyro):
                    if self._has_gyro is None:
                        self._has_gyro = has_gyro
                    good.append(drop_gyro(packet) if has_gyro and not self._has_gyro else packet)
                    continue
            self._skipped_bytes += len(payload)
        return good

    @property
    def _sample_bytes(self) -> int:
        return 6 if self._has_gyro is False else 12

    def _scale(
        self, arrival_s: FloatArray, raw: FloatArray, index: IntArray, time_s: FloatArray, segment: IntArray
    ) -> Frames:
        acc_mps2 = raw[:, :3] * self.info.acc_mps2_per_lsb
        gyro_radps = None if self._has_gyro is False else raw[:, 3:] * self.info.gyro_radps_per_lsb
        return Frames(arrival_s, acc_mps2, gyro_radps, index, time_s, segment)


def startup(rate_hz: float) -> Startup:
    """Start the stream at this rate, +-8 g, a tenth of a second in a packet, and read the sensor's description.

    Raises UsageError for a rate that the profile does not allow.
    """
    require_rate("A sensor of the open profile", RATES_HZ, rate_hz)
    batch = min(max(1, round(BATCH_S * rate_hz)), count_fitting_samples(MAX_PAYLOAD_BYTES, 12))
    yield Write("control", encode_start(rate_hz, 8, batch), pause_s=0.0, response=True)
    payload = yield Read("info")
    info = decode_info(payload) if payload else None
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
