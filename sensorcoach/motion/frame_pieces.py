"""Frames cut apart and put end to end."""

from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sensorcoach.samples import Frames

Scalar = TypeVar("Scalar", bound=np.generic)


def cut_frames(frames: Frames, start: int, stop: int) -> Frames:
    """Those from position `start` up to `stop`."""
    cut = slice(start, stop)
    return Frames(
        frames.arrival_s[cut],
        frames.acc_mps2[cut],
        None if frames.gyro_radps is None else frames.gyro_radps[cut],
        None if frames.index is None else frames.index[cut],
        None if frames.device_time_s is None else frames.device_time_s[cut],
        None if frames.segment is None else frames.segment[cut],
    )


def joined_frames(first: Frames, second: Frames) -> Frames:
    """Both, end to end."""
    if not len(second):
        return first
    return Frames(
        np.concatenate([first.arrival_s, second.arrival_s]),
        np.concatenate([first.acc_mps2, second.acc_mps2]),
        _both(first.gyro_radps, second.gyro_radps),
        _both(first.index, second.index),
        _both(first.device_time_s, second.device_time_s),
        _both(first.segment, second.segment),
    )


def segments(frames: Frames) -> list[tuple[int, Frames]]:
    """Cut where the device has started anew; each piece with its number. No frames are of no segment."""
    if not len(frames):
        return []
    if frames.segment is None:
        return [(0, frames)]
    cuts = [0, *(np.flatnonzero(np.diff(frames.segment)) + 1).tolist(), len(frames)]
    return [(int(frames.segment[low]), cut_frames(frames, low, high)) for low, high in pairwise(cuts)]


def _both(first: npt.NDArray[Scalar] | None, second: npt.NDArray[Scalar] | None) -> npt.NDArray[Scalar] | None:
    """End to end; what one of the two lacks is lacking."""
    return None if first is None or second is None else np.concatenate([first, second])
