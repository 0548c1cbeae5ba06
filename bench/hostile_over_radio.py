"""Send nonsense between good frames over the virtual radio: crashes, memory, lost samples.

usage: python -m bench.hostile_over_radio [--seconds S] [--device ID]

Twenty times a second the sensor sends random bytes, from none to the most that fit, on a random characteristic that
notifies. All of it goes through the connection loop into the pipeline. `errors` are bytes that made no sense, as the
status of the connection counts them. Sensor, person and radio are simulated, time is virtual.
"""

import argparse
import asyncio
import gc
import sys
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from bench.agreement import table
from bench.radio_session import OnAir, follow
from sensorcoach.devices.device import Device, Outgoing
from sensorcoach.devices.registry import DEVICES
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.pipeline import Pipeline
from sensorcoach.simulator.performance import Performance, perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.virtual_radio.fast_time import run_fast
from sensorcoach.virtual_radio.sensor_in_air import SensorInAir

SEED = 7
EVERY_S = 0.05
LONGEST_BYTES = 244


@dataclass(frozen=True, slots=True)
class Ordeal:
    """The result: nonsense sent, bytes recognized as nonsense, good samples sent and received, memory."""

    device: Device
    nonsense: int
    errors: int
    measured: int
    received: int
    connections: int
    state: str
    traced_kb: tuple[float, ...]
    """Memory in use at the quarters of the time, on request."""


@cache
def performance() -> Performance:
    """Return two sets of bridges."""
    return perform(usual_plan(find_exercise("glute-bridge"), sets=2, reps=6), random_person(SEED), SEED)


def ordeal(device: Device, seconds: float, *, traced: bool = False) -> Ordeal:
    """Play faults over the radio for this duration and count."""
    plan = performance().plan
    pipeline = Pipeline(plan.exercise, plan.placement, device.decoder(device.usual_hz), device.usual_hz)
    spec = SensorInAir(device, performance(), seed=SEED, repeats=True, keeps_samples=False)
    found: list[Ordeal] = []

    async def play(on_air: OnAir) -> None:
        found.append(await _endured(on_air, seconds, traced=traced))

    if traced:
        tracemalloc.start()
    run_fast(follow(spec, play, pipeline, keeps=False))
    if traced:
        tracemalloc.stop()
    return found[0]


async def _endured(on_air: OnAir, seconds: float, *, traced: bool) -> Ordeal:
    """Send nonsense between good frames, from the first stream on."""
    await on_air.streams()
    rng = np.random.default_rng([SEED, len(on_air.device.id)])
    roles = [one.role for one in on_air.device.characteristics if one.is_subscribed]
    before, nonsense = on_air.source.statistics.samples, round(seconds / EVERY_S)
    marks: list[float] = []
    for number in range(1, nonsense + 1):
        on_air.sensor.send(Outgoing(str(rng.choice(roles)), rng.bytes(int(rng.integers(0, LONGEST_BYTES + 1)))))
        await asyncio.sleep(EVERY_S)
        if traced and 4 * number // nonsense > len(marks):
            gc.collect()
            marks.append(tracemalloc.get_traced_memory()[0] / 1000.0)
    status = on_air.status
    return Ordeal(
        on_air.device,
        nonsense,
        status.errors,
        round(seconds * (status.nominal_hz or on_air.device.usual_hz)),
        on_air.source.statistics.samples - before,
        status.connections,
        str(status.state),
        tuple(marks),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run all devices, or one; print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--device", help="this one alone")
    chosen = parser.parse_args(argv)
    devices = [one for one in DEVICES if one.characteristics and chosen.device in {None, one.id}]
    runs = [ordeal(device, chosen.seconds, traced=True) for device in devices]
    heads = ["sensor", "nonsense", "errors (bytes)", "samples measured", "received", "connections", "state", "kB"]
    rows = [
        [run.device.id, f"{run.nonsense}", f"{run.errors}", f"{run.measured}", f"{run.received}",
         f"{run.connections}", run.state, " ".join(f"{kb:.0f}" for kb in run.traced_kb)]
        for run in runs
    ]  # fmt: skip
    print(table(heads, rows))
    return 0 if all(run.errors for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
