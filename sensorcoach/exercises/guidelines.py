"""The guides and their rules: the requests, the guides that make them, and how we check them (`guidelines.toml`)."""

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
class Guide:
    """A published guide. `note` says where the title is from, for a guide that has none; else it is empty."""

    id: str
    title: str
    note: str

    @property
    def name(self) -> str:
        """The short name that a person reads."""
        return self.id.replace("-", " ")


@dataclass(frozen=True, slots=True)
class GuideRule:
    """A rule that `guides` ask for.

    `keys` are the keys of the analysis document that measure or show it. The warnings that watch it are on the rules of
    form (`RuleFacts.guides`). `note` says why it is not measured, or what is missing; it may be empty.
    """

    id: str
    text: str
    guides: tuple[Guide, ...]
    how: How
    keys: tuple[str, ...]
    note: str


class _GuideTable(TypedDict):
    """A table `[guide.ID]`."""

    title: str
    note: NotRequired[str]


class _RuleTable(TypedDict):
    """A table `[rule.ID]`."""

    text: str
    guides: list[str]
    how: str
    keys: NotRequired[list[str]]
    note: NotRequired[str]


class _File(TypedDict):
    """All of `guidelines.toml`."""

    guide: dict[str, _GuideTable]
    rule: dict[str, _RuleTable]


@cache
def list_guides() -> tuple[Guide, ...]:
    """Return all guides, in the order in which they are shown."""
    return tuple(Guide(id_, table["title"], table.get("note", "")) for id_, table in _read()["guide"].items())


@cache
def guide_rules() -> tuple[GuideRule, ...]:
    """Return all rules, in the order in which they are shown."""
    guides = {guide.id: guide for guide in list_guides()}
    return tuple(_make_rule(id_, table, guides) for id_, table in _read()["rule"].items())


@cache
def rule_texts() -> dict[str, str]:
    """Return the sentence for each rule id, in the order in which they are shown."""
    return {rule.id: rule.text for rule in guide_rules()}


@cache
def _read() -> _File:
    text = (Path(__file__).parent / "guidelines.toml").read_text(encoding="utf-8")
    return cast("_File", cast("object", tomllib.loads(text)))


def _make_rule(id_: str, table: _RuleTable, guides: dict[str, Guide]) -> GuideRule:
    return GuideRule(
        id=id_,
        text=table["text"],
        guides=tuple(guides[name] for name in table["guides"]),
        how=How(table["how"]),
        keys=tuple(table.get("keys", [])),
        note=table.get("note", ""),
    )
