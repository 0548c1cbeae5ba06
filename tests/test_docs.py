"""What the pages name is there: links, anchors, files and rooms; pictures show the code as it is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs import draw_rooms, draw_states
from docs.site.build import gather, requests_elsewhere
from docs.site.docstrings import to_rest
from docs.site.figures import DRAWINGS, Drawn, pelvis_turn_deg, thigh_turn_deg
from sensorcoach.exercises.catalogue import our_exercises
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.link.connection_states import TRANSITIONS
from sensorcoach.units import DEG_PER_RAD

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "firmware_notes").glob("*.md")),
    ROOT / "recordings" / "README.md",
]
WRAPPED = [
    page for page in PAGES if page.parent.name != "firmware_notes" and page.name not in {"accuracy.md", "CHANGELOG.md"}
]
MOST_COLUMNS = 120

PLACEHOLDERS = {
    *("name", "name.py", "test_name.py", "id.md", "utils.py", "your_code.py", "your-id.toml"),
    *("reps.py", "glossary.py", "glossary-80x24.txt", "glossary-120x40.txt"),
}
"""Placeholders for a file of your own, and one name that no file may have."""

KEPT_BY_USERS = {"sensor.toml"}
"""Files in the user's data folder."""

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FILE = re.compile(r"`([\w./-]+\.(?:py|toml|md|csv|txt|svg|tcss|c|h)|[\w./-]+/)`")


def headings(page: Path) -> set[str]:
    """The anchors that a page has."""
    lines = re.findall(r"^#+ (.+)$", _without_code(page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def _without_code(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_link_leads_somewhere(page: Path):
    """A relative link names a file that is there, and an anchor that it has."""
    missing: list[str] = []
    for target in LINK.findall(_without_code(page.read_text(encoding="utf-8"))):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in headings(there)):
            missing.append(target)
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_named_file_is_there(page: Path):
    """A file or folder in backticks is in the repository, by its whole path or by the end of it."""
    known = {"", *(f"/{path.relative_to(ROOT).as_posix()}" for path in _repository())}
    wanted = {name.rstrip("/") for name in FILE.findall(page.read_text(encoding="utf-8"))}
    built = {name for name in wanted if name.startswith(("build/", "FOLDER/", "recordings-of-people"))}
    named = {name for name in wanted - KEPT_BY_USERS - built if name.rpartition("/")[2].lower() not in PLACEHOLDERS}
    assert not {name for name in named if not any(path.endswith(f"/{name.lstrip('./')}") for path in known)}


def _repository() -> Iterator[Path]:
    for top in ("sensorcoach", "tests", "bench", "docs", "firmware_notes", "recordings", "requirements"):
        yield from (ROOT / top).rglob("*")
        yield ROOT / top
    yield from ROOT.glob("*.*")


@pytest.mark.parametrize("page", WRAPPED, ids=_name)
def test_prose_is_wrapped(page: Path):
    """Prose has at most 120 characters a line; tables and code have the width that they need."""
    lines = _without_code(page.read_text(encoding="utf-8")).splitlines()
    assert not [line for line in lines if len(line) > MOST_COLUMNS and not line.startswith(("|", "    "))]


def test_the_table_of_rooms_is_the_import_contract():
    """Architecture lists each room once, in the order of dependence."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)/?` \|", text.partition("| room | content |")[2], re.MULTILINE)
    rows = draw_rooms.layers()
    assert sorted(listed) == sorted(room for row in rows for room in row)
    floor = {room: number for number, row in enumerate(rows) for room in row}
    assert [floor[room] for room in listed] == sorted(floor[room] for room in listed)


def test_the_reading_order_names_modules():
    """Each module in the reading order of detection is there."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## Reading order")[2].partition("\n## ")[0].partition("|---|")[2]
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    folder = ROOT / "sensorcoach" / "detect"
    known = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*")}
    named = [name.rstrip("/") for row in rows for name in re.findall(r"`([\w/]+)`", row)]
    assert len(named) > 20
    assert not [name for name in named if not any(path == name or path.endswith(f"/{name}") for path in known)]


def test_the_pictures_show_the_code():
    """The rooms and the link states are drawn as they are; `make picture` draws them again."""
    assert draw_rooms.PICTURE.read_text(encoding="utf-8") == draw_rooms.drawn()
    assert draw_states.PICTURE.read_text(encoding="utf-8") == draw_states.drawn()
    assert all(event in draw_states.drawn() for table in TRANSITIONS.values() for event in table)


PEOPLE = [one for one in our_exercises() if one.id != "generic"]


@pytest.mark.parametrize("exercise", PEOPLE, ids=lambda exercise: exercise.id)
def test_each_drawing_moves_as_its_exercise(exercise: Exercise):
    """A drawn rep has a range that the exercise calls usual, at each place of the sensor."""
    drawn: Drawn = DRAWINGS[exercise.id]
    for placement, usual in exercise.ranges.items():
        turn_deg = pelvis_turn_deg(drawn) if placement is Placement.PELVIS else thigh_turn_deg(drawn)
        assert usual.low_rad * DEG_PER_RAD <= turn_deg <= usual.high_rad * DEG_PER_RAD


def test_the_site_has_all_pages(tmp_path: Path):
    """Every page of the repository, each exercise and the library reference are in the contents of the site."""
    gather(tmp_path)
    pages = {path.relative_to(tmp_path).with_suffix("").as_posix() for path in tmp_path.rglob("*.md")}
    contents = "\n".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.md"))
    listed = re.findall(r"```\{toctree\}\n.*?\n\n(.*?)\n```", contents, re.DOTALL)
    names = {name for block in listed for name in block.split()}
    assert {"docs/warnings", "firmware_notes/witmotion", "CONTRIBUTING"} <= pages
    assert not {page for page in pages if page != "index" and page not in names and page.split("/")[-1] not in names}
    assert "```mermaid" not in contents


def test_a_request_to_elsewhere_is_found(tmp_path: Path):
    """A page that would load a script, a font or a picture from another address fails the build; a link does not."""
    (tmp_path / "a.html").write_text('<a href="https://example.org">x</a> <img src="b.png"> <script src="c.js">')
    assert not requests_elsewhere(tmp_path)
    (tmp_path / "b.html").write_text('<script src="https://example.org/x.js"></script>')
    (tmp_path / "c.css").write_text("@font-face { src: url(https://example.org/x.woff2) }")
    (tmp_path / "d.html").write_text('<link rel="stylesheet" href="//example.org/x.css">')
    assert len(requests_elsewhere(tmp_path)) == 3


def test_docstrings_keep_their_meaning():
    """Code in backticks, tables drawn with spaces and special characters survive the way to the site."""
    assert to_rest(["Returns `a_`*2 or b_.", "", "    x | y", "    --+--"]) == [
        "Returns ``a_``\\*2 or b\\_.",
        "",
        "::",
        "",
        "        x | y",
        "        --+--",
        "",
    ]
    assert to_rest(["One.", "`time_s` (n,): seconds."]) == ["One.", "", "``time_s`` (n,): seconds.", ""]
