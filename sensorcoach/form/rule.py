"""What a rule of form is: a frozen value whose fields are its limits, and one question it answers of a rep.

A new rule is one file here, its line in `rules.py`, its page in docs/warnings.md and its cases in the tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from sensorcoach.events import Side, Verdict
from sensorcoach.exercises.exercise import Exercise, Posture
from sensorcoach.form.measures import RepMeasures
from sensorcoach.reference import Reference


@dataclass(frozen=True, slots=True)
class JudgingContext:
    """What is known when a rep is judged, besides the rep.

    `own` is the person's reference, None before there is one. `earlier` are the reps of this set before it.
    `fits` says that this set has shown a rep like those of the reference: until then a larger one may be the usual.
    `other_side_rad` is the median range of the latest set on the other side, None where sides are not known.
    """

    exercise: Exercise
    own: Reference | None
    earlier: Sequence[RepMeasures] = ()
    fits: bool = True
    side: Side | None = None
    other_side_rad: float | None = None

    @property
    def judges_form(self) -> bool:
        """`generic` has no form: a person is only compared with themselves."""
        return self.exercise.posture is not Posture.ANY


class Rule(Protocol):
    """A rule of form. Its dataclass fields are what a person may change: `--set code.field=value`."""

    code: ClassVar[str]
    serves: ClassVar[tuple[str, ...]]
    """Ids of the guides' rules that it watches (exercises/guidelines.toml)."""
    hint: ClassVar[bool]
    """Information rather than a fault: a rep that only shows this is a good one."""

    def judge(self, rep: RepMeasures, known: JudgingContext) -> list[Verdict]:
        """One verdict for each criterion that applies, the most telling first; none where nothing can be said."""
        ...


def limit(default: float, unit: str, meaning: str) -> Any:  # noqa: ANN401 - like `dataclasses.field`, it stands for a float
    """A field that a person may change: its default, unit, and what a smaller or larger one means."""
    return field(default=default, metadata={"unit": unit, "meaning": meaning})
