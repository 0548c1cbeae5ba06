"""A whole recording at once, as a program without our pipeline would read it."""

import math
from pathlib import Path

import numpy as np

from sensorcoach.devices.registry import device_by_id
from sensorcoach.motion.clock import SampleClock
from sensorcoach.motion.scale import joined
from sensorcoach.packets import Packet
from sensorcoach.recording.opening import PacketRecording, open_recording
from sensorcoach.samples import Samples


def samples_of(path: str | Path) -> Samples:
    """All samples of the recording at `path`. Raises SensorcoachError where it cannot be read."""
    recording = open_recording(path)
    if not isinstance(recording, PacketRecording):
        return joined(list(recording.samples()))
    if recording.description is None:
        return Samples(np.empty(0), np.empty((0, 3)))
    packets = [packet for group in recording.packets(math.inf) for packet in group]
    return timed(packets, recording.description.device_id, recording.description.rate_hz)


def timed(packets: list[Packet], device_id: str, rate_hz: float | None) -> Samples:
    """Packets of one device decoded, with the times that the sample clock gives them."""
    clock = SampleClock(rate_hz)
    decoder = device_by_id(device_id).decoder(None)
    frames, held = decoder.feed(packets), decoder.finish()
    return joined([clock.feed(frames), *([clock.feed(held)] if held else []), clock.finish()])
