"""A recording becomes a person's kept reference."""

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
    """What was kept, where, from which reps, and what stood there before."""

    kept: KeptReference
    path: Path
    reps: Sequence[CountedRep]
    before: KeptReference | None


def calibrate_file(
    path: str, choice: SessionOptions, person: str, reps: str | None, side: Side | None = None
) -> Calibration:
    """Keep the reference that these reps of the recording make, else its first three slow good ones in a row.

    `side` is the one that worked. Raises SensorcoachError where it cannot be read or kept, or its reps will not do.
    """
    encode_file_name(person)
    run = open_run(path, choice)
    if run.exercise.posture is Posture.ANY:
        message = (
            f"{run.exercise.name} ({run.exercise.id}) judges no form, so there is nothing to keep a reference for."
        )
        raise UsageError(
            "no_form", message, "Say which exercise it is: --exercise ID; `sensorcoach exercises` lists them."
        )
    counted = require_reps(path, collect_events(run))
    chosen = find_reps(reps, counted) if reps is not None else counted
    reference, taken = calibrate_reps(chosen, chosen=reps is not None)
    if side and reference.mount:
        reference = replace(reference, mount=replace(reference.mount, side=side))
    today = date.today().isoformat()  # noqa: DTZ011 - the date on the person's own calendar
    kept = KeptReference(" ".join(person.split()), run.exercise.id, run.placement, reference, today, path)
    store = ReferenceStore()
    before = _before(store, kept)
    return Calibration(kept, store.save(kept), taken, before)


def delete_references(person: str, exercise: str | None, placement: str | None) -> list[Path]:
    """Delete what is kept of a person, of one exercise or placement where given. Raises SensorcoachError."""
    choice = SessionOptions.of(exercise, placement)
    exercise_id = choice.exercise.id if choice.exercise else None
    gone = ReferenceStore().forget(person, exercise_id, choice.placement)
    if not gone:
        what = " at the ".join(word for word in (exercise_id, placement) if word)
        message = f"Nothing is kept of {person} for {what}."
        raise UsageError("no_reference", message, "`sensorcoach calibrate --list` lists what there is.")
    return gone


def _before(store: ReferenceStore, kept: KeptReference) -> KeptReference | None:
    """What is about to be replaced; nothing, and damaged ones too, count as nothing."""
    try:
        return store.load(kept.person, kept.exercise_id, kept.placement)
    except (UsageError, InputError):
        return None
