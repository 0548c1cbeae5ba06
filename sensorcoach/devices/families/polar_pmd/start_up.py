"""The control point of Polar measurements (PMD): requests, answers, and the start-up.

Written: `01 02` asks for the settings of acceleration, `02 02 settings` start, `03 02` stop. Indicated:
`F0 operation type status more settings`; a packet that begins with `01` reports that the sensor has stopped by itself.
Read: `0F mask`, bit 2 = it has acceleration. Settings are a row of `kind u8, count u8, count values`:

    kind    values  field
    0       u16     rate                    Hz
    1       u16     resolution              bits
    2       u16     range                   g
    3       u32     range                   milliunits
    4       u8      channels
    5       f32     factor                  of the samples; in the start response only
"""

import math
import struct
from collections.abc import Iterable, Mapping

from sensorcoach.devices.device import BATTERY, Ask, Characteristic, Property, Read, Startup, Write, require_rate
from sensorcoach.errors import SensorError

GET_SETTINGS, START, STOP = 1, 2, 3
RESPONSE, FEATURES, STOPPED = 0xF0, 0x0F, 0x01
ACC = 2
ACC_FEATURE = 0x04
RATE, RESOLUTION, RANGE, CHANNELS, FACTOR = 0, 1, 2, 4, 5
_SIZES = {0: 2, 1: 2, 2: 2, 3: 4, 4: 1, 5: 4}
OK, ALREADY = 0, 6
_HEADER_BYTES = 5

_BASE = "-02e7-f387-1cad-8acd2d8df0c8"
SERVICE_UUID = f"fb005c80{_BASE}"
CHARACTERISTICS = (
    Characteristic("control", (f"fb005c81{_BASE}",), SERVICE_UUID, Property.READ | Property.WRITE | Property.INDICATE),
    Characteristic("stream", (f"fb005c82{_BASE}",), SERVICE_UUID, Property.NOTIFY),
    BATTERY,
)
STOP_WRITE = Write("control", bytes((STOP, ACC)), response=True)
LEAST_PAYLOAD = 226
"""Bytes of a raw frame: 36 samples of i16 and their header."""

_AGAIN = "Take it off and put it on again, and connect again."
_REFUSALS = {
    3: ("does not support this measurement", "Update its firmware in the maker's app."),
    8: ("does not have this rate", "Ask for another rate."),
    9: ("does not have this range", _AGAIN),
    10: (
        "needs longer notifications than this computer's Bluetooth allows (status: invalid MTU)",
        "Use another Bluetooth adapter, or pair the sensor in the system's settings first.",
    ),
    12: ("is not in a state to measure", _AGAIN),
    13: ("is in its charger", "Take it out of the charger, switch it on and put it on."),
    14: ("has a full memory", "Empty it with the maker's app."),
}

Settings = Mapping[int, tuple[float, ...]]


def decode_settings(row: bytes) -> Settings | None:
    """Return kinds and values of a row of settings; None if it is invalid."""
    found: dict[int, tuple[float, ...]] = {}
    place = 0
    while place + 1 < len(row):
        kind, count = row[place], row[place + 1]
        size = _SIZES.get(kind)
        values = row[place + 2 : place + 2 + (size or 0) * count]
        if size is None or len(values) < size * count:
            return None
        form = {1: "B", 2: "H", 4: "f" if kind == FACTOR else "I"}[size]
        found[kind] = struct.unpack(f"<{count}{form}", values)
        place += 2 + size * count
    return found if place == len(row) else None


def encode_settings(settings: Mapping[int, Iterable[float]]) -> bytes:
    """Return the row of these settings."""
    row = b""
    for kind, values in settings.items():
        form = {1: "B", 2: "H", 4: "f" if kind == FACTOR else "I"}[_SIZES[kind]]
        listed = [value if kind == FACTOR else int(value) for value in values]
        row += bytes((kind, len(listed))) + struct.pack(f"<{len(listed)}{form}", *listed)
    return row


def encode_response(operation: int, status: int = OK, settings: bytes = b"") -> bytes:
    """Return an indication of the control point."""
    return bytes((RESPONSE, operation, ACC, status, 0)) + settings


def encode_response_start(operation: int) -> bytes:
    """Return the first bytes of the answer to this operation, for any status."""
    return bytes((RESPONSE, operation, ACC))


def decode_factor(payload: bytes) -> float | None:
    """Return the factor in a start response, 1 if it has none; None if this is not a successful start response."""
    if payload[:3] != encode_response_start(START) or len(payload) < 4 or payload[3] != OK:
        return None
    (factor, *_) = (decode_settings(payload[_HEADER_BYTES:]) or {}).get(FACTOR) or (1.0,)
    return factor if math.isfinite(factor) and 0.0 < factor < 1000.0 else 1.0


def startup(name: str, rates_hz: tuple[float, ...], range_g: float, rate_hz: float) -> Startup:
    """Read the sensor's abilities, and start acceleration with the nearest allowed settings.

    Raises UsageError for a rate that the family does not offer, SensorError where the sensor refuses.
    """
    require_rate(f"A {name}", rates_hz, rate_hz)
    features = yield Read("control")
    if features and len(features) > 1 and features[0] == FEATURES and not features[1] & ACC_FEATURE:
        raise SensorError("no_acceleration", f"This {name} offers no acceleration.", _REFUSALS[3][1])
    answer = yield _ask(bytes((GET_SETTINGS, ACC)))
    allowed = decode_settings(_require_ok(name, answer)[_HEADER_BYTES:]) or {}
    wanted = {RATE: rate_hz, RESOLUTION: 16.0, RANGE: range_g, CHANNELS: 3.0}
    chosen = {kind: (choose_nearest(allowed[kind], value),) for kind, value in wanted.items() if allowed.get(kind)}
    chosen = {RATE: (rate_hz,), RESOLUTION: (16.0,), RANGE: (range_g,)} | chosen
    begun = bytes((START, ACC)) + encode_settings(chosen)
    answer = yield _ask(begun)
    if answer is not None and len(answer) > 3 and answer[3] == ALREADY:  # the previous program left it running
        yield _ask(bytes((STOP, ACC)))
        answer = yield _ask(begun)
    _require_ok(name, answer)
    return float(chosen[RATE][0])


def choose_nearest(allowed: tuple[float, ...], wanted: float) -> float:
    """Return the nearest allowed value, the greater of two."""
    return min(allowed, key=lambda value: (abs(value - wanted), -value))


def _ask(payload: bytes) -> Ask:
    return Ask(Write("control", payload, response=True), "control", encode_response_start(payload[0]), timeout_s=2.0)


def _require_ok(name: str, answer: bytes | None) -> bytes:
    """Return the answer if it is positive. Raises SensorError with the reason and the remedy."""
    if answer is None or len(answer) < 4:
        raise SensorError(
            "no_answer", f"The {name} does not answer.", "Close other apps that use it, and pair it on Windows."
        )
    status = answer[3]
    if status != OK:
        reason, remedy = _REFUSALS.get(status, (f"refuses to measure (status {status})", _AGAIN))
        raise SensorError("refused", f"The {name} {reason}.", remedy)
    return answer
