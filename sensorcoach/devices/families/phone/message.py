"""One push of the Sensor Logger app, read defensively: JSON in, arrays out, None for invalid input.

    {"messageId": 17, "sessionId": "…", "deviceId": "…", "payload": [
        {"name": "accelerometer", "time": 1698501144401773000, "values": {"x": 0.1, "y": -0.2, "z": 0.05}}, …]}

`messageId` counts the pushes of a recording session from 0. `time` is UTC, nanoseconds. Names of interest, and units:

    accelerometer               m/s², without gravity
    gravity                     m/s²
    totalacceleration           m/s², including gravity (Android)
    accelerometeruncalibrated   m/s², including gravity; on iOS in g unless units are standardised
    gyroscope                   rad/s
    battery                     batteryLevel, 0 to 1
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard, cast

import numpy as np
import numpy.typing as npt

from sensorcoach.samples import FloatArray, IntArray

BoolArray = npt.NDArray[np.bool_]

LINEAR, GRAVITY, TOTAL, UNCALIBRATED, GYRO = (
    "accelerometer",
    "gravity",
    "totalacceleration",
    "accelerometeruncalibrated",
    "gyroscope",
)
Row = tuple[int, float, float, float]
"""Time in ns, x, y, z."""
STREAMS = (LINEAR, GRAVITY, TOTAL, UNCALIBRATED, GYRO)
_TIME_BOUNDS_NS = (10**18, 4 * 10**18)
"""Bounds of UTC nanoseconds: 2001 to 2096."""

_MOST = 1e4
"""Largest credible reading, in any unit."""

_NUMBERS = (int, float)
_MOST_ID_CHARACTERS = 200
_MOST_NUMBER = 2**53
_SPREAD_NS = 60 * 10**9
"""Half of the longest span of a push; a reading further from its middle has a wrong time."""


@dataclass(frozen=True, slots=True)
class Readings:
    """n readings of one stream in the order of their times: `time_ns` (n,), `xyz` (n, 3), `arrival_s` (n,)."""

    time_ns: IntArray
    xyz: FloatArray
    arrival_s: FloatArray

    def __len__(self) -> int:
        return len(self.time_ns)

    def select(self, which: slice | IntArray | BoolArray) -> "Readings":
        """Return the readings at these positions."""
        return Readings(self.time_ns[which], self.xyz[which], self.arrival_s[which])


@dataclass(frozen=True, slots=True)
class PhoneMessage:
    """One push. `number`: its position in the session. `skipped_bytes`: estimated number of invalid bytes."""

    arrival_s: float
    session: str
    device: str
    number: int
    streams: Mapping[str, Readings]
    battery_percent: int | None
    skipped_bytes: int


def read_message(body: bytes, arrival_s: float) -> PhoneMessage | None:
    """Read a body with this arrival; returns None if it is not a push of this app."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict):
        return None
    fields = cast("dict[str, object]", document)
    session, device, number = fields.get("sessionId"), fields.get("deviceId", ""), fields.get("messageId")
    payload = fields.get("payload")
    if not (_is_name(session) and _is_name(device) and isinstance(payload, list)):
        return None
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < _MOST_NUMBER:
        return None
    rows, battery, bad = _sort_readings(cast("list[object]", payload))
    streams, astray = _make_streams(rows, arrival_s)
    skipped_bytes = len(body) * (bad + astray) // max(1, len(cast("list[object]", payload)))
    return PhoneMessage(arrival_s, str(session), str(device), number, streams, battery, skipped_bytes)


def _sort_readings(payload: list[object]) -> tuple[Mapping[str, list[Row]], int | None, int]:
    """Return the readings of each stream, the battery charge or None, and the number of invalid readings."""
    rows: dict[str, list[Row]] = {name: [] for name in STREAMS}
    battery: int | None = None
    bad = 0
    for item in payload:
        name, time_ns, values = _split_reading(item)
        if name == "battery" and values is not None:
            battery = _percent(values.get("batteryLevel"))
        elif name not in rows and name is not None:
            continue
        elif name is None or time_ns is None or values is None or (row := _read_xyz(values)) is None:
            bad += 1
        else:
            rows[name].append((time_ns, *row))
    return rows, battery, bad


def _is_name(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _MOST_ID_CHARACTERS


def _split_reading(item: object) -> tuple[str | None, int | None, dict[str, object] | None]:
    """Return name, time and values of one reading, each None where it is invalid."""
    if not isinstance(item, dict):
        return None, None, None
    fields = cast("dict[str, object]", item)
    name, time, values = fields.get("name"), fields.get("time"), fields.get("values")
    time_ns: int | None = None
    if type(time) in _NUMBERS and _TIME_BOUNDS_NS[0] <= cast("float", time) <= _TIME_BOUNDS_NS[1]:
        time_ns = int(cast("float", time))
    return (
        name.lower() if isinstance(name, str) else None,
        time_ns,
        cast("dict[str, object]", values) if isinstance(values, dict) else None,
    )


def _read_xyz(values: dict[str, object]) -> tuple[float, float, float] | None:
    x, y, z = values.get("x"), values.get("y"), values.get("z")
    return (float(x), float(y), float(z)) if _is_reading(x) and _is_reading(y) and _is_reading(z) else None


def _is_reading(value: object) -> TypeGuard[float]:
    """Return whether the value is a number within bounds; booleans and NaN are not."""
    return type(value) in _NUMBERS and -_MOST < cast("float", value) < _MOST


def _percent(level: object) -> int | None:
    return round(100 * level) if _is_reading(level) and 0.0 <= level <= 1.0 else None


def _make_streams(rows: Mapping[str, list[Row]], arrival_s: float) -> tuple[dict[str, Readings], int]:
    """Return the readings of each stream in the order of their times, and the number of readings with a wrong time."""
    times_ns = sorted(row[0] for stream in rows.values() for row in stream)
    middle_ns = times_ns[len(times_ns) // 2] if times_ns else 0
    streams: dict[str, Readings] = {}
    for name, stream in rows.items():
        near = sorted(row for row in stream if abs(row[0] - middle_ns) <= _SPREAD_NS)
        if near:
            xyz = np.array([row[1:] for row in near])
            time_ns = np.array([row[0] for row in near], dtype=np.int64)
            streams[name] = Readings(time_ns, xyz, np.full(len(near), arrival_s))
    return streams, len(times_ns) - sum(len(one) for one in streams.values())
