"""Documents have finite numbers only: JSON knows neither infinity nor "not a number"."""

import math
from collections.abc import Mapping
from typing import cast

from sensorcoach.errors import InputError


def require_finite(document: Mapping[str, object], source: str) -> None:
    """Raise InputError, naming `source` and the place, for a document with a number that is not finite."""
    place = _find_not_finite(document, "")
    if place is not None:
        raise InputError(
            "not_finite",
            f"The values in {source} are too large or too close in time: {place.strip('.')} has no finite value.",
            "Check the units and the times of the recording.",
        )


def _find_not_finite(value: object, place: str) -> str | None:
    """The place of the first number that is not finite, as in `sets.0.start_s`; None if all are finite."""
    if isinstance(value, float):
        return None if math.isfinite(value) else place
    if isinstance(value, dict):
        items = [(str(key), one) for key, one in cast("dict[object, object]", value).items()]
    elif isinstance(value, list):
        items = [(str(key), one) for key, one in enumerate(cast("list[object]", value))]
    else:
        return None
    return next((found for key, one in items if (found := _find_not_finite(one, f"{place}.{key}")) is not None), None)
