"""All rules of form with their limits, in the order in which they are told; and how a person changes a limit."""

import dataclasses
import difflib
import math
from collections.abc import Mapping
from typing import Any, cast

from sensorcoach.errors import UsageError
from sensorcoach.form.rule import Rule
from sensorcoach.form.rules.bottom_contact import BottomContact
from sensorcoach.form.rules.dropped import Dropped
from sensorcoach.form.rules.fast_lower import FastLower
from sensorcoach.form.rules.momentum import Momentum
from sensorcoach.form.rules.no_touch import NoTouch
from sensorcoach.form.rules.off_axis import OffAxis
from sensorcoach.form.rules.overextension import Overextension
from sensorcoach.form.rules.sagging_hold import SaggingHold
from sensorcoach.form.rules.short_hold import ShortHold
from sensorcoach.form.rules.short_range import ShortRange
from sensorcoach.form.rules.slowing import Slowing
from sensorcoach.form.rules.uneven_sides import UnevenSides

DEFAULT_RULES: tuple[Rule, ...] = (
    Momentum(),
    ShortRange(),
    Overextension(),
    ShortHold(),
    SaggingHold(),
    Dropped(),
    FastLower(),
    BottomContact(),
    NoTouch(),
    OffAxis(),
    UnevenSides(),
    Slowing(),
)


@dataclasses.dataclass(frozen=True, slots=True)
class LimitField:
    """A limit of a rule as a person sees it: `name` is `code.field`."""

    name: str
    value: float
    unit: str
    meaning: str


def list_limits(rule: Rule) -> tuple[LimitField, ...]:
    """The limits of a rule, in the order in which it states them."""
    fields = dataclasses.fields(cast("Any", rule))
    return tuple(
        LimitField(f"{rule.code}.{f.name}", float(getattr(rule, f.name)), f.metadata["unit"], f.metadata["meaning"])
        for f in fields
    )


def with_limits(settings: Mapping[str, float]) -> tuple[Rule, ...]:
    """The rules with some limits changed: `{"momentum.peak_ratio": 2.0}`.

    Raises UsageError, with the nearest names, for one that there is not; and for a value that is no limit.
    """
    known = [one.name for rule in DEFAULT_RULES for one in list_limits(rule)]
    for name, value in settings.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=3)
            remedy = f"Did you mean {' or '.join(near)}?" if near else "`sensorcoach rules` lists them."
            raise UsageError("unknown_limit", f"There is no limit called '{name}'.", remedy)
        if not math.isfinite(value) or value < 0.0:
            raise UsageError("bad_limit", f"{name}={value:g} is no limit.", "Give a number from 0 up.")
    return tuple(_changed(rule, settings) for rule in DEFAULT_RULES)


def _changed(rule: Rule, settings: Mapping[str, float]) -> Rule:
    own = {name.partition(".")[2]: value for name, value in settings.items() if name.partition(".")[0] == rule.code}
    return cast("Rule", dataclasses.replace(cast("Any", rule), **own)) if own else rule
