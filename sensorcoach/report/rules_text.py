"""The rules of the guides, the warnings that watch them, and their limits, as a person reads them."""

import difflib
import textwrap
from collections.abc import Iterator, Sequence
from inspect import getdoc

from sensorcoach.errors import UsageError
from sensorcoach.exercises.guidelines import GuideRule, How, guide_rules, list_guides
from sensorcoach.form.find_rules import LimitField, default_limits, list_limits
from sensorcoach.form.rule import Rule

WIDTH = 80
_INDENT = " " * 6
_HOW = {How.UNMEASURABLE: "not measurable"}
_LEGEND = (
    "D: how to do the exercise, and how much. F: form. X: safety. measured: the sensor sees it, by these warnings and"
    " keys of `analyze --json`. shown: the request is beside the result. spoken: words only. No guide gives a"
    " number: every limit is our own, and you can change it with --set NAME=VALUE."
)


def format_rules(rules: Sequence[Rule]) -> str:
    """Return every rule of the guides, then the warnings with their present limits; changed ones are marked."""
    return "\n".join([*_guide_table(rules), "", *_warning_table(rules)])


def format_rule(name: str, rules: Sequence[Rule]) -> str:
    """Return one warning, or one rule of the guides with the warnings that watch it.

    Raises UsageError for an unknown name, with the nearest names.
    """
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    for rule in rules:
        if rule.facts.code == wanted:
            return "\n".join(_details(rule))
    for guide_rule in guide_rules():
        if guide_rule.id.lower() == wanted:
            watching = _find_watching(guide_rule, rules)
            head = _guide_rule_lines(guide_rule, rules)
            return "\n".join([*head, *(line for rule in watching for line in ("", *_details(rule)))])
    codes = [rule.facts.code for rule in rules]
    shown = {code: code for code in codes} | {one.id.lower(): one.id for one in guide_rules()}
    near = [shown[one] for one in difflib.get_close_matches(wanted, shown, n=3)]
    remedy = f"Nearest: {', '.join(near)}." if near else f"Known: {', '.join(codes)}, and the ids of the guides."
    raise UsageError("unknown_rule", f"There is no rule called '{name}'.", remedy)


def _find_watching(guide_rule: GuideRule, rules: Sequence[Rule]) -> list[Rule]:
    return [rule for rule in rules if guide_rule.id in rule.facts.guides]


def _guide_table(rules: Sequence[Rule]) -> Iterator[str]:
    yield "rule  what the guides ask for, what the program does about it, and the guides"
    yield "-" * WIDTH
    for guide_rule in guide_rules():
        yield from _guide_rule_lines(guide_rule, rules)
    yield ""
    yield from textwrap.wrap(_LEGEND, WIDTH)
    yield ""
    yield "guides"
    for guide in list_guides():
        note = f" ({guide.note})" if guide.note else ""
        yield from textwrap.wrap(f"  {guide.name}: {guide.title}{note}", WIDTH, subsequent_indent="    ")


def _guide_rule_lines(guide_rule: GuideRule, rules: Sequence[Rule]) -> Iterator[str]:
    """The request, what the program does about it, and the guides that ask for it, one below the other."""
    yield from textwrap.wrap(f"{guide_rule.id:<4}  {guide_rule.text}", WIDTH, subsequent_indent=_INDENT)
    by = [*(rule.facts.code for rule in _find_watching(guide_rule, rules)), *guide_rule.keys]
    how = _HOW.get(guide_rule.how, guide_rule.how.value) + (f" by {', '.join(by)}" if by else "")
    done = f"{how}. {guide_rule.note}" if guide_rule.note else f"{how}."
    yield from textwrap.wrap(done, WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
    yield f"{_INDENT}guides: {_guide_names(guide_rule)}"


def _guide_names(guide_rule: GuideRule) -> str:
    return ", ".join(guide.name for guide in guide_rule.guides)


def _warning_table(rules: Sequence[Rule]) -> Iterator[str]:
    yield "warning and its limits                    now  unit"
    yield "-" * WIDTH
    for rule in rules:
        guides = f": for {', '.join(rule.facts.guides)}" if rule.facts.guides else ""
        yield f"{rule.facts.code}{guides}{_hint_mark(rule)}"
        for one in list_limits(rule):
            yield _limit_line(one)
    yield ""
    yield "`sensorcoach rules momentum` explains the limits of one warning."


def _hint_mark(rule: Rule) -> str:
    return " (a hint, not a fault)" if rule.facts.is_hint else ""


def _limit_line(one: LimitField) -> str:
    ours = default_limits()[one.name]
    changed = f"  (changed from {ours:g})" if one.value != ours else ""
    return f"  {one.name:<34}  {one.value:>7g}  {one.unit}{changed}"


def _details(rule: Rule) -> Iterator[str]:
    """What the warning looks at, the guide rules that it watches, and each limit with its meaning."""
    texts = {one.id: one for one in guide_rules()}
    yield f"{rule.facts.code}{_hint_mark(rule)}"
    yield from textwrap.wrap(getdoc(type(rule)) or "", WIDTH, initial_indent="  ", subsequent_indent="  ")
    for id_ in rule.facts.guides:
        line = f"  for {id_} (guides: {_guide_names(texts[id_])}): {texts[id_].text}"
        yield from textwrap.wrap(line, WIDTH, subsequent_indent="      ")
    for one in list_limits(rule):
        yield ""
        yield _limit_line(one)
        yield from textwrap.wrap(one.meaning, WIDTH, initial_indent="      ", subsequent_indent="      ")
    for first in list_limits(rule)[:1]:
        yield ""
        yield f"Change one like this: sensorcoach analyze FILE --set {first.name}={0.8 * first.value:g}"
