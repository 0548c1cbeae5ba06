"""Samples: `Frames` come from a decoder and have no times yet; the clock turns them into `Samples`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Frames:
    """Decoded samples in wire order, n of them; SI units; arrays are read-only.

    `arrival_s` (n,): arrival of the packet that completed each sample. It may fall where samples were retransmitted.
    `acc_mps2` (n, 3): specific force, including gravity.
    `gyro_radps` (n, 3) or None: angular rate, where the sensor sends it.
    `index` (n,) or None: the device's own running sample number, unwrapped, where the wire has one.
    `device_time_s` (n,) or None: the device's own clock, unwrapped, where the wire has one.
    `segment` (n,) or None: number of restarts of the device up to then; each restart begins a new device clock.
    """

    arrival_s: FloatArray
    acc_mps2: FloatArray
    gyro_radps: FloatArray | None = None
    index: IntArray | None = None
    device_time_s: FloatArray | None = None
    segment: IntArray | None = None

    def __post_init__(self) -> None:
        for array in (
            self.arrival_s,
            self.acc_mps2,
            self.gyro_radps,
            self.index,
            self.device_time_s,
            self.segment,
        ):
            if array is not None:
                freeze(array)

    def __len__(self) -> int:
        return len(self.arrival_s)

    def cut(self, start: int, stop: int) -> "Frames":
        """Return the frames from position `start` up to, not including, `stop`."""
        cut = slice(start, stop)
        return Frames(
            self.arrival_s[cut],
            self.acc_mps2[cut],
            None if self.gyro_radps is None else self.gyro_radps[cut],
            None if self.index is None else self.index[cut],
            None if self.device_time_s is None else self.device_time_s[cut],
            None if self.segment is None else self.segment[cut],
        )

    def split_by_segment(self) -> "list[tuple[int, Frames]]":
        """Return one piece for each segment, with its number; empty frames give no pieces."""
        if not len(self):
            return []
        if self.segment is None:
            return [(0, self)]
        cuts = [0, *(np.flatnonzero(self.segment[1:] - self.segment[:-1]) + 1).tolist(), len(self)]
        return [(int(self.segment[low]), self.cut(low, high)) for low, high in pairwise(cuts)]


@dataclass(frozen=True, slots=True)
class Samples:
    """Timed samples, n of them; times strictly rise; a gap in the times is a gap in the data.

    `time_s` (n,): seconds on the recording's clock.
    `acc_mps2` (n, 3): specific force, including gravity.
    `gyro_radps` (n, 3) or None: angular rate.
    """

    time_s: FloatArray
    acc_mps2: FloatArray
    gyro_radps: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.time_s)

    def cut(self, start: int, stop: int) -> "Samples":
        """Return the samples from position `start` up to, not including, `stop`."""
        gyro_radps = None if self.gyro_radps is None else self.gyro_radps[start:stop]
        return Samples(self.time_s[start:stop], self.acc_mps2[start:stop], gyro_radps)


def join_frames(parts: Sequence[Frames], empty: Frames) -> Frames:
    """Join frames end to end; a column that a part lacks becomes None. Returns `empty` for no frames."""
    parts = [part for part in parts if len(part)]
    if len(parts) < 2:
        return parts[0] if parts else empty
    return Frames(
        np.concatenate([part.arrival_s for part in parts]),
        np.concatenate([part.acc_mps2 for part in parts]),
        _join_columns([part.gyro_radps for part in parts]),
        _join_columns([part.index for part in parts]),
        _join_columns([part.device_time_s for part in parts]),
        _join_columns([part.segment for part in parts]),
    )


def join_samples(parts: Sequence[Samples]) -> Samples:
    """Join samples end to end; without a gyro where a part lacks it. An empty list gives no samples."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return Samples(np.empty(0), np.empty((0, 3)), None)
    return Samples(
        np.concatenate([part.time_s for part in parts]),
        np.concatenate([part.acc_mps2 for part in parts]),
        _join_columns([part.gyro_radps for part in parts]),
    )


def _join_columns(columns: Sequence[npt.NDArray[Scalar] | None]) -> npt.NDArray[Scalar] | None:
    present = [column for column in columns if column is not None]
    return np.concatenate(present) if len(present) == len(columns) else None


def freeze(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Make an array read-only and return it: arrays that cross a module never change."""
    array.flags.writeable = False
    return array
