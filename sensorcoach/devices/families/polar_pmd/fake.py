"""A fake Polar sensor (PMD): samples in, notifications out, and its control point. Wire table: `frames.py`."""

from dataclasses import dataclass

import numpy as np

from sensorcoach.devices.device import Outgoing, Peripheral, RefusedError
from sensorcoach.devices.families.polar_pmd.frames import encode_compressed_frame, encode_raw_frame
from sensorcoach.devices.families.polar_pmd.start_up import (
    ACC,
    ACC_FEATURE,
    ALREADY,
    CHANNELS,
    FACTOR,
    FEATURES,
    GET_SETTINGS,
    LEAST_PAYLOAD,
    OK,
    RANGE,
    RATE,
    RESOLUTION,
    START,
    STOP,
    STOPPED,
    Settings,
    decode_settings,
    encode_response,
    encode_settings,
)
from sensorcoach.devices.wire.batches import Batch, Batches
from sensorcoach.samples import Samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2

RESET_NS = 599_616_000 * 10**9
"""2019-01-01, the start of the calendar of an H10 after its battery was out."""

_INVALID_OPERATION, _INVALID_TYPE, _INVALID_PARAMETER, _INVALID_MTU = 1, 2, 5, 10
_INVALID_RATE, _INVALID_RANGE, _IN_CHARGER = 8, 9, 13
_COUNTS = 32767


@dataclass(frozen=True, slots=True)
class PolarModel:
    """A Polar model: allowed settings, samples in a frame, and whether it compresses."""

    rates_hz: tuple[float, ...]
    ranges_g: tuple[float, ...]
    samples_per_frame: int
    is_compressed: bool
    has_channels: bool

    @property
    def settings(self) -> dict[int, tuple[float, ...]]:
        allowed = {RATE: self.rates_hz, RESOLUTION: (16.0,), RANGE: self.ranges_g}
        return allowed | ({CHANNELS: (3.0,)} if self.has_channels else {})


class PolarPmdEncoder:
    """Raw or compressed frames, stamped with the time of their last sample.

    `factor`: g for each unit of a compressed sample; None: samples are mg, without a factor.
    """

    def __init__(self, rate_hz: float, model: PolarModel, range_g: float = 8.0, factor: float | None = None) -> None:
        self._model = model
        self._limit_mps2 = range_g * STANDARD_GRAVITY_MPS2
        self._factor = factor
        self._batches = Batches(rate_hz, model.samples_per_frame)

    def feed(self, samples: Samples) -> list[bytes]:
        """Return the notifications that these samples complete; values out of range saturate."""
        return [self._encode_frame(batch) for batch in self._batches.feed(samples)]

    def _encode_frame(self, batch: Batch) -> bytes:
        time_ns = RESET_NS + round(batch.last_s * 1e9)
        acc_g = np.clip(batch.acc_mps2, -self._limit_mps2, self._limit_mps2) / STANDARD_GRAVITY_MPS2
        scale, kind = (1000.0, 0x81) if self._factor is None else (1.0 / self._factor, 0x80)
        values = np.clip(np.rint(acc_g * scale), -_COUNTS, _COUNTS).astype(np.int64)
        if self._model.is_compressed:
            return encode_compressed_frame(time_ns, values, kind)
        return encode_raw_frame(time_ns, values.astype(np.float64))


class PolarPmdPeripheral(Peripheral):
    """The fake sensor: measures from start to stop, with or without a connection."""

    def __init__(self, model: PolarModel, rate_hz: float) -> None:
        self.is_in_charger = False
        """Whether it is in its charger, where it answers but does not measure."""
        self._model = model
        self._rate_hz = rate_hz
        self._is_started = False
        self._subscribed: set[str] = set()
        self._encoder = PolarPmdEncoder(rate_hz, model)

    @property
    def streaming_hz(self) -> float | None:
        return self._rate_hz if self._is_started and "stream" in self._subscribed else None

    @property
    def has_gyro(self) -> bool:
        return False

    def subscribed(self, role: str) -> list[Outgoing]:
        self._subscribed.add(role)
        return []

    def read(self, role: str) -> bytes:
        if role == "control":
            return bytes((FEATURES, ACC_FEATURE)).ljust(17, b"\0")
        return super().read(role)

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Take an operation of the control point, answered by an indication. Refuse clients without a subscription."""
        if role != "control" or len(payload) < 2:
            raise RefusedError(0x0D)
        if "control" not in self._subscribed:
            raise RefusedError(0xFD)
        operation = payload[0]
        status, settings = self._operate(operation, payload)
        return [Outgoing("control", encode_response(operation, status, settings))]

    def _operate(self, operation: int, payload: bytes) -> tuple[int, bytes]:
        """Carry out an operation; returns status and settings of the answer."""
        if operation not in {GET_SETTINGS, START, STOP}:
            return _INVALID_OPERATION, b""
        if payload[1] != ACC:
            return _INVALID_TYPE, b""
        if operation == GET_SETTINGS:
            return OK, encode_settings(self._model.settings)
        if operation == STOP:
            self._is_started = False
            return OK, b""
        return self._start(payload[2:])

    def _start(self, row: bytes) -> tuple[int, bytes]:
        wanted = decode_settings(row) or {}
        status = self._check_settings(wanted)
        if status != OK:
            return status, b""
        self._rate_hz, range_g = wanted[RATE][0], wanted[RANGE][0]
        factor = range_g / 32768.0 if self._model.is_compressed else None
        self._encoder = PolarPmdEncoder(self._rate_hz, self._model, range_g, factor)
        self._is_started = True
        return OK, b"" if factor is None else encode_settings({FACTOR: (factor,)})

    def _check_settings(self, wanted: Settings) -> int:
        """Return the status that refuses these settings, or OK."""
        checks = (
            (ALREADY, self._is_started),
            (_IN_CHARGER, self.is_in_charger),
            (_INVALID_MTU, self.max_payload < LEAST_PAYLOAD),
            (_INVALID_PARAMETER, any(len(values) != 1 for values in wanted.values()) or RESOLUTION not in wanted),
            (_INVALID_RATE, wanted.get(RATE, (0.0,))[0] not in self._model.rates_hz),
            (_INVALID_RANGE, wanted.get(RANGE, (0.0,))[0] not in self._model.ranges_g),
        )
        return next((status for status, is_wrong in checks if is_wrong), OK)

    def feed(self, samples: Samples) -> list[Outgoing]:
        if self.streaming_hz is None:
            return []
        return [Outgoing("stream", payload) for payload in self._encoder.feed(samples)]

    def stop_by_itself(self) -> list[Outgoing]:
        """Stop measuring without a request; returns the indication of it."""
        self._is_started = False
        return [Outgoing("control", bytes((STOPPED, ACC)))]

    def disconnected(self) -> None:
        """Drop subscriptions; it continues to measure until it is stopped or empty."""
        self._subscribed.clear()

    def rebooted(self) -> None:
        self._is_started = False
        self._subscribed.clear()
