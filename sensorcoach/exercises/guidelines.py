"""The rules of the guides: what each asks for, which guides ask for it, and how we check it (`guidelines.toml`)."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict, cast


class How(StrEnum):
    """What the program does about a rule."""

    MEASURED = "measured"
    SHOWN = "shown"
    SPOKEN = "spoken"
    ASKED = "asked"
    UNMEASURABLE = "unmeasurable"


@dataclass(frozen=True, slots=True)
class GuideRule:
    """One rule. `seeds` are the guides that ask for it.

    `by` are the warning codes and the keys of the analysis document that it is measured or shown by; `note` says why
    it is not measured, or what is missing; empty where there is nothing to say.
    """

    id: str
    text: str
    seeds: tuple[str, ...]
    how: How
    by: tuple[str, ...]
    note: str


class _Table(TypedDict):
    """A table of `guidelines.toml`."""

    text: str
    seeds: list[str]
    how: str
    by: NotRequired[list[str]]
    note: NotRequired[str]


@cache
def guide_rules() -> tuple[GuideRule, ...]:
    """All rules, in the order in which they are shown."""
    text = (Path(__file__).parent / "guidelines.toml").read_text(encoding="utf-8")
    tables = cast("dict[str, _Table]", tomllib.loads(text))
    return tuple(_rule(id_, table) for id_, table in tables.items())


@cache
def rule_texts() -> dict[str, str]:
    """The sentence for each rule id, in the order in which they are shown."""
    return {rule.id: rule.text for rule in guide_rules()}


def _rule(id_: str, table: _Table) -> GuideRule:
    return GuideRule(
        id=id_,
        text=table["text"],
        seeds=tuple(table["seeds"]),
        how=How(table["how"]),
        by=tuple(table.get("by", [])),
        note=table.get("note", ""),
    )
