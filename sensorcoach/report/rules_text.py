"""The rules of the guides, the warnings that watch them, and their limits, as a person reads them."""

import difflib
import textwrap
from collections.abc import Iterator, Sequence
from inspect import getdoc

from sensorcoach.errors import UsageError
from sensorcoach.exercises.guidelines import GuideRule, How, guide_rules
from sensorcoach.form.all_rules import LimitField, list_limits
from sensorcoach.form.rule import Rule
from sensorcoach.report.comparison import DEFAULT_LIMITS

WIDTH = 80
_INDENT = " " * 27
_HOW = {How.UNMEASURABLE: "not measurable"}
_LEGEND = (
    "seed: which of the five guides (000 to 004) asks for it. measured: the sensor sees it, by these warnings and keys"
    " of `analyze --json`. shown: what it asks and what was done stand side by side. spoken: told in words only. No"
    " guide gives a number: every limit is ours, and you can change it with --set NAME=VALUE."
)


def format_rules(rules: Sequence[Rule]) -> str:
    """Every rule of the guides, then the warnings with their present limits; changed ones are marked."""
    return "\n".join([*_guides(), "", *_warnings(rules)])


def format_rule(name: str, rules: Sequence[Rule]) -> str:
    """One warning, or one rule of the guides with the warnings that watch it.

    Raises UsageError, with the nearest names, where it is neither.
    """
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    for rule in rules:
        if rule.code == wanted:
            return "\n".join(_details(rule))
    for guide in guide_rules():
        if guide.id.lower() == wanted:
            watching = [rule for rule in rules if rule.code in guide.by]
            return "\n".join([*_guide(guide), *(line for rule in watching for line in ("", *_details(rule)))])
    known = [rule.code for rule in rules] + [guide.id.lower() for guide in guide_rules()]
    near = difflib.get_close_matches(wanted, known, n=3) or [rule.code for rule in rules]
    raise UsageError("unknown_rule", f"There is no rule called '{name}'.", f"Nearest: {', '.join(near)}.")


def _guides() -> Iterator[str]:
    yield "rule  seed                 what the guides ask, and what is done about it"
    yield "-" * WIDTH
    for rule in guide_rules():
        yield from _guide(rule)
    yield ""
    yield from textwrap.wrap(_LEGEND, WIDTH)


def _guide(rule: GuideRule) -> Iterator[str]:
    """What it asks, then what becomes of it, under each other."""
    head = f"{rule.id:<4}  {' '.join(rule.seeds):<19}  "
    yield from textwrap.wrap(head + rule.text, WIDTH, subsequent_indent=_INDENT, drop_whitespace=True)
    how = _HOW.get(rule.how, rule.how.value) + (f" by {', '.join(rule.by)}" if rule.by else "")
    done = f"{how}. {rule.note}" if rule.note else f"{how}."
    yield from textwrap.wrap(done, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _warnings(rules: Sequence[Rule]) -> Iterator[str]:
    yield "warning and its limits                    now  unit"
    yield "-" * WIDTH
    for rule in rules:
        yield f"{rule.code}: for {', '.join(rule.serves)}{' (a hint, no fault)' if rule.hint else ''}"
        for one in list_limits(rule):
            yield _limit(one)
    yield ""
    yield "`sensorcoach rules momentum` says what the limits of one warning mean."


def _limit(one: LimitField) -> str:
    ours = DEFAULT_LIMITS[one.name]
    changed = f"  (changed from {ours:g})" if one.value != ours else ""
    return f"  {one.name:<34}  {one.value:>7g}  {one.unit}{changed}"


def _details(rule: Rule) -> Iterator[str]:
    """What the warning looks at, which rules it is for, and each limit with its meaning."""
    texts = {guide.id: guide for guide in guide_rules()}
    yield f"{rule.code}{' (a hint, no fault)' if rule.hint else ''}"
    yield from textwrap.wrap(getdoc(type(rule)) or "", WIDTH, initial_indent="  ", subsequent_indent="  ")
    for id_ in rule.serves:
        guide = texts[id_]
        told = f"  for {id_} (seed {', '.join(guide.seeds)}): {guide.text}"
        yield from textwrap.wrap(told, WIDTH, subsequent_indent="      ")
    for one in list_limits(rule):
        yield ""
        yield _limit(one)
        yield from textwrap.wrap(one.meaning, WIDTH, initial_indent="      ", subsequent_indent="      ")
    yield ""
    first = list_limits(rule)[0]
    yield f"Change one with, say: sensorcoach analyze FILE --set {first.name}={0.8 * first.value:g}"
