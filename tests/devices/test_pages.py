"""The pages of `firmware_notes/`: a reader finds each subject in the same place."""

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "firmware_notes"
README, TEMPLATE = PAGES / "README.md", PAGES / "template.md"
SPECIFICATIONS = {"open-profile.md"}
"""Specifications for the makers of sensors have their own outline."""
NOT_BLUETOOTH = {"sensor-logger.md"}
"""Pages of devices with another transport name it in the first heading."""
EACH_PAGE = pytest.mark.parametrize(
    "page",
    [page for page in sorted(PAGES.glob("*.md")) if page not in {README, TEMPLATE}],
    ids=lambda page: page.stem,
)


def headings(page: Path) -> list[str]:
    """The second-level headings of a page, in order."""
    return re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)


@EACH_PAGE
def test_each_page_has_the_outline_of_the_template(page: Path):
    """GATT, frames, start-up, time, wearing and verification are on each page, in this order."""
    outline = headings(TEMPLATE)
    assert len(outline) == 6
    if page.name in SPECIFICATIONS:
        assert outline[0] in headings(page)
    else:
        assert headings(page) == ["HTTP" if page.name in NOT_BLUETOOTH else outline[0], *outline[1:]]


@EACH_PAGE
def test_each_page_says_what_it_costs_and_what_is_not_verified(page: Path):
    """A buyer finds the price class, and the facts that are not verified."""
    text = page.read_text(encoding="utf-8")
    if page.name not in SPECIFICATIONS:
        wearing, verified = text.split("## Wearing it")[1].split("## What is verified, and what is not")
        assert "rice class" in wearing
        assert "in hand" in verified


@EACH_PAGE
def test_each_page_is_listed(page: Path):
    """The README of the folder links to each page."""
    assert f"]({page.name})" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [README, TEMPLATE, *sorted(PAGES.glob("*.md"))], ids=lambda page: page.stem)
def test_what_a_page_names_is_there(page: Path):
    """No link and no file name on a page leads nowhere."""
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (PAGES / link).exists(), link
    for name in re.findall(r"`(sensorcoach/[\w/]+\.py)`", text):
        assert (PAGES.parent / name).exists() or name.endswith("/name.py"), name
