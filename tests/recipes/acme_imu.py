"""Acme IMU, a made-up sensor that follows "Add a sensor" in CONTRIBUTING.md: one file of `devices/families/`.

Stream (notify), 12 bytes, little-endian, one sample in a notification:

    offset   type  field         scale      unit
    0,2,4    i16   acc x, y, z   1 / 4096   g
    6,8,10   i16   gyro x, y, z  1 / 16     deg/s

Control (write): rate u8, Hz, starts the stream; 0 stops it.
"""

from collections.abc import Sequence

import numpy as np

from sensorcoach.devices.device import (
    BATTERY,
    Characteristic,
    Device,
    Outgoing,
    Peripheral,
    Property,
    RefusedError,
    Startup,
    Write,
    require_rate,
    update_battery,
)
from sensorcoach.devices.wire.decoder_base import DecoderBase
from sensorcoach.devices.wire.int16 import encode_int16
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, Samples
from sensorcoach.units import RAD_PER_DEG, STANDARD_GRAVITY_MPS2

FRAME_BYTES = 12
ACC_MPS2_PER_LSB = STANDARD_GRAVITY_MPS2 / 4096.0
GYRO_RADPS_PER_LSB = RAD_PER_DEG / 16.0
RATES_HZ = (50.0, 100.0)


class AcmeDecoder(DecoderBase):
    """One sample in a notification."""

    def __init__(self, rate_hz: float | None = None) -> None:
        del rate_hz  # nothing on this wire depends on it
        super().__init__()

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return all samples in these packets, in order; the grouping of packets does not matter."""
        good: list[Packet] = []
        for packet in packets:
            if packet.role == "stream" and len(packet.payload) == FRAME_BYTES:
                good.append(packet)
            elif packet.role == "stream":
                self._skipped_bytes += len(packet.payload)
            elif packet.role == "battery":
                self._battery_percent = update_battery(packet.payload, self._battery_percent)
        raw = np.frombuffer(b"".join([packet.payload for packet in good]), dtype="<i2").reshape(-1, 6)
        arrival_s = np.array([packet.arrival_s for packet in good], dtype=np.float64)
        return Frames(arrival_s, raw[:, :3] * ACC_MPS2_PER_LSB, raw[:, 3:] * GYRO_RADPS_PER_LSB)


class AcmeEncoder:
    """The same table the other way round."""

    def __init__(self, rate_hz: float) -> None:
        del rate_hz  # nothing on this wire depends on it

    def feed(self, samples: Samples) -> list[bytes]:
        """Return the notifications of these samples; values out of range saturate."""
        gyro_radps = np.zeros_like(samples.acc_mps2) if samples.gyro_radps is None else samples.gyro_radps
        columns = (samples.acc_mps2 / ACC_MPS2_PER_LSB, gyro_radps / GYRO_RADPS_PER_LSB)
        return [row.tobytes() for row in encode_int16(np.concatenate(columns, axis=1))]


def startup(rate_hz: float) -> Startup:
    """Start the stream. Raises UsageError for a rate that is not offered."""
    require_rate("An Acme IMU", RATES_HZ, rate_hz)
    yield Write("control", bytes((round(rate_hz),)), response=True)
    return rate_hz


class AcmePeripheral(Peripheral):
    """The fake sensor: streams between start and stop."""

    def __init__(self, rate_hz: float, has_gyro: bool = True) -> None:  # noqa: FBT001, FBT002 - one signature for all
        del has_gyro  # it always sends a gyroscope
        self._encoder = AcmeEncoder(rate_hz)
        self._rate_hz: float | None = None

    @property
    def streaming_hz(self) -> float | None:
        return self._rate_hz

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Start or stop the stream; refuse anything else."""
        if role != "control" or len(payload) != 1 or payload[0] not in {0, *RATES_HZ}:
            raise RefusedError(0x13)
        self._rate_hz = float(payload[0]) or None
        return []

    def feed(self, samples: Samples) -> list[Outgoing]:
        return [Outgoing("stream", payload) for payload in self._encoder.feed(samples)] if self._rate_hz else []

    def disconnected(self) -> None:
        self._rate_hz = None

    def rebooted(self) -> None:
        self._rate_hz = None


SERVICE_UUID = "acce0001-0000-4000-8000-00000000abcd"

DEVICE = Device(
    id="acme-imu",
    name="Acme IMU",
    advertised_names=("Acme",),
    advertised_services=(SERVICE_UUID,),
    characteristics=(
        Characteristic("stream", ("acce0002-0000-4000-8000-00000000abcd",), SERVICE_UUID, Property.NOTIFY),
        Characteristic("control", ("acce0003-0000-4000-8000-00000000abcd",), SERVICE_UUID, Property.WRITE),
        BATTERY,
    ),
    rates_hz=RATES_HZ,
    usual_hz=100.0,
    ranges_g=(8.0,),
    sensors=("acc", "gyro"),
    numbers_samples=False,
    price="free",
    wear="nowhere",
    decoder=AcmeDecoder,
    encoder=AcmeEncoder,
    peripheral=AcmePeripheral,
    startup=startup,
    stop=(Write("control", b"\0", response=True),),
    least_payload=FRAME_BYTES,
)
