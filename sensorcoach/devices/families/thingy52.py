"""Nordic Thingy:52, with its factory firmware.

Stream (raw characteristic 0406), 18 bytes, little-endian, one sample a notification; no time stamp, no counter:

    offset    type    field            scale      unit
    0,2,4     i16     acc x, y, z      1 / 1024   g       (its sign is inverted: at rest it points down)
    6,8,10    i16     gyro x, y, z     1 / 32     deg/s
    12,14,16  i16     compass x, y, z  1 / 16     uT      (not used)

Configuration (0401), 9 bytes, read and written whole:

    0         u16     pedometer interval               ms      100 to 5000
    2         u16     temperature compensation         ms      100 to 5000
    4         u16     compass compensation             ms      100 to 5000
    6         u16     motion rate                      Hz      1 to 200
    8         u8      wake on motion                           0, 1

The firmware stores a written configuration in flash. So it is written only where the rate differs, only the rate is
changed, and it is put back at the end of the session. Sources and quirks: firmware_notes/thingy52.md.
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
    PutBack,
    Read,
    RefusedError,
    Startup,
    Write,
    require_rate,
    update_battery,
)
from sensorcoach.devices.wire.decoder_base import DecoderBase
from sensorcoach.devices.wire.int16 import encode_int16
from sensorcoach.errors import SensorError
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, Samples
from sensorcoach.units import RAD_PER_DEG, STANDARD_GRAVITY_MPS2

FRAME_BYTES, CONFIG_BYTES = 18, 9
ACC_MPS2_PER_LSB = -STANDARD_GRAVITY_MPS2 / 1024.0
"""Negative: the firmware inverts the accelerometer, so that an axis that points down shows plus 1 g."""

GYRO_RADPS_PER_LSB = RAD_PER_DEG / 32.0
RATES_HZ = (25.0, 50.0, 100.0, 200.0)
"""The useful rates of the motion chip, which divides 200 Hz by whole numbers."""


class ThingyDecoder(DecoderBase):
    """One sample a notification."""

    def __init__(self, rate_hz: float | None = None) -> None:
        del rate_hz  # nothing on this wire depends on it
        super().__init__()

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return all samples in these packets, in order; the grouping of packets does not matter."""
        good: list[Packet] = []
        for packet in packets:
            if packet.role == "stream" and len(packet.payload) == FRAME_BYTES:
                good.append(packet)
            else:
                self._read_other(packet)
        raw = np.frombuffer(b"".join([packet.payload for packet in good]), dtype="<i2").reshape(-1, 9)
        arrival_s = np.array([packet.arrival_s for packet in good], dtype=np.float64)
        acc_mps2 = raw[:, :3] * ACC_MPS2_PER_LSB
        gyro_radps = raw[:, 3:6] * GYRO_RADPS_PER_LSB
        return Frames(arrival_s, acc_mps2, gyro_radps)

    def _read_other(self, packet: Packet) -> None:
        """Read the battery level; the start-up reads the configuration."""
        if packet.role == "battery":
            self._battery_percent = update_battery(packet.payload, self._battery_percent)
        elif packet.role == "stream":
            self._skipped_bytes += len(packet.payload)


class ThingyEncoder:
    """One notification for each sample; the compass is 0."""

    def __init__(self, rate_hz: float) -> None:
        del rate_hz  # nothing on this wire depends on it

    def feed(self, samples: Samples) -> list[bytes]:
        """Return the notifications of these samples; values out of range saturate."""
        gyro_radps = np.zeros_like(samples.acc_mps2) if samples.gyro_radps is None else samples.gyro_radps
        columns = (samples.acc_mps2 / ACC_MPS2_PER_LSB, gyro_radps / GYRO_RADPS_PER_LSB, np.zeros_like(gyro_radps))
        raw = encode_int16(np.concatenate(columns, axis=1))
        return [row.tobytes() for row in raw]


def set_motion_rate(config: bytes, rate_hz: float) -> bytes:
    """Return the configuration with another motion rate."""
    return config[:6] + round(rate_hz).to_bytes(2, "little") + config[8:]


def read_motion_rate_hz(config: bytes) -> float:
    """Return the motion rate of a configuration."""
    return float(int.from_bytes(config[6:8], "little"))


def startup(rate_hz: float) -> Startup:
    """Set the motion rate where it differs, keep the rest of the configuration, and read it again.

    Raises UsageError for a rate that is not offered, SensorError where the sensor does not report its configuration.
    """
    require_rate("A Thingy:52", RATES_HZ, rate_hz)
    config = yield Read("config")
    if config is None or len(config) != CONFIG_BYTES:
        raise SensorError(
            "no_answer",
            "This Thingy does not report its motion settings, so the rate cannot be set without losing the others.",
            "Install Nordic's firmware on it, switch it off and on, and try again.",
        )
    if read_motion_rate_hz(config) == rate_hz:
        return rate_hz
    yield PutBack(Write("config", config, response=True))
    yield Write("config", set_motion_rate(config, rate_hz), response=True)
    answer = yield Read("config")
    return read_motion_rate_hz(answer) if answer and len(answer) == CONFIG_BYTES else rate_hz


class ThingyPeripheral(Peripheral):
    """The fake sensor: streams while the raw characteristic is subscribed to, at the rate of its configuration."""

    FACTORY_CONFIG = bytes.fromhex("E803 F401 F401 0A00 01")
    """10 Hz, the factory setting."""

    def __init__(self, rate_hz: float, has_gyro: bool = True) -> None:  # noqa: FBT001, FBT002 - one signature for all
        del rate_hz, has_gyro  # it starts with the configuration in its flash, and always sends a gyroscope
        self._config = self.FACTORY_CONFIG
        self._is_subscribed = False
        self._encoder = ThingyEncoder(read_motion_rate_hz(self._config))

    @property
    def streaming_hz(self) -> float | None:
        return read_motion_rate_hz(self._config) if self._is_subscribed else None

    def subscribed(self, role: str) -> list[Outgoing]:
        self._is_subscribed = self._is_subscribed or role == "stream"
        return []

    def read(self, role: str) -> bytes:
        return self._config if role == "config" else super().read(role)

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Take a whole configuration with valid fields; refuse others (0x13, value not allowed)."""
        bounds = ((100, 5000), (100, 5000), (100, 5000), (1, 200))
        fields = [int.from_bytes(payload[k : k + 2], "little") for k in range(0, 8, 2)]
        is_valid = len(payload) == CONFIG_BYTES and payload[8:] in {b"\0", b"\1"}
        if role != "config" or not is_valid or not all(a <= x <= b for x, (a, b) in zip(fields, bounds, strict=True)):
            raise RefusedError(0x13)
        self._config = payload
        return []

    def feed(self, samples: Samples) -> list[Outgoing]:
        return [Outgoing("stream", payload) for payload in self._encoder.feed(samples)]

    def disconnected(self) -> None:
        """Stop the stream; the configuration stays in flash."""
        self._is_subscribed = False

    def rebooted(self) -> None:
        self.disconnected()


ADVERTISED_SERVICE_UUID = "ef680100-9b35-4933-9b10-52ffa9740042"
MOTION_SERVICE_UUID = "ef680400-9b35-4933-9b10-52ffa9740042"

DEVICE = Device(
    id="thingy52",
    name="Nordic Thingy:52",
    advertised_names=("Thingy",),
    advertised_services=(ADVERTISED_SERVICE_UUID,),
    characteristics=(
        Characteristic("stream", ("ef680406-9b35-4933-9b10-52ffa9740042",), MOTION_SERVICE_UUID, Property.NOTIFY),
        Characteristic(
            "config", ("ef680401-9b35-4933-9b10-52ffa9740042",), MOTION_SERVICE_UUID, Property.READ | Property.WRITE
        ),
        BATTERY,
    ),
    rates_hz=RATES_HZ,
    usual_hz=100.0,
    ranges_g=(2.0,),
    sensors=("acc", "gyro"),
    numbers_samples=False,
    price="about 45 dollars",
    wear="bulky: under a wide belt or a strap, flat side to the body",
    decoder=ThingyDecoder,
    encoder=ThingyEncoder,
    peripheral=ThingyPeripheral,
    startup=startup,
    least_payload=FRAME_BYTES,
)
