"""What a recording says of itself: one MCAP metadata record, written first, so that a cut-off file still has it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

METADATA_NAME = "sensorcoach.recording"
SCHEMA = "1"
"""Raised when an older reader would misread the packets."""


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


def from_metadata(metadata: Mapping[str, str]) -> Description:
    """The description out of that map; a number that is none counts as not known."""
    return Description(
        device_id=metadata.get("device_id", ""),
        rate_hz=_number(metadata.get("rate_hz", "")),
        exercise=metadata.get("exercise") or None,
        placement=metadata.get("placement") or None,
        started_unix_s=_number(metadata.get("started_unix_s", "")),
        simulated=metadata.get("simulated") == "yes",
        note=metadata.get("note", ""),
    )


def _text(number: float | None) -> str:
    return "" if number is None else repr(number)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0.0 else None
