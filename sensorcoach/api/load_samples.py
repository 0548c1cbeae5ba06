"""The samples of a recording as arrays."""

from collections.abc import Iterator
from os import PathLike, fspath

import numpy as np

from sensorcoach import samples as internal
from sensorcoach.api.argument_types import require_type
from sensorcoach.api.samples import Samples
from sensorcoach.clock.restarting_clock import RestartingClock
from sensorcoach.devices.find_device import find_device
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording
from sensorcoach.samples import join_samples


def load_samples(path: str | PathLike[str]) -> Samples:
    """All samples of a recording in any format that sensorcoach reads, decoded and timed.

    Samples with a value that is not finite are left out. Raises InputError for a file that cannot be used.
    """
    require_type("path", path, (str, PathLike), "the path of a recording")
    recording = open_recording(fspath(path))
    blocks = _decode(recording) if isinstance(recording, PacketRecording) else recording.samples()
    joined = join_samples(list(blocks))
    is_finite = np.isfinite(joined.time_s) & np.isfinite(joined.acc_mps2).all(axis=1)
    if joined.gyro_radps is not None:
        is_finite &= np.isfinite(joined.gyro_radps).all(axis=1)
    gyro_radps = None if joined.gyro_radps is None else joined.gyro_radps[is_finite]
    return Samples(joined.time_s[is_finite], joined.acc_mps2[is_finite], gyro_radps)


def _decode(recording: PacketRecording) -> Iterator[internal.Samples]:
    """Samples with the times that the pipeline gives them."""
    description = recording.require_description()
    decoder = find_device(description.device_id).decoder(description.rate_hz)
    clock = RestartingClock(description.rate_hz)
    for packets in recording.packets():
        yield from (samples for _, samples in clock.feed(decoder.feed(packets)))
    held = decoder.finish()
    if held:
        yield from (samples for _, samples in clock.feed(held))
    yield clock.finish()
