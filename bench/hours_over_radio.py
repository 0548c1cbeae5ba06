"""Run hours of a live session over the virtual radio: memory and lost samples.

usage: python -m bench.hours_over_radio [--hours H] [--device ID] [--traced]

The whole path of a live session except the screen: connection loop, recorder, pipeline, snapshot. The person repeats
the same two sets. After each tenth of the time, or each hour if that is shorter, it prints the memory of the process,
the share of Python's objects (`--traced`; slower), and the number of objects. At the end the recording is read, and its
samples are compared with those that the sensor sent. All is simulated, time is virtual.
"""

import argparse
import asyncio
import gc
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.agreement import table
from bench.hostile_over_radio import SEED, performance
from bench.measures.memory import STATUS
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkStatus
from sensorcoach.pipeline import Pipeline
from sensorcoach.recording.description import Description
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.runner.live.live_session import LiveSession
from sensorcoach.runner.live.recorder import Recorder, record_packets
from sensorcoach.runner.session import Transport
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.connection import RadioSource
from sensorcoach.virtual_radio.fast_time import run_fast
from sensorcoach.virtual_radio.sensor_in_air import SensorInAir
from sensorcoach.virtual_radio.virtual_air import virtual_air

HOUR_S = 3600.0
START_S = 3.0
"""Time within which the sensor streams."""


@dataclass(frozen=True, slots=True)
class Mark:
    """After `passed_s`: memory of the process and of Python's objects (0 if unknown), objects, sets done."""

    passed_s: float
    process_mb: float
    traced_kb: float
    objects: int
    sets: int


@dataclass(frozen=True, slots=True)
class LongRun:
    """The result: samples received while watched, in all and recorded, and the link at its end."""

    marks: tuple[Mark, ...]
    watched_samples: int
    samples: int
    recorded_samples: int
    status: LinkStatus
    lasted_s: float
    """Duration from the first stream to the end, by the loop's clock."""
    took_s: float


async def live(device: Device, seconds: float, path: Path) -> LongRun:
    """Run a session of this duration, recorded to `path`."""
    plan, clock = performance().plan, asyncio.get_running_loop().time
    spec = SensorInAir(device, performance(), seed=SEED, repeats=True, keeps_samples=False)
    about = Description(device.id, device.usual_hz, plan.exercise.id, plan.placement, time.time(), simulated=True)
    began = time.perf_counter()
    async with virtual_air(spec) as air:
        sensor = air.sensors[0]
        seen = DiscoveredSensor(sensor.address, spec.shown_name, device.id, spec.rssi_dbm, 0.0, None)
        source = RadioSource(device, seen, Backend(air.scanner, air.client))
        pipeline = Pipeline(plan.exercise, plan.placement, device.decoder(device.usual_hz), device.usual_hz)
        packets = record_packets(source, Recorder(path, lambda: about, print), lambda _: None)
        opening = Snapshot(plan.exercise, plan.placement, 0.0)
        session = LiveSession(opening, Transport("", 0.0, 0.0), packets, pipeline, link=lambda: source.status)
        running = asyncio.create_task(session.run())
        await asyncio.sleep(START_S)
        first_s, first = clock(), source.statistics.samples
        marks: list[Mark] = []
        every_s = min(HOUR_S, seconds / 10.0)
        for number in range(1, round(seconds / every_s) + 1):
            await asyncio.sleep(first_s + number * every_s - clock())
            marks.append(_mark(number * every_s, session))
            print(marks[-1], file=sys.stderr, flush=True)
        status, watched, lasted_s = source.status, source.statistics.samples - first, clock() - first_s
        await source.aclose()
        await running
    decoder = device.decoder(device.usual_hz)
    read = sum(len(decoder.feed(packets)) for packets in RecordingReader(path).packets())
    return LongRun(
        tuple(marks), watched, source.statistics.samples, read, status, lasted_s, time.perf_counter() - began
    )


def _mark(passed_s: float, session: LiveSession) -> Mark:
    gc.collect()
    traced_kb = tracemalloc.get_traced_memory()[0] / 1000.0
    return Mark(passed_s, _process_mb(), traced_kb, len(gc.get_objects()), len(session.advance(0.0).snapshot.sets))


def _process_mb() -> float:
    if not STATUS.exists():
        return 0.0
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    return float(line.split()[1]) / 1024.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run it, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=8.0, help="how long (default 8)")
    parser.add_argument("--device", default="open-profile", help="device id (default open-profile)")
    parser.add_argument("--traced", action="store_true", help="trace what Python's objects take")
    chosen = parser.parse_args(argv)
    if chosen.traced:
        tracemalloc.start()
    with tempfile.TemporaryDirectory() as folder:
        run = run_fast(live(device_by_id(chosen.device), chosen.hours * HOUR_S, Path(folder) / "night.mcap"))
    rows = [
        [
            f"{one.passed_s / HOUR_S:.2f}",
            f"{one.process_mb:.1f}",
            f"{one.traced_kb:.0f}",
            f"{one.objects}",
            f"{one.sets}",
        ]
        for one in run.marks
    ]
    print(table(["hours", "process MB", "traced kB", "objects", "sets"], rows))
    rate_hz = run.status.nominal_hz or 0.0
    print(f"samples while watched {run.watched_samples}, due {run.lasted_s * rate_hz:.0f}")
    print(f"samples in all {run.samples}, recorded {run.recorded_samples}")
    print(f"lost {run.status.lost}, thrown away {run.status.overflowed}, connections {run.status.connections}")
    print(f"{run.lasted_s / run.took_s:.0f} x real time")
    lost = run.status.lost or run.status.overflowed or run.recorded_samples < run.samples
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
