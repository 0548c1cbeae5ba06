"""Measure the errors of sample times, and the loss estimates of wires without counters.

usage: python -m bench.sample_times [--seeds N]

Every family runs over a radio that bunches at 45 ms and stalls for 0.1 to 0.4 s at every thirty-third notification (at
most 0.75 times a second with small ones: the link is then dead for a fifth of the time). The sensor's clock is 7000 ppm
fast or slow. Families that number their samples also lose every twentieth notification. Errors exclude the constant
delay, which cannot be known. The second table has samples lost in stalls, estimated against lost. Sensor and radio are
simulated.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from bench.agreement import table
from sensorcoach.clock.sample_clock import SampleClock
from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import DEVICES
from sensorcoach.packets import Packet
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.simulator.radio import RadioModel, transmit
from sensorcoach.simulator.sensor import SensorModel
from sensorcoach.simulator.session import SimulatedSession, random_session

LASTS_S = 120.0
PPMS = (-7000.0, 700.0, 7000.0)
STALLED, LOST = 0.03, 0.05
MOST_STALLS_PER_S = 0.75
STEP_MPS2, BASE = 0.1, 100
"""The number of a sample is written into its force, in digits to this base and of this step: any wire keeps them."""
QUEUES = (2, 4, 8)
"""Notifications that a sensor keeps in a stall; later ones are lost."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One run: the error of each sample's time (n,) in seconds, samples lost, and losses that are reported."""

    error_s: FloatArray
    lost: int
    told: int

    @property
    def rms_ms(self) -> float:
        return 1000.0 * float(np.sqrt(np.mean(self.error_s**2)))


@lru_cache(maxsize=1)
def _any_session() -> SimulatedSession:
    return random_session(1)


def numbered(rate_hz: float, ppm: float, phase: float) -> SimulatedSession:
    """Return samples that carry their own numbers, at their true times."""
    sensor = SensorModel(rate_hz, clock_ppm=ppm, phase=phase)
    time_s = sensor.instants(LASTS_S)
    number = np.arange(len(time_s))
    digits = [number // BASE**place % BASE for place in range(3)]
    acc_mps2 = STEP_MPS2 * np.column_stack(digits).astype(np.float64)
    return replace(_any_session(), sensor=sensor, samples=Samples(time_s, acc_mps2, np.zeros_like(acc_mps2)))


def timed(device: Device, radio: RadioModel, ppm: float, seed: int) -> Timed:
    """Run encoder, radio, decoder and clock once."""
    rate_hz = device.usual_hz
    session = numbered(rate_hz, ppm, (0.37 * seed) % 1.0)
    packets: list[Packet] = transmit(session, device, radio, seed)
    decoder, clock = device.decoder(rate_hz), SampleClock(rate_hz)
    parts = [clock.feed(decoder.feed(packets)), clock.finish()]
    time_s = np.concatenate([part.time_s for part in parts])
    digits = np.rint(np.concatenate([part.acc_mps2 for part in parts]) / STEP_MPS2).astype(np.int64)
    number = digits @ np.array([1, BASE, BASE**2])
    error_s = time_s - session.samples.time_s[number]
    lost = int(number[-1] - number[0]) + 1 - len(number)
    return Timed(error_s - np.median(error_s), lost, clock.lost_samples + decoder.lost_samples)


def time_rows(device: Device, seeds: range) -> Iterator[list[str]]:
    """Return a row for each clock: RMS over all seeds, the worst seed, the largest error."""
    packets_per_s = device.usual_hz / _batch(device)
    loss = LOST if device.numbers_samples else 0.0
    stalls_per_s = min(STALLED * packets_per_s, MOST_STALLS_PER_S)
    radio = RadioModel(interval_s=0.045, stalls_per_s=stalls_per_s, loss=loss)
    for ppm in PPMS:
        runs = [timed(device, radio, ppm, seed) for seed in seeds]
        worst_ms = max(1000.0 * float(np.abs(run.error_s).max()) for run in runs)
        all_ms = float(np.sqrt(np.mean([run.rms_ms**2 for run in runs])))
        cells = [f"{all_ms:.2f}", f"{max(run.rms_ms for run in runs):.2f}", f"{worst_ms:.0f}"]
        yield [device.id, f"{ppm:+.0f}", f"{loss:.0%}", *cells]


def loss_rows(device: Device, seeds: range) -> Iterator[list[str]]:
    """Return a row for each kind of loss: lost and reported over all seeds, and sessions reported within a fifth."""
    kinds = [(f"stalls, {queue} kept", RadioModel(0.03, stalls_per_s=0.3, queue=queue)) for queue in QUEUES]
    kinds += [(f"singly, {share:.1%}", RadioModel(0.03, loss=share)) for share in (0.005, 0.02)]
    for name, radio in kinds:
        runs = [timed(device, radio, PPMS[seed % 3], seed) for seed in seeds]
        runs = [run for run in runs if run.lost]
        lost, told = sum(run.lost for run in runs), sum(run.told for run in runs)
        near = sum(abs(run.told - run.lost) <= 0.2 * run.lost for run in runs)
        yield [
            device.id,
            name,
            str(lost),
            f"{told} ({told / lost - 1.0:+.1%})" if lost else "-",
            f"{near} of {len(runs)}",
        ]


def _batch(device: Device) -> int:
    """Return the samples per notification, by the encoder itself."""
    encoder, rate_hz = device.encoder(device.usual_hz), device.usual_hz
    samples = numbered(rate_hz, 0.0, 0.0).samples
    for k in range(len(samples)):
        if encoder.feed(
            Samples(*(column[k : k + 1] for column in (samples.time_s, samples.acc_mps2, samples.acc_mps2)))
        ):
            return k + 1
    return 1


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=6, help="runs per row (default 6)")
    seeds = range(1, parser.parse_args().seeds + 1)
    rows = [row for device in DEVICES for row in time_rows(device, seeds)]
    print(table(["family", "clock, ppm", "loss", "RMS, ms", "worst run", "largest"], rows))
    rows = [row for device in DEVICES for row in loss_rows(device, seeds)]
    print("\n" + table(["family", "samples lost", "lost", "reported", "within a fifth"], rows))


if __name__ == "__main__":
    main()
