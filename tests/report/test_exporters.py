"""Output formats: tables and JSON lines for people and programs, CSV for spreadsheets and statistics."""

import csv
import io
import json
from pathlib import Path

import pytest

from sensorcoach.cli.main import run
from sensorcoach.errors import InputError
from sensorcoach.exercises.exercise import Placement
from sensorcoach.report.all_exporters import EXPORTERS, find_exporter
from sensorcoach.report.document import RecordingFacts, make_analysis_document, make_error_document
from sensorcoach.report.schema import AnalysisDocument, RepDocument
from tests.conftest import Golden
from tests.scripted import armed_session, scripted_session, scripted_set

Streams = pytest.CaptureFixture[str]
RECORDING = Path(__file__).parents[2] / "recordings" / "glute-bridge-faulty.mcap"
FACTS = RecordingFacts('a "good", session.csv', 60.0, 99.314, ("acc", "gyro"))


def document() -> AnalysisDocument:
    """A session with two sets and warnings."""
    events = [*scripted_session(), *scripted_set(2, 70.0, 2)]
    return make_analysis_document(FACTS, "glute-bridge", Placement.PELVIS, events)


def written(name: str, document: AnalysisDocument) -> str:
    """The output of one exporter for one recording."""
    exporter, stream = find_exporter(name), io.StringIO()
    stream.write(exporter.header)
    exporter.write(document, stream)
    return stream.getvalue()


@pytest.mark.parametrize("file", ["csv-reps.csv", "csv-sets.csv"])
def test_golden_file(golden: Golden, file: str):
    """The output for the scripted session is unchanged: columns, units and rounding."""
    golden(f"report/{file}", written(Path(file).stem, document()))


def test_rep_rows_are_the_reps_of_the_document():
    """A spreadsheet shows each rep with the numbers of the document, and the codes of its warnings."""
    source = document()
    rows = list(csv.DictReader(io.StringIO(written("csv-reps", source))))
    reps = [(one["number"], rep) for one in source["sets"] for rep in one["reps"]]
    assert len(rows) == len(reps) > 4
    for row, (number, rep) in zip(rows, reps, strict=True):
        assert row["file"] == FACTS.path
        assert int(row["set"]) == number
        assert row["warnings"].split() == [warning["code"] for warning in rep["warnings"]]
        assert float(row["rom_deg"]) == rep["rom_deg"]
        assert row["rest_s"] == ("" if rep["rest_s"] is None else str(rep["rest_s"]))
    assert any(row["warnings"] for row in rows)
    assert set(RepDocument.__annotations__) < set(rows[0])


def test_set_rows_have_the_means_of_their_reps():
    """A spreadsheet shows each set with the means of its reps; a set of one rep has no rest."""
    source = make_analysis_document(
        FACTS, "glute-bridge", Placement.PELVIS, [*armed_session(), *scripted_set(2, 80.0, 1)]
    )
    first, second = csv.DictReader(io.StringIO(written("csv-sets", source)))
    reps = source["sets"][0]["reps"]
    assert (first["armed"], second["armed"]) == ("1", "0")
    assert int(first["rep_count"]) == len(reps)
    assert float(first["mean_lift_s"]) == pytest.approx(sum(rep["lift_s"] for rep in reps) / len(reps), abs=1e-3)
    assert second["mean_rest_s"] == ""


@pytest.mark.parametrize("name", [exporter.name for exporter in EXPORTERS])
def test_a_file_with_an_error_is_reported_by_every_format(name: str, tmp_path: Path, capsys: Streams):
    """No format hides that a file could not be analyzed: its output says so, or the error stream does."""
    assert run(["analyze", "--format", name, str(tmp_path / "missing.csv"), str(RECORDING)]) == 1
    answer = capsys.readouterr()
    assert "There is no file" in answer.out + answer.err
    assert "glute-bridge-faulty" in answer.out


def test_each_format_ends_with_a_newline_and_has_a_help_text():
    """Formats can be joined with other output, and each says what it is."""
    names = [exporter.name for exporter in EXPORTERS]
    assert len(set(names)) == len(names)
    failed = make_error_document("x.csv", "generic", None, InputError("empty_file", "x.csv is empty.", "Record again."))
    for exporter in EXPORTERS:
        assert exporter.description
        assert written(exporter.name, document()).endswith("\n")
        assert exporter.shows_errors == ("x.csv is empty." in written(exporter.name, failed))


def test_csv_of_several_files_has_one_header(capsys: Streams):
    """I can open the CSV of many recordings as one sheet."""
    assert run(["analyze", "--format", "csv-reps", str(RECORDING), str(RECORDING)]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert [row[0] for row in rows].count("file") == 1
    assert len({len(row) for row in rows}) == 1
    assert len(rows) % 2 == 1


def test_json_is_the_short_form_of_a_format(capsys: Streams):
    """`--json` prints what `--format json` prints, and no option prints the table."""
    outputs: dict[tuple[str, ...], str] = {}
    for options in ((), ("--json",), ("--format", "json"), ("--format", "table")):
        assert run(["analyze", *options, str(RECORDING)]) == 0
        outputs[options] = capsys.readouterr().out
    assert outputs["--json",] == outputs["--format", "json"]
    assert outputs[()] == outputs["--format", "table"]
    assert json.loads(outputs["--json",])["sets"]


@pytest.mark.parametrize(
    "options",
    [
        ["--format", "yaml"],
        ["--format", "csv-reps", "--json"],
        ["--format", "csv-reps", "--compare", "--set", "momentum.peak_ratio=2.0"],
    ],
)
def test_a_wrong_format_is_wrong_usage(options: list[str], capsys: Streams):
    """An unknown or contradictory format is answered with the known ones or the reason."""
    assert run(["analyze", *options, str(RECORDING)]) == 2
    answer = capsys.readouterr()
    assert not answer.out
    assert "csv-reps" in answer.err


def test_help_lists_every_format(capsys: Streams):
    """`analyze --help` names all formats."""
    assert run(["analyze", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(exporter.name in shown for exporter in EXPORTERS)
