"""WitMotion's Bluetooth 5 sensors (WT901BLE67, WT901BLE68, BWT901BLECL5.0, WT9011DCL-BT50).

Data frame, little-endian; no checksum, no counter, no time stamp:

    offset  type  field             scale              unit
    0       u8    0x55
    1       u8    0x61
    2,4,6   i16   acc x, y, z       16 / 32768         g      (2048 a g; the range is fixed)
    8,10,12 i16   gyro x, y, z      2000 / 32768       deg/s
    14,16,18 i16  roll, pitch, yaw  180 / 32768        deg    (not used: the orientation is ours to find)
    20..27        only WT901SDCL-BT50: year, month, day, hour, minute, second u8, millisecond u16 (not used)

Register reply, 20 bytes: 0x55, 0x71, register u16, then i16 values from offset 4. Several frames share a
notification above 50 Hz, and a frame may straddle two. True rates lie 0.6 to 0.8 % below the nominal.
Sources and quirks: firmware_notes/witmotion.md.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sensorcoach.devices.byte_stream import ByteStream
from sensorcoach.devices.device import (
    Ask,
    Characteristic,
    Decoder,
    Device,
    Outgoing,
    Peripheral,
    Property,
    Startup,
    Write,
)
from sensorcoach.devices.witmotion_frames import DATA_HEADER, FRAME_BYTES, REPLY_HEADER, FrameFinder, Layout
from sensorcoach.errors import UsageError
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, Samples, frozen
from sensorcoach.units import RAD_PER_DEG, STANDARD_GRAVITY_MPS2

ACC_MPS2_PER_LSB = 16.0 / 32768.0 * STANDARD_GRAVITY_MPS2
GYRO_RADPS_PER_LSB = 2000.0 / 32768.0 * RAD_PER_DEG
ANGLE_RAD_PER_LSB = 180.0 / 32768.0 * RAD_PER_DEG

RATE_CODES = {20.0: 0x07, 50.0: 0x08, 100.0: 0x09, 200.0: 0x0B}
"""Output rate in hertz to the value of register 0x03; 0x0A also gives 100 Hz, whatever the manual says."""

RATE_REGISTER, BATTERY_REGISTER = 0x03, 0x64
_BATTERY_STEPS = (
    (3.96, 100), (3.93, 90), (3.87, 75), (3.82, 60), (3.79, 50), (3.77, 40),
    (3.73, 30), (3.70, 20), (3.68, 15), (3.50, 10), (3.40, 5),
)  # fmt: skip
"""Volts and the percentage from there up, as the maker's own application shows it."""

Int16Array = npt.NDArray[np.int16]


class WitMotionDecoder(Decoder):
    """Frames of 20 or 28 bytes out of notifications cut anywhere; waits for the third header before it believes."""

    def __init__(self, rate_hz: float | None = None) -> None:
        del rate_hz  # nothing on this wire depends on it
        self._skipped_bytes = 0
        self.battery_v: float | None = None
        """Battery voltage by the last register reply that told it."""
        self._stream = ByteStream()
        self._finder = FrameFinder()

    @property
    def skipped_bytes(self) -> int:
        """Bytes that belonged to no frame."""
        return self._skipped_bytes

    @property
    def battery_percent(self) -> int | None:
        return None if self.battery_v is None else battery_percent(self.battery_v)

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """All samples completed by these packets, in order; the same however they are grouped."""
        self._stream.append([packet for packet in packets if packet.role == "stream"])
        layout = self._finder.find(self._stream.data)
        self._skipped_bytes += layout.skipped_bytes
        for reply in layout.replies:
            self.battery_v = battery_v(reply) or self.battery_v
        frames = self._decode(layout)
        self._stream.discard(layout.used_bytes)
        return frames

    def _decode(self, layout: Layout) -> Frames:
        data = self._stream.data
        rows = [np.empty((0, FRAME_BYTES), dtype=np.uint8)]
        ends = [np.empty(0, dtype=np.int64)]
        for run in layout.runs:
            block = np.frombuffer(data, dtype=np.uint8, count=run.count * run.frame_bytes, offset=run.start)
            rows.append(block.reshape(run.count, run.frame_bytes)[:, :FRAME_BYTES])
            ends.append(run.start + run.frame_bytes * np.arange(1, run.count + 1, dtype=np.int64))
        raw = np.concatenate(rows).view("<i2").astype(np.float64)
        arrival_s = self._stream.arrivals_s(np.concatenate(ends))
        acc_mps2 = raw[:, 1:4] * ACC_MPS2_PER_LSB
        gyro_radps = raw[:, 4:7] * GYRO_RADPS_PER_LSB
        for array in (arrival_s, acc_mps2, gyro_radps):
            frozen(array)
        return Frames(arrival_s, acc_mps2, gyro_radps)


class WitMotionEncoder:
    """The fake sensor: as many frames to a notification as the real one puts in at that rate."""

    def __init__(self, rate_hz: float) -> None:
        self.frames_per_packet = frames_per_packet(rate_hz)
        self._waiting: list[bytes] = []
        """Frames that do not fill a notification yet."""

    def feed(self, samples: Samples) -> list[bytes]:
        """The notifications completed by these samples; what is out of range sticks at the end of the scale."""
        self._waiting.extend(_frames_of(samples))
        whole = len(self._waiting) // self.frames_per_packet * self.frames_per_packet
        starts = range(0, whole, self.frames_per_packet)
        packets = [b"".join(self._waiting[start : start + self.frames_per_packet]) for start in starts]
        del self._waiting[:whole]
        return packets


def frames_per_packet(rate_hz: float) -> int:
    """How many frames share a notification: 1 up to 50 Hz, 4 at 100 Hz (measured), 12 at 200 Hz (inferred)."""
    if rate_hz <= 50.0:
        return 1
    return 4 if rate_hz <= 100.0 else 12


def battery_v(reply: bytes) -> float | None:
    """Volts told by a register reply, or None if it is about something else or the sensor does not know."""
    if len(reply) < 6 or reply[:2] != REPLY_HEADER or int.from_bytes(reply[2:4], "little") != BATTERY_REGISTER:
        return None
    centivolts = int.from_bytes(reply[4:6], "little", signed=True)
    return centivolts / 100.0 if centivolts > 0 else None


def battery_percent(volts: float) -> int:
    """Charge that the maker's own application shows for a voltage."""
    return next((percent for floor_v, percent in _BATTERY_STEPS if volts >= floor_v - 1e-9), 0)


def startup(rate_hz: float) -> Startup:
    """Full bandwidth and the rate, until power-off (nothing is saved); asks for what it then is, and for the battery.

    Raises UsageError for a rate the sensor does not have.
    """
    if rate_hz not in RATE_CODES:
        rates = ", ".join(f"{rate:g}" for rate in RATE_CODES)
        raise UsageError("unknown_rate", f"A WitMotion sensor cannot send at {rate_hz:g} Hz.", f"Choose from {rates}.")
    yield Write("command", bytes.fromhex("FFAA6988B5"))  # unlock, for about ten seconds
    yield Write("command", bytes.fromhex("FFAA1F0000"))  # bandwidth 256 Hz
    yield Write("command", bytes((0xFF, 0xAA, RATE_REGISTER, RATE_CODES[rate_hz], 0x00)))
    answer = yield _read_register(RATE_REGISTER)
    yield _read_register(BATTERY_REGISTER)
    return _told_rate_hz(answer) or rate_hz


def _read_register(register: int) -> Ask:
    reply = REPLY_HEADER + bytes((register, 0))
    return Ask(Write("command", bytes((0xFF, 0xAA, 0x27, register, 0x00))), "stream", reply)


def _told_rate_hz(reply: bytes | None) -> float | None:
    """The rate that a reply to the rate register tells; 0x0A is 100 Hz too."""
    codes = {code: rate_hz for rate_hz, code in RATE_CODES.items()} | {0x0A: 100.0}
    return codes.get(reply[4]) if reply is not None and len(reply) > 4 else None


def _frames_of(samples: Samples) -> list[bytes]:
    gyro_radps = np.zeros_like(samples.acc_mps2) if samples.gyro_radps is None else samples.gyro_radps
    down = samples.acc_mps2
    roll_rad = np.arctan2(down[:, 1], down[:, 2])
    pitch_rad = np.arctan2(-down[:, 0], np.hypot(down[:, 1], down[:, 2]))
    angles_rad = np.column_stack([roll_rad, pitch_rad, np.zeros(len(samples))])
    raw = np.concatenate(
        [
            _int16(down / ACC_MPS2_PER_LSB),
            _int16(gyro_radps / GYRO_RADPS_PER_LSB),
            _int16(angles_rad / ANGLE_RAD_PER_LSB),
        ],
        axis=1,
    )
    return [DATA_HEADER + row.tobytes() for row in raw]


def _int16(values: npt.NDArray[np.float64]) -> Int16Array:
    return np.clip(np.rint(values), -32768, 32767).astype("<i2")


class WitMotionPeripheral(Peripheral):
    """The sensor: streams whenever it is subscribed to; registers can be read, and written once unlocked."""

    def __init__(self, rate_hz: float, has_gyro: bool = True) -> None:  # noqa: FBT001, FBT002 - one signature for all
        del has_gyro  # it always sends one
        self._factory_code = RATE_CODES[rate_hz]
        self._registers = {RATE_REGISTER: self._factory_code, BATTERY_REGISTER: 397}
        self._unlocked = False
        self._is_subscribed = False
        self._encoder = WitMotionEncoder(rate_hz)

    @property
    def streaming_hz(self) -> float | None:
        code = self._registers[RATE_REGISTER]
        return next(rate_hz for rate_hz, known in RATE_CODES.items() if known == code) if self._is_subscribed else None

    def subscribed(self, role: str) -> list[Outgoing]:
        self._is_subscribed = self._is_subscribed or role == "stream"
        return []

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Five bytes `FF AA register low high`; what is no command is ignored without a word, as the sensor does."""
        if role != "command" or len(payload) != 5 or payload[:2] != b"\xff\xaa":
            return []
        register, low, high = payload[2], payload[3], payload[4]
        if register == 0x27:
            return [Outgoing("stream", _reply(low, self._registers.get(low, 0)))]
        if register == 0x69:
            self._unlocked = (low, high) == (0x88, 0xB5)
        elif self._unlocked and (register != RATE_REGISTER or low in RATE_CODES.values()):
            self._registers[register] = low | high << 8
            if register == RATE_REGISTER:
                self._encoder = WitMotionEncoder(self.streaming_hz or 100.0)
        return []

    def feed(self, samples: Samples) -> list[Outgoing]:
        return [Outgoing("stream", payload) for payload in self._encoder.feed(samples)]

    def disconnected(self) -> None:
        """Settings stay until power-off; the lock closes."""
        self._is_subscribed = self._unlocked = False
        self._encoder = WitMotionEncoder(100.0)

    def rebooted(self) -> None:
        self._registers[RATE_REGISTER] = self._factory_code
        self.disconnected()

    def battery(self, percent: int) -> list[Outgoing]:
        """Told only when it is asked for."""
        volts = next((floor_v for floor_v, known in _BATTERY_STEPS if percent >= known), 3.3)
        self._registers[BATTERY_REGISTER] = round(volts * 100)
        return []


def _reply(register: int, value: int) -> bytes:
    head = REPLY_HEADER + register.to_bytes(2, "little") + value.to_bytes(2, "little")
    return head.ljust(FRAME_BYTES, b"\0")


SERVICE_UUID = "0000ffe5-0000-1000-8000-00805f9a34fb"
"""The base ends in 9a34fb, not in the usual 9b34fb."""

DEVICE = Device(
    id="witmotion",
    name="WitMotion WT901 (Bluetooth 5)",
    advertised_names=("WT",),
    advertised_services=(SERVICE_UUID,),
    refused_names=("WTVB",),
    characteristics=(
        Characteristic("stream", ("0000ffe4-0000-1000-8000-00805f9a34fb",), SERVICE_UUID, Property.NOTIFY),
        Characteristic(
            "command",
            ("0000ffe9-0000-1000-8000-00805f9a34fb",),
            SERVICE_UUID,
            Property.WRITE | Property.WRITE_FAST,
        ),
    ),
    rates_hz=tuple(RATE_CODES),
    usual_hz=100.0,
    ranges_g=(16.0,),
    sensors=("acc", "gyro"),
    numbers_samples=False,
    price="16 to 45 dollars",
    wear="in its clip at the waistband, or on a strap round the thigh",
    decoder=WitMotionDecoder,
    encoder=WitMotionEncoder,
    peripheral=WitMotionPeripheral,
    startup=startup,
)
