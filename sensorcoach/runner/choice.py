"""What a user asked for: exercise, placement, changed limits, whose reference; the rest is left to the recording."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.recording.description import Description
from sensorcoach.report.terms import OURS, Terms
from sensorcoach.runner.standards import checked_person, settings_of

FALLBACK = "generic"
"""Counts any repeated lift, in any posture, and compares a person with themselves alone."""


@dataclass(frozen=True, slots=True)
class Choice:
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
            Terms(settings_of(settings), checked_person(person)),
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
