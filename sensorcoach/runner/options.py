"""What a user asked for: exercise, placement, changed limits, whose reference; the rest is left to the recording."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sensorcoach.errors import UsageError
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.form.all_rules import with_limits
from sensorcoach.form.judge import Criteria
from sensorcoach.recording.description import Description
from sensorcoach.references.store import ReferenceStore
from sensorcoach.report.terms import OURS, Terms

FALLBACK = "generic"
"""Counts any repeated lift, in any posture, and compares a person with themselves alone."""


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """What was asked for; None leaves it to the recording, else to `FALLBACK` and its better placement.

    `terms` are changed limits and whose stored reference is used: nobody's, unless asked for, so that the same file
    gives the same answer everywhere. `armed`: the recording is one set, or holds sets that were marked; nothing counts
    outside of them.
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
        """From names as a user writes them; `settings` are `name=value`.

        Raises ExerciseError or UsageError, with the nearest names, for one that is not known.
        """
        return cls(
            find_exercise(exercise) if exercise is not None else None,
            Placement(placement) if placement is not None else None,
            Terms(parse_limits(settings), check_person(person)),
            armed,
        )

    def settle(self, description: Description | None) -> tuple[Exercise, Placement]:
        """The exercise and placement for a recording that says this of itself."""
        stored = description.exercise if description else None
        exercise = self.exercise or find_exercise(stored or FALLBACK)
        worn = description.placement if description else None
        placement = self.placement
        if placement is None and worn in {place.value for place in Placement}:
            placement = Placement(worn)
        return exercise, placement or exercise.placements[0]


def parse_limits(texts: Iterable[str]) -> dict[str, float]:
    """Limits from `momentum.peak_ratio=2.0`; of one named twice the last counts.

    Raises UsageError for one that is not of this form, is not known (with the nearest names) or is no limit.
    """
    settings = dict(map(_setting, texts))
    with_limits(settings)
    return settings


def check_person(person: str | None) -> str | None:
    """The name as it was kept. Raises UsageError, with the nearest names, where nothing is kept of this person."""
    return None if person is None else ReferenceStore().know(person)


def load_criteria(terms: Terms, exercise: Exercise, placement: Placement) -> Criteria:
    """The rules with these limits, and the person's reference. Raises InputError where none is there, or damaged."""
    rules = with_limits(terms.limits)
    if terms.person is None:
        return Criteria(rules)
    return Criteria(rules, ReferenceStore().load(terms.person, exercise.id, placement).reference)


def _setting(text: str) -> tuple[str, float]:
    name, equals, value = (part.strip() for part in text.partition("="))
    number = _number(value)
    if not equals or not name or number is None:
        remedy = "Write a limit's name, an equals sign and a number, such as momentum.peak_ratio=2.0."
        raise UsageError("bad_setting", f"'{text}' sets no limit.", f"{remedy} `sensorcoach rules` lists the limits.")
    return name, number


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
