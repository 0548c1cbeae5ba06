"""Build the documentation site into build/site: `make site`. A warning is an error, and so is a request to elsewhere.

usage: python -m docs.site.build
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from docs.site.api import api_pages
from docs.site.exercise_pages import exercise_files
from docs.site.pages import FRONT, contents, page_text, written_pages
from docs.site.version import ROOT

SOURCE, SITE, CACHE = (ROOT / "build" / name for name in ("site-source", "site", "site-cache"))

_FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|video|audio)[^>]+src=["'](?:https?:)?//[^"']+"""
    r"""|<link(?![^>]+rel=["'](?:canonical|next|prev)["'])[^>]+href=["'](?:https?:)?//[^"']+"""
    r"""|url\(\s*["']?(?:https?:)?//[^)]+|@import\s+["'](?:https?:)?//[^"']+"""
)
"""What a browser would load from another address by itself. Links that a person follows are allowed."""


def gather(folder: Path) -> None:
    """Write all sources of the site into `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = written_pages()
    for page in pages:
        _write(folder / ("index.md" if page == FRONT else page), page_text(page, set(pages)))
    with (folder / "index.md").open("a", encoding="utf-8") as front:
        front.write("\n" + contents())
    for picture in sorted((ROOT / "docs").glob("*.svg")):
        shutil.copy(picture, folder / "docs" / picture.name)
    _write_all(folder / "exercises", exercise_files())
    _write_all(folder / "api", api_pages())


def requests_elsewhere(site: Path) -> list[str]:
    """Return each request to another address that a page or a style sheet would make, with its file."""
    return [
        f"{path.relative_to(site)}: {found}"
        for path in sorted(site.rglob("*"))
        if path.suffix in {".html", ".css", ".svg"}
        for found in _FETCHED.findall(path.read_text(encoding="utf-8"))
    ]


def main() -> int:
    """Gather, build, check; return the exit status."""
    gather(SOURCE)
    shutil.rmtree(SITE, ignore_errors=True)
    settings = str(Path(__file__).parent)
    options = ["--fail-on-warning", "--keep-going", "--quiet", "--jobs", "auto", "-c", settings, "-d", str(CACHE)]
    command = [sys.executable, "-m", "sphinx", "-b", "html", *options, str(SOURCE), str(SITE)]
    status = subprocess.run(command, check=False, cwd=ROOT).returncode  # noqa: S603 - our own command
    if status:
        return status
    elsewhere = requests_elsewhere(SITE)
    if elsewhere:
        print("The site would load from elsewhere:", *elsewhere, sep="\n  ", file=sys.stderr)
        return 1
    print(f"Built {SITE.relative_to(ROOT)}/index.html")
    return 0


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        _write(folder / name, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
