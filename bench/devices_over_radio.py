"""Measure every sensor family over the virtual radio at its usual rate: samples measured, received, lost.

usage: python -m bench.devices_over_radio [--seconds S] [--interval S] [--loss SHARE] [--stalls PER_S] [--device ID]

Sensor, person and radio are simulated; GATT, start-up dialogue and decoders are real. Time is virtual. Each decoded
sample is compared with the sensor's own samples since its start. `reported lost`: missing samples by the wire's own
numbers, where it has them. Prints a Markdown table. Fails if a sample is wrong, or lost although no loss was requested.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from bleak import BleakClient

from bench.agreement import table
from bench.bare_receiver import BareReceiver, scanned
from bench.matching import Match, match, since, telling
from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import DEVICES
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.simulator.performance import Performance, perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Style, usual_plan
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from sensorcoach.virtual_radio.fast_time import run_fast
from sensorcoach.virtual_radio.faults import Faults
from sensorcoach.virtual_radio.sensor_in_air import SensorInAir
from sensorcoach.virtual_radio.virtual_air import virtual_air

SEED = 6


@dataclass(frozen=True, slots=True)
class Run:
    """One device's minute: its rate, notifications, samples, and missing samples by its wire."""

    device: Device
    rate_hz: float
    connect_s: float
    notifications: int
    lost_notifications: int
    told_lost: int
    skipped_bytes: int
    whole: Match
    """Comparison of all received with all measured samples."""
    samples: Match
    """The same from the end of the start-up on: a change of the rate may cost a batch."""


async def stream(device: Device, performance: Performance, faults: Faults, seconds: float) -> Run:
    """Scan, connect, start, and stream for `seconds`."""
    spec = SensorInAir(device, performance, faults=faults, seed=SEED, sensor=telling, repeats=True)
    async with virtual_air(spec) as air:
        sensor, clock = air.sensors[0], asyncio.get_running_loop().time
        begun_s = clock()
        async with BleakClient(await scanned(air, device), backend=air.client) as client:
            receiver = BareReceiver(device, client)
            rate_hz = await receiver.start()
            started_s = clock()
            await asyncio.sleep(seconds)
        decoder = device.decoder(rate_hz)
        frames = decoder.feed(receiver.packets)
        fed = sensor.fed
        if fed is None:
            raise RuntimeError("the sensor has kept no samples to compare with")
        return Run(
            device,
            rate_hz,
            started_s - begun_s,
            sensor.traffic.sent,
            sensor.traffic.lost - sensor.traffic.lost_at_drop,
            decoder.lost_samples,
            decoder.skipped_bytes,
            match(frames, fed.samples),
            match(frames, since(fed.samples, started_s)),
        )


def failures(run: Run, faults: Faults) -> list[str]:
    """Return the faults in words."""
    wrong: list[str] = []
    missing, whole = run.samples.before + run.samples.missing, run.whole
    if whole.foreign or not run.samples.matched:
        wrong.append(f"{run.device.name}: {whole.foreign} received samples differ from the measured ones")
    if missing and not (faults.loss or faults.stalls_per_s):
        wrong.append(f"{run.device.name}: {missing} samples are missing without a loss")
    if run.device.numbers_samples and run.told_lost != whole.missing:
        wrong.append(
            f"{run.device.name}: {whole.missing} samples are missing in all, its decoder reports {run.told_lost}"
        )
    return wrong


def row(run: Run) -> list[str]:
    """Return one line of the table."""
    samples = run.samples
    missing = samples.before + samples.missing
    return [
        run.device.id,
        f"{run.rate_hz:g}",
        f"{run.connect_s:.2f}",
        f"{run.notifications}",
        f"{run.lost_notifications}",
        f"{samples.matched + missing}",
        f"{samples.matched}",
        f"{missing}",
        f"{run.told_lost}" if run.device.numbers_samples else "-",
        f"{run.whole.foreign}",
        f"{samples.acc_error_mps2 / STANDARD_GRAVITY_MPS2 * 1000.0:.2f}",
    ]


HEADS = [
    "sensor", "Hz", "connect s", "notifications", "of those lost", "samples measured", "received", "missing",
    "reported lost", "wrong", "largest error mg",
]  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run all devices, or one; print the table, and faults to standard error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--interval", type=float, default=0.03, help="connection interval in seconds")
    parser.add_argument("--loss", type=float, default=0.0, help="share of the notifications lost singly")
    parser.add_argument("--stalls", type=float, default=0.0, help="stalls of 240 ms a second")
    parser.add_argument("--device", help="measure this device only")
    chosen = parser.parse_args(argv)
    faults = Faults(interval_s=chosen.interval, loss=chosen.loss, stalls_per_s=chosen.stalls)
    performance = perform(
        usual_plan(find_exercise("glute-bridge"), sets=1, reps=8, style=Style.USUAL), random_person(SEED), SEED
    )
    devices = [one for one in DEVICES if one.characteristics and chosen.device in {None, one.id}]
    runs = [run_fast(stream(device, performance, faults, chosen.seconds)) for device in devices]
    print(table(HEADS, [row(run) for run in runs]))
    wrong = [line for run in runs for line in failures(run, faults)]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
