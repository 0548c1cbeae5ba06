"""The rules that exercises carry, as sentences: `rules.toml`."""

import tomllib
from functools import cache
from importlib import resources


@cache
def rule_texts() -> dict[str, str]:
    """The sentence for each rule id, in the order in which they are shown."""
    file = resources.files("sensorcoach.exercises") / "rules.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
