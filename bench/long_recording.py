"""Recordings of hours: simulated sessions end to end, as packets of the open profile, in MCAP."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.devices.device import Encoder
from sensorcoach.devices.families.open_profile.device import DEVICE
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.packets import Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.samples import Samples
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Style, usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import simulate

RATE_HZ = 100.0
BATCH = 10
EXERCISE = "glute-bridge"
_INTERVAL_S = 0.03
_LATENCY_S = 0.005
_STYLES = (Style.USUAL, Style.LONG_HOLD, Style.BRISK, Style.TWO_PEAK)


def tiles() -> list[Samples]:
    """Return one session per style, with walking in and getting up: accelerometer and gyroscope at 100 Hz."""
    exercise = find_exercise(EXERCISE)
    upright = Rotation.identity()  # worn alike in all, so that they join while standing
    sensor = random_sensor(1, RATE_HZ)
    return [
        simulate(usual_plan(exercise, style=style), random_person(seed), sensor, seed, upright).samples
        for seed, style in enumerate(_STYLES)
    ]


def packets(sessions: list[Samples], duration_s: float) -> Iterator[list[Packet]]:
    """Repeat those sessions until the time is full, as notifications of a good radio link."""
    encoder: Encoder = DEVICE.encoder(RATE_HZ)
    given, number = 0, 0
    while given < duration_s * RATE_HZ:
        tile = sessions[number % len(sessions)]
        count = min(len(tile), round(duration_s * RATE_HZ) - given) // BATCH * BATCH
        if count == 0:
            return
        time_s = np.arange(given, given + count) / RATE_HZ
        gyro_radps = None if tile.gyro_radps is None else tile.gyro_radps[:count]
        payloads = encoder.feed(Samples(time_s, tile.acc_mps2[:count], gyro_radps))
        yield [
            Packet(_arrival_s(last), payload)
            for last, payload in zip(time_s[BATCH - 1 :: BATCH], payloads, strict=True)
        ]
        given, number = given + count, number + 1


def _arrival_s(ready_s: float) -> float:
    return math.ceil(ready_s / _INTERVAL_S) * _INTERVAL_S + _LATENCY_S


def write_long(path: Path, sessions: list[Samples], duration_s: float) -> None:
    """Write a recording of that length to `path`."""
    description = Description(DEVICE.id, RATE_HZ, EXERCISE, "pelvis", simulated=True, note="simulated; for timing")
    with RecordingWriter.create(path, description, to_disk=False) as writer:
        for group in packets(sessions, duration_s):
            writer.write(group)
