"""A fake sensor of the open profile: samples in, notifications out. Wire table: `device.py`."""

from dataclasses import replace

from sensorcoach.devices.device import Outgoing, Peripheral, RefusedError
from sensorcoach.devices.families.open_profile import wire
from sensorcoach.devices.families.open_profile.encoder import Numbering
from sensorcoach.devices.families.open_profile.info import Info, encode_info
from sensorcoach.devices.families.open_profile.ring import Ring
from sensorcoach.samples import Samples

RING_S = 12.0
"""Time of samples that it can retransmit: 10 s by the specification, and the time that a request takes."""

SAMPLES_ON_S = 60.0
"""Time that it continues to sample after the connection was lost. More would only empty its battery."""


class OpenProfilePeripheral(Peripheral):
    """The fake sensor: streams between start and stop, retransmits on request, refuses samples it does not have.

    Its clock is that of the samples; after a reboot it begins at 0 again. With an MTU too small for a sample with a
    gyroscope it omits the gyroscope.
    """

    def __init__(self, rate_hz: float, has_gyro: bool = True) -> None:  # noqa: FBT001, FBT002 - one signature for all
        self._info = Info(rate_hz=rate_hz, has_gyro=has_gyro, boot_id=1)
        self._numbering = Numbering(self._info)
        self._ring = Ring(round(RING_S * rate_hz))
        self._is_sampling = False
        self._alone_since_s: float | None = None
        """Time of the first sample since the connection was lost."""
        self._newest: int | None = None
        """Index of the newest sample since sampling began."""

    @property
    def streaming_hz(self) -> float | None:
        """The rate while it samples: for a while after the connection was lost, too, into its ring."""
        return self._info.rate_hz if self._is_sampling else None

    @property
    def has_gyro(self) -> bool:
        return self._info.has_gyro and wire.fits_gyro(self.max_payload)

    def subscribed(self, role: str) -> list[Outgoing]:
        return [Outgoing("info", self.read("info"))] if role == "info" else []

    def read(self, role: str) -> bytes:
        if role == "info":
            return encode_info(replace(self._info, has_gyro=self.has_gyro))
        return super().read(role)

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Take a command of the control characteristic; bytes after a command are ignored."""
        del role  # only one role can be written
        if not payload or (payload[0] in {wire.START, wire.REPLAY} and len(payload) < 5):
            raise RefusedError(wire.BAD_LENGTH)
        match payload[0]:
            case wire.START:
                return self._start(int.from_bytes(payload[1:3], "little"), payload[3], payload[4])
            case wire.STOP:
                self._stop()
            case wire.IDENTIFY:
                pass  # it would blink
            case wire.REPLAY:
                return self._replay(int.from_bytes(payload[1:5], "little"))
            case _:
                raise RefusedError(wire.REFUSED)
        return []

    def _start(self, rate_hz: float, range_g: int, batch: int) -> list[Outgoing]:
        if rate_hz not in wire.RATES_HZ or range_g not in wire.RANGES_G or not batch:
            raise RefusedError(wire.REFUSED)
        info = replace(self._info, rate_hz=float(rate_hz), lsb_per_g=32768 // range_g)
        if info != self._info:
            self._info = self._numbering.info = info
            self._ring.clear()
            self._ring.capacity = round(RING_S * rate_hz)
        self._ring.start(batch, self.max_payload)
        self._is_sampling, self._alone_since_s = True, None
        return [Outgoing("info", self.read("info"))]

    def _stop(self) -> None:
        """End sampling."""
        self._is_sampling, self._newest = False, None
        self._ring.pause()
        self._ring.clear()

    def _replay(self, index: int) -> list[Outgoing]:
        error = self._ring.replay(index)
        if error:
            raise RefusedError(error)
        return self._send_due()

    def _send_due(self) -> list[Outgoing]:
        return [Outgoing("stream", payload) for payload in self._ring.take_packets()]

    def feed(self, samples: Samples) -> list[Outgoing]:
        sent: list[Outgoing] = []
        if not self._info.has_gyro:
            samples = Samples(samples.time_s, samples.acc_mps2)
        for row, time_s in zip(self._numbering.encode_rows(samples), samples.time_s.tolist(), strict=True):
            self._take(row, time_s)
            sent += self._send_due()
        return sent

    def _take(self, row: wire.Row, time_s: float) -> None:
        """Take one sample, while it samples."""
        if not self._is_sampling:
            return
        if not self._ring.is_streaming:
            self._alone_since_s = time_s if self._alone_since_s is None else self._alone_since_s
            if time_s - self._alone_since_s >= SAMPLES_ON_S:
                self._stop()
                return
        if self._newest is not None and row.index > self._newest + 1:
            self._ring.note_overflow()
        self._newest = row.index
        self._ring.push(row)

    def disconnected(self) -> None:
        """Stop sending; sampling continues for a while, the counters for ever."""
        self._ring.pause()
        self._alone_since_s = None

    def rebooted(self) -> None:
        """Restart with a new boot id, and with counters and clock at 0."""
        self._info = replace(self._info, boot_id=self._info.boot_id + 1)
        self._numbering = Numbering(self._info, clock_from_zero=True)
        self._ring = Ring(self._ring.capacity)
        self._is_sampling, self._alone_since_s, self._newest = False, None, None
