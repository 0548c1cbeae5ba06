"""A fake Movesense: samples in, notifications out. Wire table: `device.py`."""

import numpy as np

from sensorcoach.devices.device import Outgoing, Peripheral
from sensorcoach.devices.families.movesense.wire import (
    HELLO,
    IMU6_REF,
    RATES_HZ,
    RESULT,
    SUBSCRIBE,
    UNSUBSCRIBE,
    count_samples_per_packet,
    encode_message,
    encode_subscription,
    sample_bytes,
    split_notifications,
)
from sensorcoach.devices.wire.batches import Batches
from sensorcoach.samples import Samples
from sensorcoach.units import DEG_PER_RAD

OK, BAD_REQUEST, NOT_FOUND = 200, 400, 404


class MovesenseEncoder:
    """Messages with the milliseconds of the first sample and both arrays, split where a notification is too short."""

    def __init__(self, rate_hz: float, ref: int = IMU6_REF) -> None:
        self.max_payload = 244
        """Most bytes in a notification."""
        self._ref = ref
        self._batches = Batches(rate_hz, count_samples_per_packet(rate_hz))

    def feed(self, samples: Samples) -> list[bytes]:
        """Return the notifications that these samples complete."""
        sent: list[bytes] = []
        for batch in self._batches.feed(samples):
            arrays = [batch.acc_mps2]
            if self._ref == IMU6_REF:
                gyro_radps = np.zeros_like(batch.acc_mps2) if batch.gyro_radps is None else batch.gyro_radps
                arrays.append(gyro_radps * DEG_PER_RAD)
            message = encode_message(self._ref, int(batch.first_s * 1000.0), np.concatenate(arrays))
            sent += split_notifications(message, self.max_payload)
        return sent


class MovesensePeripheral(Peripheral):
    """The fake sensor: one subscription at a time, which ends with the connection."""

    def __init__(self, rate_hz: float, has_gyro: bool = True) -> None:  # noqa: FBT001, FBT002 - one signature for all
        del rate_hz, has_gyro  # a subscription sets both
        self.is_old = False
        """Whether its firmware is old: errors big-endian, and no answer to a successful subscription."""
        self.refusal: int | None = None
        """Status with which it refuses each subscription; None where it accepts."""
        self._rate_hz: float | None = None
        self._ref = IMU6_REF
        self._encoder = MovesenseEncoder(RATES_HZ[-1])

    @property
    def streaming_hz(self) -> float | None:
        return self._rate_hz

    @property
    def has_gyro(self) -> bool:
        return self._ref == IMU6_REF

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Take subscribe, unsubscribe and hello; each is answered with a result."""
        if role != "command" or len(payload) < 2 or not payload[1]:
            return []
        command, ref = payload[0], payload[1]
        if command == SUBSCRIBE:
            return self._subscribe(ref, payload)
        if command == UNSUBSCRIBE:
            self._rate_hz = None
            return self._result(ref, OK)
        if command == HELLO:
            return [Outgoing("stream", bytes((RESULT, ref)) + b"made-up\0")]
        return self._result(ref, BAD_REQUEST)

    def _subscribe(self, ref: int, payload: bytes) -> list[Outgoing]:
        known = {encode_subscription(rate_hz, ref): rate_hz for rate_hz in RATES_HZ if sample_bytes(ref)}
        if self.refusal or payload not in known:
            return self._result(ref, self.refusal or NOT_FOUND)
        self._rate_hz, self._ref = known[payload], ref
        self._encoder = MovesenseEncoder(self._rate_hz, ref)
        self._encoder.max_payload = self.max_payload
        return self._result(ref, OK)

    def _result(self, ref: int, status: int) -> list[Outgoing]:
        if self.is_old and status == OK:
            return []
        return [Outgoing("stream", bytes((RESULT, ref)) + status.to_bytes(2, "big" if self.is_old else "little"))]

    def feed(self, samples: Samples) -> list[Outgoing]:
        if self._rate_hz is None:
            return []
        return [Outgoing("stream", payload) for payload in self._encoder.feed(samples)]

    def disconnected(self) -> None:
        """End subscriptions; the clock continues."""
        self._rate_hz = None

    def rebooted(self) -> None:
        self._rate_hz = None
