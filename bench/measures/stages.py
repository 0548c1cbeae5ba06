"""Where the time of an hour goes: each stage alone on the output of the one before, and detection by file.

The seconds of a stage are measured without a profiler. The rest of the whole, detection and the document, is divided
among its files by a profile.
"""

import cProfile
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import CodeType

import sensorcoach
from bench.measures.processor import spent_s
from sensorcoach.clock.restarting_clock import RestartingClock
from sensorcoach.devices.find_device import find_device
from sensorcoach.motion.input_units import InputUnits
from sensorcoach.motion.motion import Motion
from sensorcoach.motion.orientation import GyroUp
from sensorcoach.motion.resampling import Grid, GridBlock
from sensorcoach.packets import Packet
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording
from sensorcoach.runner.offline.analyze import GROUP_S, analyze_file
from sensorcoach.runner.options import SessionOptions
from sensorcoach.samples import Frames, Samples

HEAD = ("stage", "s", "share")
DETECTION, WHOLE = "detection and the document", "whole"
REPEATS = 3
LEAST_SHARE = 0.01
"""Share below which files of detection are one row together."""

_ROOT = Path(sensorcoach.__path__[0])


def stage_rows(hour: Path) -> list[list[str]]:
    """Return the rows of the table, in the order of the data; the whole last."""
    spent = stage_times_s(hour)
    return [[name, f"{seconds:.3f}", f"{seconds / spent[WHOLE]:.1%}"] for name, seconds in spent.items()]


def stage_times_s(hour: Path) -> dict[str, float]:
    """Return the seconds of each stage, of detection and its files, and of the whole."""
    whole_s = statistics.median(spent_s(lambda: analyze_file(str(hour), SessionOptions())) for _ in range(REPEATS))
    stages = _stages(hour)
    rest_s = whole_s - sum(stages.values())
    files = {f"- {name}": share * rest_s for name, share in _shares_by_file(hour).items()}
    large = {name: seconds for name, seconds in files.items() if seconds >= LEAST_SHARE * whole_s}
    others_s = sum(files.values()) - sum(large.values())
    return {**stages, DETECTION: rest_s, **large, "- other files": others_s, WHOLE: whole_s}


def _stages(hour: Path) -> dict[str, float]:
    """Return the seconds of each stage before detection."""
    recording = open_recording(hour)
    if not isinstance(recording, PacketRecording) or recording.description is None:
        raise TypeError(f"{hour} is no recording of packets")
    device, rate_hz = find_device(recording.description.device_id), recording.description.rate_hz
    groups = list(recording.packets(GROUP_S))
    frames = _decoded(device.decoder(rate_hz).feed, groups)
    samples = _timed(rate_hz, frames)
    scaled = [*map(InputUnits().feed, samples)]
    blocks = _on_grid(scaled)
    grid_s, up_s = _median_s(lambda: _on_grid(scaled)), _median_s(lambda: _attitudes(blocks))
    motion_s = _median_s(lambda: _moved(scaled))
    return {
        "reading": _median_s(lambda: list(_reread(hour))),
        "decoding": _median_s(lambda: _decoded(device.decoder(rate_hz).feed, groups)),
        "clock": _median_s(lambda: _timed(rate_hz, frames)),
        "unit": _median_s(lambda: [*map(InputUnits().feed, samples)]),
        "grid": grid_s,
        "orientation": up_s,
        "impacts, gait, gaps": motion_s - grid_s - up_s,
    }


def _reread(hour: Path) -> Iterable[Sequence[Packet]]:
    recording = open_recording(hour)
    return recording.packets(GROUP_S) if isinstance(recording, PacketRecording) else ()


def _decoded(feed: Callable[[Sequence[Packet]], Frames], groups: list[Sequence[Packet]]) -> list[Frames]:
    return [feed(group) for group in groups]


def _timed(rate_hz: float | None, frames: list[Frames]) -> list[Samples]:
    clock = RestartingClock(rate_hz)
    return [samples for part in frames for _, samples in clock.feed(part)]


def _on_grid(samples: list[Samples]) -> list[GridBlock]:
    grid = Grid()
    return [block for block in map(grid.feed, samples) if block is not None]


def _attitudes(blocks: list[GridBlock]) -> None:
    up = GyroUp()
    for block in blocks:
        up.feed(block.values)


def _moved(samples: list[Samples]) -> None:
    motion = Motion(has_gyro=True)
    for part in samples:
        motion.feed(part)


def _median_s(work: Callable[[], object]) -> float:
    return statistics.median(spent_s(work) for _ in range(REPEATS))


def _shares_by_file(hour: Path) -> dict[str, float]:
    """Return the share of each file outside the stages before, largest first; libraries count for their callers."""
    profile = cProfile.Profile()
    profile.runcall(analyze_file, str(hour), SessionOptions())
    spent: defaultdict[str, float] = defaultdict(float)
    for entry in profile.getstats():
        name = _name(entry.code)
        if name.split("/")[0] in {"detect", "report", "pipeline"}:
            foreign = (call.totaltime for call in entry.calls or () if not _name(call.code))
            spent[name] += entry.inlinetime + sum(foreign)
    total_s = sum(spent.values())
    return {name: spent[name] / total_s for name in sorted(spent, key=lambda name: -spent[name])}


def _name(code: CodeType | str) -> str:
    """Return a file's place in the package, without its ending; empty for a library."""
    path = Path("" if isinstance(code, str) else code.co_filename)
    return path.relative_to(_ROOT).with_suffix("").as_posix() if path.is_relative_to(_ROOT) else ""
