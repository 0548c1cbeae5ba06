"""The rules of the guides: all there, and the warnings that watch them named both ways."""

from typing import get_type_hints

import pytest

from sensorcoach.exercises.guidelines import GuideRule, How, guide_rules
from sensorcoach.form.all_rules import DEFAULT_RULES
from sensorcoach.report.schema import RepDocument, SetDocument

IDS = [
    *(f"D{number}" for number in range(1, 20)),
    *(f"F{number}" for number in (1, 3, 4, 5, 6, 7, 8, 9, 10)),
    *(f"X{number}" for number in range(1, 6)),
]
SEEDS = {"000", "001", "002", "003", "004"}
CODES = {rule.code for rule in DEFAULT_RULES}
KEYS = set(get_type_hints(RepDocument)) | set(get_type_hints(SetDocument))


def test_every_rule_is_listed():
    """Nothing that a guide asks for is left out, and each stands once, in order."""
    assert [rule.id for rule in guide_rules()] == IDS


@pytest.mark.parametrize("rule", guide_rules(), ids=lambda rule: rule.id)
def test_a_rule_says_what_is_done_about_it(rule: GuideRule):
    """Each rule says which guides ask for it, and either by what it is seen or why it is not."""
    assert rule.seeds
    assert set(rule.seeds) <= SEEDS
    assert rule.text.endswith(".")
    assert bool(rule.by) == (rule.how in {How.MEASURED, How.SHOWN})
    assert rule.by or rule.note.endswith(".")


@pytest.mark.parametrize("rule", guide_rules(), ids=lambda rule: rule.id)
def test_what_a_rule_is_seen_by_is_there(rule: GuideRule):
    """A rule is seen by warnings that can be raised and numbers that can be read, not by names of nothing."""
    assert set(rule.by) <= CODES | KEYS


@pytest.mark.parametrize("rule", DEFAULT_RULES, ids=lambda rule: rule.code)
def test_a_warning_serves_the_rules_that_name_it(rule: object):
    """Each warning is for exactly the rules that are listed as watched by it."""
    code, serves = next((one.code, one.serves) for one in DEFAULT_RULES if one is rule)
    assert set(serves) == {guide.id for guide in guide_rules() if code in guide.by}


def test_no_exercise_is_shown_a_bare_id():
    """A sentence is what a person reads: no rule's text or note names another by its id."""
    words = {word.strip(".,;:") for rule in guide_rules() for word in f"{rule.text} {rule.note}".split()}
    assert not words & set(IDS)
