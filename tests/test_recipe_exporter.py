"""The recipe "Add an exporter" in CONTRIBUTING.md, followed step by step in a copy of the package.

The format is made up: a line of Markdown a set. Fails if a second place has to be edited.
"""

import pytest

from tests.package_copy import ROOT, PackageCopy, section

FILE = "sensorcoach/report/exporters/diary.py"
LIST = "sensorcoach/report/all_exporters.py"
SOURCE = '''"""A training diary: one line of Markdown a set."""

from typing import TextIO

from sensorcoach.report.exporter import Exporter
from sensorcoach.report.schema import AnalysisDocument


def write(document: AnalysisDocument, stream: TextIO) -> None:
    """Write the sets of one recording."""
    for one in document["sets"]:
        stream.write(f"- {document['exercise']}: {one['rep_count']} reps\\n")


EXPORTER = Exporter("diary", "a line of Markdown a set", write, header="# Diary\\n", shows_errors=False)
'''
RECORDING = str(ROOT / "recordings" / "glute-bridge-good.mcap")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> PackageCopy:
    """The package with the new file and its line in the list."""
    made = PackageCopy(tmp_path_factory.mktemp("exporter"))
    made.add_file(FILE, SOURCE)
    made.list_entry(LIST, "sensorcoach.report.exporters", "diary.EXPORTER", "rep_rows.EXPORTER")
    return made


def test_the_recipe_names_what_it_takes():
    """The section names the file, the list and the last line, and nothing else inside the package to edit."""
    text = section("Add an exporter")
    for part in (FILE.replace("diary", "NAME"), LIST, "EXPORTERS", "NAME.EXPORTER", "EXPORTER = Exporter("):
        assert part in text
    assert text.count("sensorcoach/") == 2


def test_the_new_format_is_written(copy: PackageCopy):
    """`analyze --format diary` writes the header once, then the lines of each file."""
    done = copy.sensorcoach("analyze", "--format", "diary", RECORDING, RECORDING)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "# Diary\n" + "- glute-bridge: 5 reps\n" * 4


def test_help_and_errors_name_the_new_format(copy: PackageCopy):
    """The help lists the format, and so does the answer to a mistyped one."""
    assert "diary" in copy.sensorcoach("analyze", "--help").stdout
    assert "diary: a line of Markdown a set" in copy.sensorcoach("analyze", "--format", "dairy", RECORDING).stderr


def test_a_file_that_fails_is_reported(copy: PackageCopy):
    """The error of a file goes to the error stream, since a diary has no place for it."""
    done = copy.sensorcoach("analyze", "--format", "diary", "missing.csv")
    assert (done.returncode, done.stdout) == (1, "# Diary\n")
    assert "There is no file missing.csv." in done.stderr
