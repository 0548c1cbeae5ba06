"""Read a whole recording at once, as a program without our pipeline would."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from sensorcoach.clock.sample_clock import SampleClock
from sensorcoach.devices.find_device import find_device
from sensorcoach.packets import Packet
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.reader import GROUP_S
from sensorcoach.recording.recordings import PacketRecording
from sensorcoach.samples import Samples, join_samples


def samples_of(path: str | Path) -> Samples:
    """All samples of the recording at `path`. Raises SensorcoachError where it cannot be read."""
    recording = open_recording(path)
    if not isinstance(recording, PacketRecording):
        return join_samples(list(recording.samples()))
    if recording.description is None:
        return Samples(np.empty(0), np.empty((0, 3)))
    groups = recording.packets(GROUP_S)
    return timed(groups, recording.description.device_id, recording.description.rate_hz)


def timed(groups: Iterable[Sequence[Packet]], device_id: str, rate_hz: float | None) -> Samples:
    """Packets of one device decoded, with the times that the sample clock gives them."""
    clock = SampleClock(rate_hz)
    decoder = find_device(device_id).decoder(None)
    samples = [clock.feed(decoder.feed(group)) for group in groups]
    held = decoder.finish()
    return join_samples([*samples, *([clock.feed(held)] if held else []), clock.finish()])
