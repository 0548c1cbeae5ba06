"""The words that people read are plain English: the worst idioms occur nowhere.

Four kinds of text are checked. `SHOWN` rooms: every string that is not a docstring, such as messages, remedies and
help. `PROSE` rooms: docstrings and comments too. `PAGES`: Markdown pages and golden files. `TOOLS`: docstrings,
comments and function names of tests and benches. Add a room (the beginning of a path in `sensorcoach/`; the empty one
is all), a pattern of pages or a folder to its tuple to check more.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sensorcoach"
THIS = Path(__file__)
"""This file quotes the idioms."""

SHOWN = ("",)
PROSE = ("",)
PAGES = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/*",
    "docs/man/*",
    "docs/decisions/*",
    "firmware_notes/*.md",
    "tests/goldens/*/*",
)

TOOLS = ("tests", "bench")

IDIOMS = (
    (r"\banew\b", "again"),
    (r"\b(sits?|lies?|lay|worn|put on|mounted|is|are|was) otherwise\b|\botherwise than\b", "differently"),
    (r"(?<!there )\b(is|are|was) no (?!more\b|less\b|\w+er\b)", "is not a"),
    (r"(?<!there )\b(is|are) (?-i:none)\b", "is not"),
    (r"\b(is|are|be) said\b|\bis told\b(?! apart| from| to)", "report, show, log, warn"),
    (r"\bso (many|much|often|long(?! as))\b", "name the quantity"),
    (r"\blaid aside\b", "ignored"),
    (r"\bof late\b", "recently"),
    (r"\bborne out\b", "confirmed"),
    (r"\bstands? (in(?! the way)|at|on|beside|below|above|over|there|first|nowhere|anywhere)\b", "is"),
    (r"\b(whoever|whomever)\b", "name the person"),
    (r"\blets? go of\b", "release"),
    (r"\bcannot but\b", "must"),
    (r"\bpassed over\b", "ignored"),
)
"""A pattern and its replacement. Each matches whole words, in any case, in text whose blanks are single."""

OLD_SENTENCES = (
    "where a sensor cannot but keep it",
    "letters to be read from the floor",
    "a silence that may hide reps",
    "to who knows the token",
    "pulling the plug costs",
    "the reference is laid aside",
    "says in numbers what",
    "in a posture that is surely not",
    "two alike movements that are no lifts",
    "stands in the outermost shell alone",
    "keeps and forgets what that keeps",
    "code from nowhere",
    "held to without being told",
    "comes while the sensor is let go of",
    "sits otherwise by more than",
    "who lies otherwise afterwards",
    "what is no rep of a set",
    "who usually holds for less",
    "started anew, or sits otherwise",
    "otherwise than when your reference",
    "but has not the characteristic",
    "says nothing to a phone",
    "missing; it will be said",
    "before it was a lift is none",
    "who sinks so many times",
    "leaves no trace but a new bottom",
    "what force is no acceleration",
    "beyond the limit of the first grid none is",
    "were it nothing, who waits",
    "where all that is kept stands",
)
"""Fragments of sentences that were rewritten, in lower case."""

NOT_OURS = {".venv", ".git", "__pycache__", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}
TEXTS = {".py", ".md", ".toml", ".txt", ".in", ".json", ".c", ".1", ".yaml", ".svg", ""}


def find_idioms(text: str) -> list[str]:
    """Return each idiom of a text with its surroundings and the better word."""
    plain = " ".join(text.split())
    return [
        f"...{plain[max(found.start() - 30, 0) : found.end() + 20]}... (better: {better})"
        for pattern, better in IDIOMS
        for found in re.finditer(pattern, plain, re.IGNORECASE)
    ]


def list_strings(source: str, *, docstrings: bool) -> Iterator[tuple[int, str]]:
    """Yield line and text of each docstring (a string that is a statement), or of each other string of a module."""
    tree = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (id(node) in alone) == docstrings:
            yield node.lineno, node.value


def list_comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each block of comments."""
    block: list[str] = []
    first = last = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        line = token.start[0]
        if block and line != last + 1:
            yield first, " ".join(block)
            block = []
        first = first if block else line
        block.append(token.string.lstrip("# "))
        last = line
    if block:
        yield first, " ".join(block)


def list_names(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of each function's name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name.replace("_", " ")


def list_modules(rooms: tuple[str, ...]) -> list[Path]:
    """Return the modules of these rooms."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).as_posix().startswith(rooms)]


def name_path(path: Path) -> str:
    """Return the path within the repository."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", list_modules(SHOWN), ids=name_path)
def test_what_people_read_is_plain(path: Path):
    """Help, messages and remedies use plain words."""
    source = path.read_text(encoding="utf-8")
    found = [(line, one) for line, text in list_strings(source, docstrings=False) for one in find_idioms(text)]
    assert not found, "\n".join(f"{name_path(path)}:{line}: {one}" for line, one in found)


@pytest.mark.parametrize("path", list_modules(PROSE), ids=name_path)
def test_what_maintainers_read_is_plain(path: Path):
    """Docstrings and comments use plain words."""
    source = path.read_text(encoding="utf-8")
    prose = [*list_strings(source, docstrings=True), *list_comments(source)]
    found = [(line, one) for line, text in prose for one in find_idioms(text)]
    assert not found, "\n".join(f"{name_path(path)}:{line}: {one}" for line, one in found)


@pytest.mark.parametrize(
    "path", [one for tool in TOOLS for one in sorted((ROOT / tool).rglob("*.py")) if one != THIS], ids=name_path
)
def test_tests_and_benches_are_plain(path: Path):
    """Docstrings, comments and function names of tests and benches use plain words."""
    source = path.read_text(encoding="utf-8")
    prose = [*list_strings(source, docstrings=True), *list_comments(source), *list_names(source)]
    found = [(line, one) for line, text in prose for one in find_idioms(text)]
    assert not found, "\n".join(f"{name_path(path)}:{line}: {one}" for line, one in found)


@pytest.mark.parametrize(
    "path",
    sorted({one for page in PAGES for one in ROOT.glob(page) if one.suffix in TEXTS and one.is_file()}),
    ids=name_path,
)
def test_pages_are_plain(path: Path):
    """Pages and screens use plain words."""
    found = find_idioms(path.read_text(encoding="utf-8"))
    assert not found, "\n".join(found)


def test_rewritten_sentences_stay_away():
    """No file holds a sentence that was rewritten."""
    found: list[str] = []
    for path in ROOT.rglob("*"):
        if not path.is_file() or path.suffix not in TEXTS or NOT_OURS & set(path.relative_to(ROOT).parts):
            continue
        if path == THIS:
            continue
        plain = re.sub(r"[\s#*\"]+", " ", path.read_text(encoding="utf-8", errors="replace")).lower()
        found += [f"{name_path(path)}: {fragment}" for fragment in OLD_SENTENCES if fragment in plain]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "A movement that is no lift.",
        "It starts anew.",
        "The sensor sits otherwise than before.",
        "The gap is told.",
        "It will be said.",
        "There are so many of them.",
        "Whoever reads this.",
        "The file stands in\n    the folder.",
    ],
)
def test_idioms_are_found(text: str):
    """An idiom is found, also across lines."""
    assert find_idioms(text)


@pytest.mark.parametrize(
    "text",
    [
        "There is no folder called x.",
        "There is none.",
        "`reference` is None until then.",
        "A longer one is no better.",
        "The sensor is no longer connected.",
        "You are told before the first rep.",
        "You will be told.",
        "Stand still for three seconds.",
        "so long as it lasts",
        "Otherwise the count stays.",
    ],
)
def test_plain_words_are_no_alarm(text: str):
    """Plain words that resemble an idiom are accepted."""
    assert not find_idioms(text)
