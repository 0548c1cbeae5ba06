"""All rules together: their limits, names and places in the documentation."""

import re
from pathlib import Path

import pytest

from sensorcoach.errors import UsageError
from sensorcoach.form.find_rules import default_rules, list_limits, with_limits
from sensorcoach.form.rule import Rule
from sensorcoach.form.rules.dropped import Dropped
from sensorcoach.form.rules.momentum import Momentum

PROMISED = {
    *("momentum", "short_range", "overextension", "short_hold", "sagging_hold", "fast_lower", "dropped"),
    *("bottom_contact", "no_touch", "off_axis", "uneven_sides", "slowing"),
}
"""The codes that the analysis document promises."""

PAGE = Path(__file__).parents[2] / "docs" / "warnings.md"


def test_every_promised_warning_is_there_once():
    """Each code that other programs count on has its rule."""
    codes = [rule.facts.code for rule in default_rules()]
    assert sorted(codes) == sorted(PROMISED)


def test_a_changed_limit():
    """A limit is changed by its name; all others stay."""
    changed = with_limits({"momentum.peak_ratio": 2.0})
    assert changed[0] == Momentum(peak_ratio=2.0)
    assert changed[1:] == default_rules()[1:]


def test_a_limit_may_be_zero():
    """Zero is a valid limit: it reports each jolt above the usual ones."""
    assert with_limits({"dropped.least_mps2": 0.0}) == tuple(
        Dropped(least_mps2=0.0) if isinstance(rule, Dropped) else rule for rule in default_rules()
    )


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("momentum.peak_ration", 2.0, "momentum.peak_ratio"),
        ("nonsense", 1.0, "sensorcoach rules"),
        ("momentum.peak_ratio", -1.0, "from 0 up"),
        ("momentum.peak_ratio", float("nan"), "from 0 up"),
    ],
)
def test_a_limit_that_there_is_not(name: str, value: float, says: str):
    """A slip in the name or the value is answered with what was meant."""
    with pytest.raises(UsageError) as error:
        with_limits({name: value})
    assert says in error.value.remedy


@pytest.mark.parametrize("rule", default_rules(), ids=lambda rule: rule.facts.code)
def test_the_page_has_the_limits_as_they_are(rule: Rule):
    """Each warning has a section in docs/warnings.md with its limits, values and units as the program has them."""
    code = rule.facts.code
    section = re.search(rf"^## `{code}`$(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert section, f"{code} has no section"
    for one in list_limits(rule):
        assert f"| `{one.name}` | {one.value:g} | {one.unit} |" in section.group(1)
