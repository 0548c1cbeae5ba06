"""Options of a session: exercise, placement, changed limits and reference. The recording supplies the rest."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sensorcoach.errors import UsageError
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.form.find_rules import with_limits
from sensorcoach.form.judge import Criteria
from sensorcoach.recording.description import Description
from sensorcoach.references.store import ReferenceStore
from sensorcoach.report.terms import OURS, Terms

FALLBACK = "generic"
"""Exercise for a recording that names none. It accepts any repeated lift in any posture."""


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """Options of a session.

    `exercise`, `placement`: None takes the recording's, or those of `FALLBACK`. `terms`: changed limits, and the person
    whose stored reference is used. By default no reference is used: a file gives the same result on each computer.
    `armed`: the recording is one set, or contains marked sets; reps outside of them do not count.
    """

    exercise: Exercise | None = None
    placement: Placement | None = None
    terms: Terms = OURS
    armed: bool = False

    @classmethod
    def of(
        cls,
        exercise: str | None,
        placement: str | None,
        settings: Iterable[str] = (),
        person: str | None = None,
        *,
        armed: bool = False,
    ) -> Self:
        """Return the options for these names. `settings`: limits as `name=value`.

        Raises ExerciseError or UsageError, with similar names, for an unknown name.
        """
        return cls(
            find_exercise(exercise) if exercise is not None else None,
            Placement(placement) if placement is not None else None,
            Terms(parse_limits(settings), check_person(person)),
            armed,
        )

    def settle(self, description: Description | None) -> tuple[Exercise, Placement]:
        """Return exercise and placement for a recording with this description."""
        stored = description.exercise if description else None
        exercise = self.exercise or find_exercise(stored or FALLBACK)
        worn = description.placement if description else None
        placement = self.placement
        if placement is None and worn in {place.value for place in Placement}:
            placement = Placement(worn)
        return exercise, placement or exercise.placements[0]


def parse_limits(texts: Iterable[str]) -> dict[str, float]:
    """Return limits from texts such as `momentum.peak_ratio=2.0`. The last text of a name counts.

    Raises UsageError for another form, an unknown name (with similar names) or a negative value.
    """
    settings = dict(map(_parse_setting, texts))
    with_limits(settings)
    return settings


def check_person(person: str | None) -> str | None:
    """Return the stored spelling of the name. Raises UsageError, with similar names, for an unknown person."""
    return None if person is None else ReferenceStore().know(person)


def load_criteria(terms: Terms, exercise: Exercise, placement: Placement) -> Criteria:
    """Return the rules with these limits and the person's reference. Raises InputError if it is missing or damaged."""
    rules = with_limits(terms.limits)
    if terms.person is None:
        return Criteria(rules)
    return Criteria(rules, ReferenceStore().load(terms.person, exercise.id, placement).reference)


def _parse_setting(text: str) -> tuple[str, float]:
    name, equals, value = (part.strip() for part in text.partition("="))
    number = _parse_number(value)
    if not equals or not name or number is None:
        remedy = "Write a limit's name, an equals sign and a number, such as momentum.peak_ratio=2.0."
        message = f"'{text}' is not a valid limit."
        raise UsageError("bad_setting", message, f"{remedy} `sensorcoach rules` lists the limits.")
    return name, number


def _parse_number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
