"""A fake MetaMotion: samples in, notifications out. Wire table: `device.py`."""

from sensorcoach.devices.device import Outgoing, Peripheral
from sensorcoach.devices.families.metamotion.wire import (
    ACCELEROMETER,
    ASK_BATTERY,
    ASK_CONFIG,
    BMI270,
    CONFIG,
    IDENTITY,
    INTERRUPT,
    PACKED_FROM_HZ,
    POWER,
    RANGE_USED_G,
    SAMPLES_PACKED,
    SINGLE,
    Chip,
    decode_range_g,
    decode_rate_hz,
    mps2_per_lsb,
)
from sensorcoach.devices.wire.int16 import encode_int16
from sensorcoach.samples import Samples

_FULL_V, _EMPTY_V = 4.15, 3.1


class MetaMotionEncoder:
    """Frames of the chip: one sample each, or three from 100 Hz on."""

    def __init__(self, rate_hz: float, chip: Chip = BMI270, range_g: float = RANGE_USED_G) -> None:
        self.is_packed = rate_hz >= PACKED_FROM_HZ
        """Whether three samples share a frame."""
        self._packed_register = chip.packed_register
        self._mps2_per_lsb = mps2_per_lsb(range_g)
        self._waiting: list[bytes] = []
        """Samples of the incomplete frame."""

    def feed(self, samples: Samples) -> list[bytes]:
        """Return the notifications that these samples complete; values out of range saturate."""
        raw = encode_int16(samples.acc_mps2 / self._mps2_per_lsb)
        self._waiting.extend(row.tobytes() for row in raw)
        size, register = (SAMPLES_PACKED, self._packed_register) if self.is_packed else (1, SINGLE)
        whole = len(self._waiting) // size * size
        head = bytes((ACCELEROMETER, register))
        packets = [head + b"".join(self._waiting[start : start + size]) for start in range(0, whole, size)]
        del self._waiting[:whole]
        return packets


class MetaMotionPeripheral(Peripheral):
    """The fake sensor: streams while it has power, and keeps its settings when a connection is lost."""

    def __init__(
        self,
        rate_hz: float,
        has_gyro: bool = False,  # noqa: FBT001, FBT002 - one signature for all
        chip: Chip = BMI270,
        revision: int = 1,
    ) -> None:
        del has_gyro  # only its accelerometer is used
        self._chip = chip
        self._revision = revision
        self._factory_config = chip.encode_config(rate_hz, 4.0)
        self._is_subscribed = False
        self.rebooted()

    def rebooted(self) -> None:
        self._config = self._factory_config
        self._on: set[int] = set()
        """Registers of the accelerometer that are switched on."""
        self._is_subscribed = False
        self._update_encoder()

    def _update_encoder(self) -> None:
        range_g = decode_range_g(self._config) or RANGE_USED_G
        self._encoder = MetaMotionEncoder(decode_rate_hz(self._config), self._chip, range_g)
        self._encoder.is_packed = self._chip.packed_register in self._on

    @property
    def streaming_hz(self) -> float | None:
        frames = self._on & {SINGLE, self._chip.packed_register}
        is_sending = self._is_subscribed and frames and {POWER, INTERRUPT} <= self._on
        return decode_rate_hz(self._config) if is_sending else None

    @property
    def has_gyro(self) -> bool:
        return False

    def subscribed(self, role: str) -> list[Outgoing]:
        self._is_subscribed = self._is_subscribed or role == "stream"
        return []

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Take a command or a request; ignore anything else silently."""
        if role != "command":
            return []
        answer = self._answer(payload)
        if answer is not None:
            return [Outgoing("stream", payload + answer)]
        if len(payload) >= 3 and payload[0] == ACCELEROMETER:
            self._set(payload[1], payload[2:])
            self._update_encoder()
        return []

    def _answer(self, question: bytes) -> bytes | None:
        match question:
            case _ if question == IDENTITY:
                return bytes((self._chip.code, self._revision))
            case _ if question == ASK_CONFIG:
                return self._config
            case _ if question == ASK_BATTERY:
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
        """Drop the subscription; settings and streams stay."""
        self._is_subscribed = False

    def battery(self, percent: int) -> list[Outgoing]:
        """Set the charge; it is sent only on request."""
        self.percent = percent
        return []
