"""The code of the recipes in CONTRIBUTING.md."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"


def read_recipe(title: str, file: str) -> str:
    """Return the Python block after the mention of `file` in the section with this title."""
    section = re.split(r"^#+ ", PAGE.read_text(encoding="utf-8").partition(f"# {title}\n")[2], flags=re.MULTILINE)[0]
    return section.partition(f"`{file}`:")[2].partition("```python\n")[2].partition("```")[0]
