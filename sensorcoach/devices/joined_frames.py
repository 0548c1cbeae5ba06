"""Frames put end to end."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sensorcoach.samples import Frames

Scalar = TypeVar("Scalar", bound=np.generic)


def joined_frames(parts: Sequence[Frames], empty: Frames) -> Frames:
    """All of these, end to end; what one of them lacks is lacking. Where there are none, `empty`."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else empty
    return Frames(
        np.concatenate([part.arrival_s for part in parts]),
        np.concatenate([part.acc_mps2 for part in parts]),
        _all([part.gyro_radps for part in parts]),
        _all([part.index for part in parts]),
        _all([part.device_time_s for part in parts]),
        _all([part.segment for part in parts]),
    )


def _all(columns: Sequence[npt.NDArray[Scalar] | None]) -> npt.NDArray[Scalar] | None:
    there = [column for column in columns if column is not None]
    return np.concatenate(there) if len(there) == len(columns) else None
