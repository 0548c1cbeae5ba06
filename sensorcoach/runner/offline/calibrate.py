"""Make a person's kept reference from a recording."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sensorcoach.errors import InputError, UsageError
from sensorcoach.exercises.exercise import Posture
from sensorcoach.reference import Side
from sensorcoach.references.calibration import CountedRep, calibrate_reps
from sensorcoach.references.kept_reference import KeptReference
from sensorcoach.references.store import ReferenceStore, encode_file_name
from sensorcoach.runner.offline.analyze import collect_events
from sensorcoach.runner.offline.recording_run import open_run
from sensorcoach.runner.offline.rep_selector import find_reps, require_reps
from sensorcoach.runner.options import SessionOptions


@dataclass(frozen=True, slots=True)
class Calibration:
    """The kept reference, its file, its reps, and the reference that it replaced."""

    kept: KeptReference
    path: Path
    reps: Sequence[CountedRep]
    before: KeptReference | None


def calibrate_file(
    path: str, choice: SessionOptions, person: str, reps: str | None, side: Side | None = None
) -> Calibration:
    """Keep a reference from the chosen reps of a recording, by default from its first three slow good reps in a row.

    `side`: the side that worked. Raises SensorcoachError if the recording cannot be read, its reps are not suitable, or
    the reference cannot be written.
    """
    encode_file_name(person)
    run = open_run(path, choice)
    if run.exercise.posture is Posture.ANY:
        message = f"{run.exercise.name} ({run.exercise.id}) judges no form, so a reference has no use."
        raise UsageError(
            "no_form", message, "Name the exercise with --exercise ID; `sensorcoach exercises` lists them."
        )
    if run.placement not in run.exercise.placements:
        message = f"{run.exercise.name} moves the {run.exercise.placements[0]}, not the {run.placement}."
        raise UsageError("wrong_placement", message, "Name the exercise or the placement of this recording.")
    counted = require_reps(path, collect_events(run))
    chosen = find_reps(reps, counted) if reps is not None else counted
    reference, taken = calibrate_reps(chosen, chosen=reps is not None)
    if side and reference.mount:
        reference = replace(reference, mount=replace(reference.mount, side=side))
    today = date.today().isoformat()  # noqa: DTZ011 - the date on the person's own calendar
    kept = KeptReference(" ".join(person.split()), run.exercise.id, run.placement, reference, today, path)
    store = ReferenceStore()
    before = _load_previous(store, kept)
    return Calibration(kept, store.save(kept), taken, before)


def delete_references(person: str, exercise: str | None, placement: str | None) -> list[Path]:
    """Delete a person's references, or those of one exercise or placement. Raises SensorcoachError."""
    choice = SessionOptions.of(exercise, placement)
    exercise_id = choice.exercise.id if choice.exercise else None
    gone = ReferenceStore().forget(person, exercise_id, choice.placement)
    if not gone:
        what = " at the ".join(word for word in (exercise_id, placement) if word)
        message = f"No reference of {person} is stored for {what}."
        raise UsageError("no_reference", message, "`sensorcoach calibrate --list` lists all references.")
    return gone


def _load_previous(store: ReferenceStore, kept: KeptReference) -> KeptReference | None:
    """The reference that will be replaced; None if there is none or it is damaged."""
    try:
        return store.load(kept.person, kept.exercise_id, kept.placement)
    except (UsageError, InputError):
        return None
