"""What reps are held against, from what a user wrote: limits by name, and a person's stored reference."""

import math
from collections.abc import Iterable

from sensorcoach.detect.judge import Standards
from sensorcoach.detect.warnings.rules import with_limits
from sensorcoach.errors import UsageError
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.people.store import PeopleStore
from sensorcoach.report.terms import Terms


def settings_of(texts: Iterable[str]) -> dict[str, float]:
    """Limits from `momentum.peak_ratio=2.0`; of one named twice the last counts.

    Raises UsageError for one that is not of this form, is not known (with the nearest names) or is no limit.
    """
    settings = dict(map(_setting, texts))
    with_limits(settings)
    return settings


def checked_person(person: str | None) -> str | None:
    """The name as it was kept. Raises UsageError, with the nearest names, where nothing is kept of this person."""
    return None if person is None else PeopleStore().know(person)


def standards_of(terms: Terms, exercise: Exercise, placement: Placement) -> Standards:
    """The rules with these limits, and the person's reference. Raises InputError where none is there, or damaged."""
    rules = with_limits(terms.limits)
    if terms.person is None:
        return Standards(rules)
    return Standards(rules, PeopleStore().load(terms.person, exercise.id, placement).reference)


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
