"""A copy of the package to which a recipe of CONTRIBUTING.md is applied, and commands run in it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


class PackageCopy:
    """`sensorcoach` in a folder of its own; the one under test stays as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "sensorcoach", folder / "sensorcoach", ignore=shutil.ignore_patterns("__pycache__"))

    def add_file(self, path: str, text: str) -> None:
        """Write a new file; one that exists is not replaced."""
        assert not (self.folder / path).exists()
        (self.folder / path).write_text(text, encoding="utf-8")

    def list_entry(self, path: str, package: str, entry: str, before: str) -> None:
        """Add `module.NAME` above another entry of the tuple in a file, and its module to the import."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        module = entry.partition(".")[0]
        for old, new in (
            (f"from {package} import ", f"from {package} import {module}, "),
            (f"    {before},\n", f"    {entry},\n    {before},\n"),
        ):
            assert text.count(old) == 1, f"{old!r} in {path}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")

    def run(self, code: str) -> subprocess.CompletedProcess[str]:
        """Run Python with this copy of the package."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-c", code]
        return subprocess.run(  # noqa: S603 - our own code
            command, check=False, capture_output=True, text=True, cwd=self.folder, env=environment
        )

    def sensorcoach(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command line of this copy."""
        return self.run(f"import sys; from sensorcoach.cli.main import run; sys.exit(run({list(arguments)!r}))")


def section(heading: str) -> str:
    """The text below a heading of CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
