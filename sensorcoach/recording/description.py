"""The description of a recording: an MCAP metadata record, written first, so that a cut-off file still has it.

A second copy follows the first packets. MCAP gives metadata no checksum, so each copy contains one.
"""

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from sensorcoach.errors import InputError

METADATA_NAME = "sensorcoach.recording"
SCHEMA = "1"
"""Version of the packet format; it changes when an older reader would misread the packets."""
_CHECKSUM = "checksum"
"""Key of the checksum over all other entries. Recordings of older versions have none."""
RATE_BOUNDS_HZ = (0.1, 2000.0)
"""Rates of motion sensors, lowest and highest; a value outside shows a damaged description."""


@dataclass(frozen=True, slots=True)
class Description:
    """Sensor, placement and exercise of a recording.

    `device_id`: id in the device registry. `rate_hz`: nominal rate. `started_unix_s`: wall clock at arrival 0.
    `exercise`, `placement`: ids as `analyze` takes them. `simulated`: no person was involved. `note`: free text.
    """

    device_id: str
    rate_hz: float | None = None
    exercise: str | None = None
    placement: str | None = None
    started_unix_s: float | None = None
    simulated: bool = False
    note: str = ""


def to_metadata(description: Description) -> dict[str, str]:
    """Convert to the map of strings that MCAP stores, without unknown values."""
    known = {
        "schema": SCHEMA,
        "device_id": description.device_id,
        "rate_hz": _format(description.rate_hz),
        "exercise": description.exercise or "",
        "placement": description.placement or "",
        "started_unix_s": _format(description.started_unix_s),
        "simulated": "yes" if description.simulated else "no",
        "note": description.note,
    }
    entries = {key: value for key, value in known.items() if value}
    return {**entries, _CHECKSUM: _compute_checksum(entries)}


def is_intact(metadata: Mapping[str, str]) -> bool:
    """Return whether the entries agree with their checksum; true without one."""
    entries = {key: value for key, value in metadata.items() if key != _CHECKSUM}
    return metadata.get(_CHECKSUM, _compute_checksum(entries)) == _compute_checksum(entries)


def from_metadata(metadata: Mapping[str, str], source: str) -> Description:
    """Convert from the map of strings; text that is not a number counts as unknown.

    Raises InputError, naming `source`, for a rate outside `RATE_BOUNDS_HZ`.
    """
    return Description(
        device_id=metadata.get("device_id", ""),
        rate_hz=_parse_rate_hz(metadata.get("rate_hz", ""), source),
        exercise=metadata.get("exercise") or None,
        placement=metadata.get("placement") or None,
        started_unix_s=_parse_number(metadata.get("started_unix_s", "")),
        simulated=metadata.get("simulated") == "yes",
        note=metadata.get("note", ""),
    )


def _compute_checksum(entries: Mapping[str, str]) -> str:
    """CRC-32 of the entries as JSON with sorted keys, in hexadecimal."""
    return f"{zlib.crc32(json.dumps(entries, sort_keys=True).encode()):08x}"


def _format(number: float | None) -> str:
    return "" if number is None else repr(number)


def _parse_rate_hz(text: str, source: str) -> float | None:
    try:
        rate_hz = float(text)
    except ValueError:
        return None
    low_hz, high_hz = RATE_BOUNDS_HZ
    if low_hz <= rate_hz <= high_hz:
        return rate_hz
    raise InputError(
        "impossible_rate",
        f"{source} gives {rate_hz:g} samples a second as the rate of its sensor.",
        f"Its description is damaged: rates are from {low_hz:g} to {high_hz:g}. Record again.",
    )


def _parse_number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0.0 else None
