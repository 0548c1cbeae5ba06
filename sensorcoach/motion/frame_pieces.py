"""Frames cut apart."""

from itertools import pairwise

import numpy as np

from sensorcoach.samples import Frames


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


def segments(frames: Frames) -> list[tuple[int, Frames]]:
    """Cut where the device has started anew; each piece with its number. No frames are of no segment."""
    if not len(frames):
        return []
    if frames.segment is None:
        return [(0, frames)]
    cuts = [0, *(np.flatnonzero(frames.segment[1:] - frames.segment[:-1]) + 1).tolist(), len(frames)]
    return [(int(frames.segment[low]), cut_frames(frames, low, high)) for low, high in pairwise(cuts)]
