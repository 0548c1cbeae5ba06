"""Verdicts: what a rule of form finds in one rep, and the facts of the rule that every reader of a verdict needs.

Each verdict carries the facts of its rule, so that a summary, a screen or a report knows a new rule without a list.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """The facts of one rule of form; each is on the rule and nowhere else.

    `code` names it in documents and in `--set`, `label` on screens and in tables.
    `position` orders lists of rules and the verdicts of a rep, in the order of movement.
    `severity` orders the broken rules in the summary of a set: the higher one comes first.
    `advice_when_repeated` is shown in a summary instead of the verdict's message, where several reps of the set break
    the rule; `{count}` in it becomes the number of reps to do.
    `guides` are the ids of the guide rules that it watches (docs/guides.md).
    `is_hint`: information, not a fault. A rep that breaks only hints keeps form.
    `spoils_reference`: a rep that breaks it is left out of a reference.
    `holds_after_fall`: also judged where a fall disturbs the measured attitude, as it does without a gyroscope.
    """

    code: str
    label: str
    position: int
    severity: int = 0
    guides: tuple[str, ...] = ()
    is_hint: bool = False
    spoils_reference: bool = False
    holds_after_fall: bool = False
    advice_when_repeated: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one criterion of a rule: a value, its limit, the moment, and whether the rule is broken.

    `criterion` names the quantity and `message` says what to do. `value` and `limit` are in the unit that a person
    reads. `is_minimum`: the limit is the least allowed value, not the greatest.
    `prefix` stands before the value where space is short and the rule's label does not name the criterion.
    """

    rule: RuleFacts
    criterion: str
    value: float
    limit: float
    unit: str
    at_s: float
    message: str
    broken: bool = True
    is_minimum: bool = False
    prefix: str = ""

    @property
    def code(self) -> str:
        """The code of the rule."""
        return self.rule.code


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Why a rule cannot judge a rep, in a few words."""

    reason: str


@dataclass(frozen=True, slots=True)
class SkippedRule:
    """A rule that did not judge a rep, and why."""

    rule: RuleFacts
    reason: str
