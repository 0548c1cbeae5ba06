"""A made-up MetaMotion: samples in, notifications out. The table: `families/metamotion.py`."""

from sensorcoach.devices.device import Outgoing, Peripheral
from sensorcoach.devices.families.metamotion.wire import (
    ACCELEROMETER,
    BATTERY_TOLD,
    BMI270,
    CONFIG,
    CONFIG_TOLD,
    IDENTITY,
    INTERRUPT,
    PACKED_FROM_HZ,
    POWER,
    RANGE_USED_G,
    SAMPLES_PACKED,
    SINGLE,
    Chip,
    mps2_per_lsb,
    told_range_g,
    told_rate_hz,
)
from sensorcoach.devices.wire.int16 import encode_int16
from sensorcoach.samples import Samples

_FULL_V, _EMPTY_V = 4.15, 3.1


class MetaMotionEncoder:
    """Frames as the chip sends them: one sample each, or three from 100 Hz on."""

    def __init__(self, rate_hz: float, chip: Chip = BMI270, range_g: float = RANGE_USED_G) -> None:
        self.is_packed = rate_hz >= PACKED_FROM_HZ
        """Whether three samples share a frame."""
        self._packed_register = chip.packed_register
        self._mps2_per_lsb = mps2_per_lsb(range_g)
        self._waiting: list[bytes] = []
        """Samples that do not fill a frame yet."""

    def feed(self, samples: Samples) -> list[bytes]:
        """The notifications completed by these samples; what is out of range sticks at the end of the scale."""
        raw = encode_int16(samples.acc_mps2 / self._mps2_per_lsb)
        self._waiting.extend(row.tobytes() for row in raw)
        size, register = (SAMPLES_PACKED, self._packed_register) if self.is_packed else (1, SINGLE)
        whole = len(self._waiting) // size * size
        head = bytes((ACCELEROMETER, register))
        packets = [head + b"".join(self._waiting[start : start + size]) for start in range(0, whole, size)]
        del self._waiting[:whole]
        return packets


class MetaMotionPeripheral(Peripheral):
    """The sensor: sends what was asked for as long as it has power, and keeps all that when a connection is lost."""

    def __init__(
        self,
        rate_hz: float,
        has_gyro: bool = False,  # noqa: FBT001, FBT002 - one signature for all
        chip: Chip = BMI270,
        revision: int = 1,
    ) -> None:
        del has_gyro  # only its accelerometer is asked for
        self._chip = chip
        self._revision = revision
        self._factory_config = chip.config(rate_hz, 4.0)
        self._is_subscribed = False
        self.rebooted()

    def rebooted(self) -> None:
        self._config = self._factory_config
        self._on: set[int] = set()
        """Registers of the accelerometer that are switched on."""
        self._is_subscribed = False
        self._renew_encoder()

    def _renew_encoder(self) -> None:
        range_g = told_range_g(self._config) or RANGE_USED_G
        self._encoder = MetaMotionEncoder(told_rate_hz(self._config), self._chip, range_g)
        self._encoder.is_packed = self._chip.packed_register in self._on

    @property
    def streaming_hz(self) -> float | None:
        frames = self._on & {SINGLE, self._chip.packed_register}
        is_sending = self._is_subscribed and frames and {POWER, INTERRUPT} <= self._on
        return told_rate_hz(self._config) if is_sending else None

    @property
    def has_gyro(self) -> bool:
        return False

    def subscribed(self, role: str) -> list[Outgoing]:
        self._is_subscribed = self._is_subscribed or role == "stream"
        return []

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """A command, or a question; what is neither is ignored without a word."""
        if role != "command":
            return []
        told = self._told(payload)
        if told is not None:
            return [Outgoing("stream", payload + told)]
        if len(payload) >= 3 and payload[0] == ACCELEROMETER:
            self._set(payload[1], payload[2:])
            self._renew_encoder()
        return []

    def _told(self, question: bytes) -> bytes | None:
        match question:
            case _ if question == IDENTITY:
                return bytes((self._chip.code, self._revision))
            case _ if question == CONFIG_TOLD:
                return self._config
            case _ if question == BATTERY_TOLD:
                volts = _EMPTY_V + (_FULL_V - _EMPTY_V) * self.percent / 100.0
                return bytes((self.percent,)) + round(volts * 1000.0).to_bytes(2, "little")
            case _:
                return None

    def _set(self, register: int, value: bytes) -> None:
        if register == CONFIG and len(value) == 2:
            self._config = value
        elif register == INTERRUPT and len(value) == 2:
            self._switch(register, on=value == b"\x01\x00")
        elif register in {POWER, SINGLE} or self._may_pack(register):
            self._switch(register, on=value == b"\x01")

    def _may_pack(self, register: int) -> bool:
        return register == self._chip.packed_register and self._revision >= self._chip.packed_from_revision

    def _switch(self, register: int, *, on: bool) -> None:
        self._on = self._on | {register} if on else self._on - {register}

    def feed(self, samples: Samples) -> list[Outgoing]:
        return [Outgoing("stream", payload) for payload in self._encoder.feed(samples)]

    def disconnected(self) -> None:
        """Nobody listens any more; what was set and started stays so."""
        self._is_subscribed = False

    def battery(self, percent: int) -> list[Outgoing]:
        """Told only when it is asked for."""
        self.percent = percent
        return []
