"""What a rule of form is: a frozen value whose fields are its limits, and a judgement of one rep.

A rule is one file in `rules/`, which ends with `RULE = TheRule()`. CONTRIBUTING.md has the steps ("Add a warning").
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from sensorcoach.exercises.exercise import Exercise, Posture
from sensorcoach.form.measures import RepMeasures
from sensorcoach.reference import Reference, Side
from sensorcoach.verdicts import NotApplicable, RuleFacts, Verdict


@dataclass(frozen=True, slots=True)
class JudgingContext:
    """What is known when a rep is judged, besides the rep.

    `own` is the person's reference, None before there is one. `earlier` are the reps of this set before it.
    `fits`: this set has shown a rep like those of the reference. Until then a larger rep may be the usual one.
    `other_side_rad` is the median range of the latest set on the other side, None where sides are unknown.
    """

    exercise: Exercise
    own: Reference | None
    earlier: Sequence[RepMeasures] = ()
    fits: bool = True
    side: Side | None = None
    other_side_rad: float | None = None

    @property
    def judges_form(self) -> bool:
        """Whether the exercise has a form of its own; `generic` has none."""
        return self.exercise.posture is not Posture.ANY


Judgement = list[Verdict] | NotApplicable
"""A verdict for each criterion that applies, the most telling first; or the reason why none does."""


class Rule(Protocol):
    """A rule of form. Its dataclass fields are the limits that a person may change: `--set code.field=value`."""

    facts: ClassVar[RuleFacts]

    def judge(self, rep: RepMeasures, context: JudgingContext) -> Judgement:
        """Return at least one verdict, or the reason why the rule does not apply to this rep."""
        ...


def limit(default: float, unit: str, meaning: str) -> Any:  # noqa: ANN401 - like `dataclasses.field`, it stands for a float
    """Return a dataclass field that a person may change: default, unit, and the effect of a smaller or larger value."""
    return field(default=default, metadata={"unit": unit, "meaning": meaning})
