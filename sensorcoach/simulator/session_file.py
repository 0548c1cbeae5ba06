"""Simulated sessions as recordings, marked as simulated, with their truth beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sensorcoach.devices.device import Device
from sensorcoach.recording.description import Description
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.simulator.radio import GOOD_RADIO, RadioModel, transmit
from sensorcoach.simulator.session import SimulatedSession
from sensorcoach.simulator.truth_tables import TruthTables, make_truth_tables

SUFFIX = ".mcap"


@dataclass(frozen=True, slots=True)
class NamedSession:
    """A session, the name of its file without suffix, the seed of its radio, and a note for people."""

    session: SimulatedSession
    name: str
    seed: int
    note: str = ""

    @property
    def file(self) -> str:
        return self.name + SUFFIX


def write_session(path: Path, named: NamedSession, device: Device, radio: RadioModel = GOOD_RADIO) -> None:
    """Write one recording of raw packets, replacing an older one; the same session gives the same bytes.

    Raises OSError where the file cannot be written.
    """
    plan = named.session.plan
    description = Description(
        device_id=device.id,
        rate_hz=named.session.sensor.rate_hz,
        exercise=plan.exercise.id,
        placement=plan.placement.value,
        simulated=True,
        note=named.note,
    )
    with RecordingWriter(path.open("wb"), description) as writer:
        writer.write(transmit(named.session, device, radio, named.seed))


def write_sessions(
    folder: Path, sessions: Sequence[NamedSession], device: Device, radio: RadioModel = GOOD_RADIO
) -> TruthTables:
    """Write a recording for each session into `folder`, and the truth in recordings.csv, sets.csv and reps.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = TruthTables()
    for named in sessions:
        write_session(folder / named.file, named, device, radio)
        truth = truth.concatenate(make_truth_tables(named.session, named.file, named.note))
    truth.write(folder)
    return truth
