"""All rules of form, found in the folder `rules/`; and how a person changes a limit."""

import dataclasses
import difflib
import importlib
import math
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from sensorcoach.errors import UsageError
from sensorcoach.form import rules
from sensorcoach.form.rule import Rule


@cache
def default_rules() -> tuple[Rule, ...]:
    """Return the `RULE` of each file in `rules/` with its default limits, by position."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    found = [cast("Rule", importlib.import_module(f"{rules.__name__}.{name}").RULE) for name in names]
    return tuple(sorted(found, key=lambda rule: rule.facts.position))


@dataclasses.dataclass(frozen=True, slots=True)
class LimitField:
    """A limit of a rule as a person sees it: `name` is `code.field`."""

    name: str
    value: float
    unit: str
    meaning: str


def list_limits(rule: Rule) -> tuple[LimitField, ...]:
    """Return the limits of a rule, in the order in which it defines them."""
    fields, code = dataclasses.fields(cast("Any", rule)), rule.facts.code
    return tuple(
        LimitField(f"{code}.{f.name}", float(getattr(rule, f.name)), f.metadata["unit"], f.metadata["meaning"])
        for f in fields
    )


def default_limits() -> dict[str, float]:
    """Return the default value of every limit, by name."""
    return {one.name: one.value for rule in default_rules() for one in list_limits(rule)}


def with_limits(settings: Mapping[str, float]) -> tuple[Rule, ...]:
    """Return the rules with some limits changed, as in `{"momentum.peak_ratio": 2.0}`.

    Raises UsageError for an unknown name, with the nearest names, and for a value that is negative or not finite.
    """
    known = default_limits()
    for name, value in settings.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3)
            remedy = f"Did you mean {' or '.join(near)}?" if near else "`sensorcoach rules` lists them."
            raise UsageError("unknown_limit", f"There is no limit called '{name}'.", remedy)
        if not math.isfinite(value) or value < 0.0:
            raise UsageError("bad_limit", f"{name}={value:g} is not a valid limit.", "Give a number from 0 up.")
    return tuple(_change_limits(rule, settings) for rule in default_rules())


def _change_limits(rule: Rule, settings: Mapping[str, float]) -> Rule:
    parts = [(name.partition("."), value) for name, value in settings.items()]
    own = {field: value for (code, _, field), value in parts if code == rule.facts.code}
    return cast("Rule", dataclasses.replace(cast("Any", rule), **own)) if own else rule
