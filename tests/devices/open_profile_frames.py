"""What the wire of the open profile always has, and frames end to end."""

import numpy as np

from sensorcoach.samples import FloatArray, Frames, IntArray


def index_of(frames: Frames) -> IntArray:
    """The indices, which this wire always has."""
    assert frames.index is not None
    return frames.index


def device_time_s_of(frames: Frames) -> FloatArray:
    """The device times, which this wire always has."""
    assert frames.device_time_s is not None
    return frames.device_time_s


def joined(parts: list[Frames]) -> Frames:
    """Frames end to end, with a gyroscope if they have one."""
    parts = [part for part in parts if len(part)] or parts[:1]
    gyro_radps = [part.gyro_radps for part in parts if part.gyro_radps is not None]
    return Frames(
        np.concatenate([part.arrival_s for part in parts]),
        np.concatenate([part.acc_mps2 for part in parts]),
        np.concatenate(gyro_radps) if gyro_radps else None,
        np.concatenate([index_of(part) for part in parts]),
        np.concatenate([device_time_s_of(part) for part in parts]),
    )
