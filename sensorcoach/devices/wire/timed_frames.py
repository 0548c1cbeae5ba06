"""Frames from placed packets: index and time of each sample follow from those of its packet."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sensorcoach.devices.wire.stamps import StampPoint
from sensorcoach.samples import FloatArray, Frames


class TimedSamples(NamedTuple):
    """A new packet: its arrival, and the index and time of its samples."""

    arrival_s: float
    spot: StampPoint


def make_frames(placed: Sequence[TimedSamples], acc_mps2: FloatArray, gyro_radps: FloatArray | None) -> Frames:
    """Return the samples (n, 3) of these packets, in order, with index and device time."""
    spots = [one.spot for one in placed]
    count = np.fromiter((spot.samples for spot in spots), dtype=np.int64, count=len(spots))
    within = np.arange(len(acc_mps2)) - np.repeat(np.cumsum(count) - count, count)
    first = np.fromiter((spot.first for spot in spots), dtype=np.int64, count=len(spots))
    first_s = np.fromiter((spot.time_s for spot in spots), dtype=np.float64, count=len(spots))
    step_s = np.fromiter((spot.step_s for spot in spots), dtype=np.float64, count=len(spots))
    arrival_s = np.fromiter((one.arrival_s for one in placed), dtype=np.float64, count=len(placed))
    index = np.repeat(first, count) + within
    device_time_s = np.repeat(first_s, count) + within * np.repeat(step_s, count)
    arrival_s = np.repeat(arrival_s, count)
    segment = np.repeat(np.fromiter((spot.segment for spot in spots), dtype=np.int64, count=len(spots)), count)
    return Frames(arrival_s, acc_mps2, gyro_radps, index, device_time_s, segment)
