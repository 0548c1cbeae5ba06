"""What a recording says of itself: one MCAP metadata record, written first, so that a cut-off file still has it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sensorcoach.errors import InputError

METADATA_NAME = "sensorcoach.recording"
SCHEMA = "1"
"""Raised when an older reader would misread the packets."""
RATE_BOUNDS_HZ = (0.1, 2000.0)
"""No motion sensor is slower or faster; what says so is damaged or was not written by us."""


@dataclass(frozen=True, slots=True)
class Description:
    """Which sensor, how worn, doing what.

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
    """The description as the map of strings that MCAP stores; what is not known is left out."""
    known = {
        "schema": SCHEMA,
        "device_id": description.device_id,
        "rate_hz": _text(description.rate_hz),
        "exercise": description.exercise or "",
        "placement": description.placement or "",
        "started_unix_s": _text(description.started_unix_s),
        "simulated": "yes" if description.simulated else "no",
        "note": description.note,
    }
    return {key: value for key, value in known.items() if value}


def from_metadata(metadata: Mapping[str, str], source: str) -> Description:
    """The description out of that map; a number that is none counts as not known.

    Raises InputError, naming `source`, for a rate outside `RATE_BOUNDS_HZ`.
    """
    return Description(
        device_id=metadata.get("device_id", ""),
        rate_hz=_rate_hz(metadata.get("rate_hz", ""), source),
        exercise=metadata.get("exercise") or None,
        placement=metadata.get("placement") or None,
        started_unix_s=_number(metadata.get("started_unix_s", "")),
        simulated=metadata.get("simulated") == "yes",
        note=metadata.get("note", ""),
    )


def _text(number: float | None) -> str:
    return "" if number is None else repr(number)


def _rate_hz(text: str, source: str) -> float | None:
    try:
        rate_hz = float(text)
    except ValueError:
        return None
    low_hz, high_hz = RATE_BOUNDS_HZ
    if low_hz <= rate_hz <= high_hz:
        return rate_hz
    raise InputError(
        "impossible_rate",
        f"{source} says that its sensor sends {rate_hz:g} samples a second.",
        f"Its description is damaged: from {low_hz:g} to {high_hz:g} is possible. Record again.",
    )


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0.0 else None
