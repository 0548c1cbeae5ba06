"""The rules of the guides: all there, and the warnings that watch them named both ways."""

from pathlib import Path
from typing import get_type_hints

import pytest

from sensorcoach.exercises.guidelines import GuideRule, How, guide_rules, list_guides
from sensorcoach.form.find_rules import default_rules
from sensorcoach.form.rule import Rule
from sensorcoach.report.schema import RepDocument, SetDocument

IDS = [
    *(f"D{number}" for number in range(1, 20)),
    *(f"F{number}" for number in (1, 3, 4, 5, 6, 7, 8, 9, 10)),
    *(f"X{number}" for number in range(1, 6)),
]
WATCHED = {id_ for rule in default_rules() for id_ in rule.facts.guides}
PAGE = Path(__file__).parents[2] / "docs" / "guides.md"
KEYS = set(get_type_hints(RepDocument)) | set(get_type_hints(SetDocument))


def test_every_rule_is_listed():
    """Each request of the guides is listed once, in order."""
    assert [rule.id for rule in guide_rules()] == IDS


@pytest.mark.parametrize("rule", guide_rules(), ids=lambda rule: rule.id)
def test_a_rule_names_its_measurement(rule: GuideRule):
    """Each rule names the guides that ask for it, and either what it is seen by or why it is not."""
    assert rule.guides
    assert rule.text.endswith(".")
    seen = bool(rule.keys) or rule.id in WATCHED
    assert seen == (rule.how in {How.MEASURED, How.SHOWN})
    assert seen or rule.note.endswith(".")


@pytest.mark.parametrize("rule", guide_rules(), ids=lambda rule: rule.id)
def test_what_a_rule_is_seen_by_is_there(rule: GuideRule):
    """A rule is seen by numbers that can be read, not by names of nothing."""
    assert set(rule.keys) <= KEYS


@pytest.mark.parametrize("rule", default_rules(), ids=lambda rule: rule.facts.code)
def test_a_warning_watches_rules_that_there_are(rule: Rule):
    """Each warning names rules of the guides, and only rules that can be measured."""
    measured = {one.id for one in guide_rules() if one.how is How.MEASURED}
    assert rule.facts.guides
    assert set(rule.facts.guides) <= measured


def test_the_page_names_guides_and_rules():
    """docs/guides.md has the title of every guide, and every rule with its request and the guides that ask for it."""
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    for guide in list_guides():
        assert guide.title in page
    for rule in guide_rules():
        assert f"| {rule.id} | {rule.text} | {', '.join(guide.name for guide in rule.guides)} |" in page


def test_no_exercise_is_shown_a_bare_id():
    """A sentence is what a person reads: no rule's text or note names another by its id."""
    words = {word.strip(".,;:") for rule in guide_rules() for word in f"{rule.text} {rule.note}".split()}
    assert not words & set(IDS)
