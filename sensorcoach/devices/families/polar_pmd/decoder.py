"""Acceleration from the data frames of a Polar sensor (PMD). Wire table: `frames.py`."""

from collections.abc import Sequence

import numpy as np

from sensorcoach.devices.families.polar_pmd.frames import decode_acc_mg, read_stamp
from sensorcoach.devices.families.polar_pmd.start_up import RESPONSE, STOPPED, decode_factor
from sensorcoach.devices.wire.stamped_decoder import StampedDecoder
from sensorcoach.devices.wire.stamps import StampKind, Stamps
from sensorcoach.devices.wire.timed_frames import TimedSamples, make_frames
from sensorcoach.packets import Packet
from sensorcoach.samples import FloatArray, Frames
from sensorcoach.units import STANDARD_GRAVITY_MPS2

_STAMP = StampKind(1e-9, 64, is_of_last=True)
_MPS2_PER_MG = 1e-3 * STANDARD_GRAVITY_MPS2
_LARGEST_MG = 1e6
"""Largest credible value, beyond any sensor's range."""


class PolarPmdDecoder(StampedDecoder):
    """Raw and compressed frames, numbered and timed by their nanoseconds, scaled by the latest factor."""

    def __init__(self, rates_hz: tuple[float, ...], rate_hz: float | None = None) -> None:
        super().__init__(Stamps(_STAMP, rates_hz, rate_hz))
        self.stopped = 0
        """Number of times that the sensor reported a stop of its own."""
        self._factor = 1.0

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return all samples in these packets, in order; the grouping of packets does not matter."""
        placed: list[TimedSamples] = []
        acc: list[FloatArray] = [np.empty((0, 3))]
        for packet in packets:
            if packet.role == "stream":
                acc += self._read(packet, placed)
            elif packet.role == "control":
                self._read_control(packet.payload)
            else:
                self._read_other(packet)
        return make_frames(placed, np.concatenate(acc) * _MPS2_PER_MG, None)

    def _read(self, packet: Packet, placed: list[TimedSamples]) -> list[FloatArray]:
        """Return the samples of a frame, in mg, if it is an acceleration frame and new."""
        acc_mg = decode_acc_mg(packet.payload, self._factor)
        if acc_mg is None or np.abs(acc_mg).max() > _LARGEST_MG:
            self._skipped_bytes += len(packet.payload)
            return []
        spot = self._stamps.place(read_stamp(packet.payload), len(acc_mg), packet.arrival_s)
        if spot is None:
            return []
        placed.append(TimedSamples(packet.arrival_s, spot))
        return [acc_mg]

    def _read_control(self, payload: bytes) -> None:
        if payload[:1] == bytes((RESPONSE,)):
            self._factor = decode_factor(payload) or self._factor
        elif payload[:1] == bytes((STOPPED,)):
            self.stopped += 1
