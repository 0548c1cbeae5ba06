"""A fake phone: samples in, pushes out, as Sensor Logger makes them with standardised units and frames."""

import json

import numpy as np

from sensorcoach.devices.device import Outgoing, Peripheral, RefusedError
from sensorcoach.devices.families.phone.body import PIECE_BYTES, encode_payloads
from sensorcoach.devices.families.phone.message import GRAVITY, GYRO, LINEAR
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2

PUSH_S = 0.1
"""Time between pushes: the shortest that the app offers, for a prompt count."""

START_UNIX_NS = 1_750_000_000_000_000_000
_GRAVITY_S = 0.3
"""Time constant with which the phone's gravity follows its accelerometer."""

_WRITE_NOT_PERMITTED = 0x03


class PhoneEncoder:
    """Pushes of PUSH_S each, with the identifiers `session` and `device`."""

    def __init__(self, rate_hz: float, session: str = "session-1", device: str = "phone-1") -> None:
        self._readings_per_push = max(1, round(PUSH_S * rate_hz))
        self._follow = min(1.0, 1.0 / (rate_hz * _GRAVITY_S))
        self._session, self._device = session, device
        self._number = 0
        """Number of the next push."""
        self._gravity: FloatArray | None = None
        """The phone's present estimate of gravity."""
        self._waiting: list[list[dict[str, object]]] = []
        """The readings of each sample of the incomplete push."""

    def feed(self, samples: Samples) -> list[bytes]:
        """Return the payloads that these samples complete; a push of this size is one packet."""
        return [payload for body in self.make_bodies(samples) for payload in encode_payloads(body)]

    def make_bodies(self, samples: Samples) -> list[bytes]:
        """Return the HTTP bodies of the pushes that these samples complete."""
        bodies: list[bytes] = []
        for k in range(len(samples)):
            self._waiting.append(self._make_readings(samples, k))
            if len(self._waiting) == self._readings_per_push:
                bodies.append(self.make_body([reading for one in self._waiting for reading in one]))
                self._waiting = []
        return bodies

    def make_body(self, readings: list[dict[str, object]]) -> bytes:
        """Return the body of the next push, with these readings."""
        head = {"messageId": self._number, "sessionId": self._session, "deviceId": self._device}
        self._number += 1
        return json.dumps({**head, "payload": readings}, separators=(",", ":")).encode()

    def _make_readings(self, samples: Samples, k: int) -> list[dict[str, object]]:
        time_ns = START_UNIX_NS + round(float(samples.time_s[k]) * 1e9)
        gravity_mps2 = self._update_gravity(samples.acc_mps2[k])
        parts = [(LINEAR, samples.acc_mps2[k] - gravity_mps2), (GRAVITY, gravity_mps2)]
        if samples.gyro_radps is not None:
            parts.append((GYRO, samples.gyro_radps[k]))
        return [make_reading(name, time_ns, xyz) for name, xyz in parts]

    def _update_gravity(self, acc_mps2: FloatArray) -> FloatArray:
        """Return smoothed gravity with a length of 1 g, as phones do."""
        before = acc_mps2 if self._gravity is None else self._gravity
        smooth = before + self._follow * (acc_mps2 - before)
        self._gravity = smooth * (STANDARD_GRAVITY_MPS2 / max(float(np.linalg.norm(smooth)), 1e-6))
        return self._gravity


def make_reading(name: str, time_ns: int, xyz: FloatArray) -> dict[str, object]:
    """Return one reading of a stream with three axes."""
    return {
        "name": name,
        "time": time_ns,
        "accuracy": 3,
        "values": dict(zip("xyz", (float(value) for value in xyz), strict=True)),
    }


class PhonePeripheral(Peripheral):
    """The fake phone: pushes while its app records. It cannot be written or read."""

    max_payload = PIECE_BYTES
    """Most bytes of a payload: no radio limits it."""

    def __init__(self, rate_hz: float, has_gyro: bool = True) -> None:  # noqa: FBT001, FBT002 - one signature for all
        self._rate_hz, self._has_gyro = rate_hz, has_gyro
        self._encoder = PhoneEncoder(rate_hz)
        self._sessions = 1
        """Number of times that its recording was started."""

    @property
    def streaming_hz(self) -> float | None:
        return self._rate_hz

    @property
    def has_gyro(self) -> bool:
        return self._has_gyro

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        del role, payload
        raise RefusedError(_WRITE_NOT_PERMITTED)

    def feed(self, samples: Samples) -> list[Outgoing]:
        gyro_radps = samples.gyro_radps if self._has_gyro else None
        payloads = self._encoder.feed(Samples(samples.time_s, samples.acc_mps2, gyro_radps))
        return [Outgoing("stream", payload) for payload in payloads]

    def rebooted(self) -> None:
        """Start the recording again: a new session, counted from 0."""
        self._sessions += 1
        self._encoder = PhoneEncoder(self._rate_hz, f"session-{self._sessions}")

    def battery(self, percent: int) -> list[Outgoing]:
        level: dict[str, object] = {"batteryLevel": percent / 100.0, "batteryState": "unplugged"}
        body = self._encoder.make_body([{"name": "battery", "time": START_UNIX_NS, "values": level}])
        return [Outgoing("stream", payload) for payload in encode_payloads(body)]
