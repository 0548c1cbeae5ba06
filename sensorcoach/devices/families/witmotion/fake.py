"""A fake WitMotion sensor: samples in, notifications out. Wire table: `device.py`."""

import numpy as np

from sensorcoach.devices.device import Outgoing, Peripheral
from sensorcoach.devices.families.witmotion.frames import (
    ACC_MPS2_PER_LSB,
    ANGLE_RAD_PER_LSB,
    DATA_HEADER,
    GYRO_RADPS_PER_LSB,
)
from sensorcoach.devices.families.witmotion.registers import (
    ASK_REGISTER,
    BATTERY_REGISTER,
    LOCK_REGISTER,
    OUTPUT_REGISTER,
    RATE_CODES,
    RATE_REGISTER,
    UNLOCKING,
    choose_battery_v,
    encode_reply,
)
from sensorcoach.devices.wire.int16 import encode_int16
from sensorcoach.samples import Samples


class WitMotionEncoder:
    """As many frames in a notification as the real sensor sends at that rate."""

    def __init__(self, rate_hz: float) -> None:
        self.frames_per_packet = count_frames_per_packet(rate_hz)
        self._waiting: list[bytes] = []
        """Frames of the incomplete notification."""

    def feed(self, samples: Samples) -> list[bytes]:
        """Return the notifications that these samples complete; values out of range saturate."""
        self._waiting.extend(_encode_frames(samples))
        whole = len(self._waiting) // self.frames_per_packet * self.frames_per_packet
        starts = range(0, whole, self.frames_per_packet)
        packets = [b"".join(self._waiting[start : start + self.frames_per_packet]) for start in starts]
        del self._waiting[:whole]
        return packets


def count_frames_per_packet(rate_hz: float) -> int:
    """Return the number of frames in a notification: 1 up to 50 Hz, 4 at 100 Hz (measured), 12 at 200 Hz (inferred)."""
    if rate_hz <= 50.0:
        return 1
    return 4 if rate_hz <= 100.0 else 12


def _encode_frames(samples: Samples) -> list[bytes]:
    gyro_radps = np.zeros_like(samples.acc_mps2) if samples.gyro_radps is None else samples.gyro_radps
    down = samples.acc_mps2
    roll_rad = np.arctan2(down[:, 1], down[:, 2])
    pitch_rad = np.arctan2(-down[:, 0], np.hypot(down[:, 1], down[:, 2]))
    angles_rad = np.column_stack([roll_rad, pitch_rad, np.zeros(len(samples))])
    raw = np.concatenate(
        [
            encode_int16(down / ACC_MPS2_PER_LSB),
            encode_int16(gyro_radps / GYRO_RADPS_PER_LSB),
            encode_int16(angles_rad / ANGLE_RAD_PER_LSB),
        ],
        axis=1,
    )
    return [DATA_HEADER + row.tobytes() for row in raw]


class WitMotionPeripheral(Peripheral):
    """The fake sensor: streams while subscribed to; registers can be read, and written once unlocked."""

    def __init__(self, rate_hz: float, has_gyro: bool = True) -> None:  # noqa: FBT001, FBT002 - one signature for all
        del has_gyro  # it always sends one
        self._factory_code = RATE_CODES[rate_hz]
        self._registers = {RATE_REGISTER: self._factory_code, BATTERY_REGISTER: 397, OUTPUT_REGISTER: 0}
        self._unlocked = False
        self._is_subscribed = False
        self._encoder = WitMotionEncoder(rate_hz)

    @property
    def _rate_hz(self) -> float:
        code = self._registers[RATE_REGISTER]
        return next(rate_hz for rate_hz, known in RATE_CODES.items() if known == code)

    @property
    def streaming_hz(self) -> float | None:
        return self._rate_hz if self._is_subscribed else None

    def subscribed(self, role: str) -> list[Outgoing]:
        self._is_subscribed = self._is_subscribed or role == "stream"
        return []

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Take five bytes `FF AA register low high`; ignore anything else silently, as the sensor does."""
        if role != "command" or len(payload) != 5 or payload[:2] != b"\xff\xaa":
            return []
        register, low, high = payload[2], payload[3], payload[4]
        if register == ASK_REGISTER:
            return [Outgoing("stream", encode_reply(low, self._registers.get(low, 0)))]
        if register == LOCK_REGISTER:
            self._unlocked = (low, high) == UNLOCKING
        elif self._unlocked and (register != RATE_REGISTER or low in RATE_CODES.values()):
            self._registers[register] = low | high << 8
            if register == RATE_REGISTER:
                self._encoder = WitMotionEncoder(self._rate_hz)
        return []

    def feed(self, samples: Samples) -> list[Outgoing]:
        return [Outgoing("stream", payload) for payload in self._encoder.feed(samples)]

    def disconnected(self) -> None:
        """Close the lock and drop an incomplete notification; settings stay until power-off."""
        self._is_subscribed = self._unlocked = False
        self._encoder = WitMotionEncoder(self._rate_hz)

    def rebooted(self) -> None:
        self._registers[RATE_REGISTER] = self._factory_code
        self.disconnected()

    def battery(self, percent: int) -> list[Outgoing]:
        """Set the charge; it is sent only on request."""
        self._registers[BATTERY_REGISTER] = round(choose_battery_v(percent) * 100)
        return []
