"""The version, read from pyproject.toml: the one place where it is written."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def project_version() -> str:
    """Return the version of the checkout."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
