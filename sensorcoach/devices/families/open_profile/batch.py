"""Stream packets of the open profile as columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sensorcoach.devices.families.open_profile.info import VERSION
from sensorcoach.devices.families.open_profile.wire import FLAG_GYRO, FLAG_REPLAYED, HEADER, HEADER_BYTES
from sensorcoach.devices.wire.counters import Headers
from sensorcoach.packets import Packet, PacketTable
from sensorcoach.samples import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class PacketBatch:
    """Well-formed packets, n of them, with their content; all have samples of the same kind.

    `data`: all bytes end to end; `is_sample`, of the same length: false for bytes of headers. `lengths`, `count`
    (samples) and `flags` are (n,).
    """

    packets: Sequence[Packet]
    data: npt.NDArray[np.uint8]
    is_sample: npt.NDArray[np.bool_]
    lengths: IntArray
    count: IntArray
    flags: npt.NDArray[np.uint8]
    headers: Headers

    def decode_samples(self, kept: IntArray, values: int) -> FloatArray:
        """Return the raw samples (m, values) of the packets at these positions."""
        is_sample = self.is_sample
        if len(kept) < len(self.packets):
            is_kept = np.zeros(len(self.packets), dtype=np.bool_)
            is_kept[kept] = True
            is_sample = is_sample & np.repeat(is_kept, self.lengths)
        return self.data[is_sample].view("<i2").reshape(-1, values).astype(np.float64)

    def find_breaks(self) -> IntArray:
        """Return the positions of packets that do not continue the one before, or are retransmitted."""
        raw_index = self.headers.raw_index.astype(np.int64)
        follows = np.zeros(len(raw_index), dtype=np.bool_)
        follows[1:] = (raw_index[:-1] + self.count[:-1]) % (1 << 32) == raw_index[1:]
        return np.flatnonzero(~follows | self._is_replayed)

    def find_replayed(self) -> IntArray:
        """Return the positions of retransmitted packets."""
        return np.flatnonzero(self._is_replayed)

    @property
    def _is_replayed(self) -> npt.NDArray[np.bool_]:
        return (self.flags & FLAG_REPLAYED) != 0


def make_batch(packets: Sequence[Packet], sample_bytes: int) -> PacketBatch:
    """Arrange packets as columns."""
    arrival_s, lengths, data = split_columns(packets)
    starts = np.cumsum(lengths) - lengths
    header_at = starts[:, None] + np.arange(HEADER_BYTES)
    header = data[header_at].view(HEADER)[:, 0]
    is_sample = np.ones(len(data), dtype=np.bool_)
    is_sample[header_at] = False
    count = (lengths - HEADER_BYTES) // sample_bytes
    headers = Headers(header["index"].copy(), header["time_us"].copy(), count, arrival_s)
    return PacketBatch(packets, data, is_sample, lengths, count, header["flags"].copy(), headers)


def split_columns(packets: Sequence[Packet]) -> tuple[FloatArray, IntArray, npt.NDArray[np.uint8]]:
    """Return arrivals (n,), lengths of payloads (n,), and their bytes end to end."""
    if isinstance(packets, PacketTable):
        arrivals_s, lengths, payloads = packets.arrivals_s, packets.lengths, packets.payloads
    else:
        arrivals_s = [packet.arrival_s for packet in packets]
        lengths = [len(packet.payload) for packet in packets]
        payloads = b"".join([packet.payload for packet in packets])
    data = np.frombuffer(payloads, dtype=np.uint8)
    return np.array(arrivals_s, dtype=np.float64), np.array(lengths, dtype=np.int64), data


def detect_gyro(packets: PacketTable) -> bool | None:
    """Return whether well-formed packets have a gyro; None where some are not well-formed, or they differ."""
    _, lengths, data = split_columns(packets)
    if not len(lengths) or lengths.min() <= HEADER_BYTES:
        return None
    starts = np.cumsum(lengths) - lengths
    gyro = data[starts + 1] & FLAG_GYRO
    has_gyro = bool(gyro[0])
    alike = (data[starts] == VERSION) & (gyro == gyro[0]) & ((lengths - HEADER_BYTES) % (12 if has_gyro else 6) == 0)
    return has_gyro if alike.all() else None


def drop_gyro(packet: Packet) -> Packet:
    """Return the packet with acceleration only."""
    payload = packet.payload
    samples = (payload[at : at + 6] for at in range(HEADER_BYTES, len(payload), 12))
    header = bytes((payload[0], payload[1] & ~FLAG_GYRO, *payload[2:HEADER_BYTES]))
    return replace(packet, payload=header + b"".join(samples))
