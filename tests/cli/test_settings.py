"""Changed limits and a person's reference: what they change of an old recording, and what they never do."""

import json
from pathlib import Path
from typing import Any, cast

import pytest

from sensorcoach.cli.main import run
from sensorcoach.form.find_rules import default_rules, list_limits
from sensorcoach.runner.offline.simulate import SimulationRequest, write_simulation

Streams = pytest.CaptureFixture[str]
Document = dict[str, Any]

pytestmark = pytest.mark.usefixtures("data_folder")


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A simulated set: three good reps, a fast one, a good one, a short one, a good one."""
    order = SimulationRequest("glute-bridge", sets=1, reps=5, faults=("fast", "short"), life=False)
    return str(write_simulation(order, tmp_path_factory.mktemp("simulated"))[0])


def answer(capsys: Streams, *arguments: str) -> Document:
    """The one document that a command prints."""
    assert run(["analyze", "--json", *arguments]) == 0
    return cast("Document", json.loads(capsys.readouterr().out))


def warned(document: Document, code: str) -> list[int]:
    """The reps with this warning."""
    reps = [rep for one in document["sets"] for rep in one["reps"]]
    return [rep["number"] for rep in reps if code in {warning["code"] for warning in rep["warnings"]}]


def without_warnings(document: Document) -> list[Document]:
    """Sets and reps without warnings, except for the suggestion that a known mounting gives."""
    for one in document["sets"]:
        del one["suggestion"]
        for rep in one["reps"]:
            del rep["warnings"]
    return document["sets"]


def test_a_changed_limit_judges_differently(recording: str, capsys: Streams):
    """With a limit out of reach a warning is gone; the document says which limit was changed."""
    assert warned(answer(capsys, recording), "short_range") == [6]
    looser = ["short_range.surely_share=0.1", "short_range.hardly_share=0.1"]
    document = answer(capsys, recording, "--set", looser[0], "--set", looser[1])
    assert warned(document, "short_range") == []
    assert document["limits"] == {"short_range.surely_share": 0.1, "short_range.hardly_share": 0.1}


def test_without_settings_no_limit_is_changed(recording: str, capsys: Streams):
    """The document of an ordinary run says that it was judged by our limits and the session's own reference."""
    document = answer(capsys, recording)
    assert document["limits"] == {}
    assert document["notices"] == []
    assert document["reference"]["source"] == "session"
    assert document["reference"]["least_deg"] < document["reference"]["range_deg"] < document["reference"]["most_deg"]


def test_no_limit_changes_a_count(recording: str, capsys: Streams):
    """Whatever limits I set, all of them at once: the reps and their measures are the same."""
    names = [one.name for rule in default_rules() for one in list_limits(rule)]
    plain = without_warnings(answer(capsys, recording))
    for value in ("0", "0.5", "100"):
        settings = [word for name in names for word in ("--set", f"{name}={value}")]
        assert without_warnings(answer(capsys, recording, *settings)) == plain


def test_no_reference_changes_a_count(recording: str, capsys: Streams):
    """With a stored reference the reps and their measures are the same; the document names it from the first rep on."""
    assert run(["calibrate", recording, "--person", "Anna"]) == 0
    capsys.readouterr()
    plain, own = answer(capsys, recording), answer(capsys, recording, "--person", "anna")
    assert (own["reference"]["source"], own["reference"]["person"]) == ("stored", "Anna")
    assert own["reference"]["reps"] == 3
    assert without_warnings(own) == without_warnings(plain)


def test_another_person_is_not_used_unasked(recording: str, capsys: Streams):
    """A reference that is kept here changes nothing unless I ask for it: the same file, the same answer everywhere."""
    before = answer(capsys, recording)
    run(["calibrate", recording])
    capsys.readouterr()
    assert answer(capsys, recording) == before


def test_a_moved_sensor_is_noticed(recording: str, tmp_path: Path, capsys: Streams):
    """If the sensor sat differently in the reference, table and document say so and the first reps are used."""
    other = write_simulation(SimulationRequest("glute-bridge", seed=2, sets=1, reps=5, life=False), tmp_path / "other")[
        0
    ]
    run(["calibrate", str(other), "--person", "Anna"])
    capsys.readouterr()
    document = answer(capsys, recording, "--person", "Anna")
    (notice,) = document["notices"]
    assert "mounted differently" in notice["message"]
    assert "calibrate" in notice["remedy"]
    assert document["reference"]["source"] == "session"
    run(["analyze", recording, "--person", "Anna"])
    assert "notice: at" in capsys.readouterr().out


def test_the_table_says_what_was_changed(recording: str, capsys: Streams):
    """The table names the changed limits beside ours, and what the reps were compared with."""
    run(["analyze", recording, "--set", "momentum.peak_ratio=2"])
    shown = capsys.readouterr().out
    ours = next(one.value for rule in default_rules() for one in list_limits(rule) if one.name == "momentum.peak_ratio")
    assert f"changed limits: momentum.peak_ratio = 2 (default {ours:g})" in shown
    assert "compared with the first good reps of the session" in shown


def test_compare(recording: str, capsys: Streams):
    """The comparison lists the rep that lost its warning, with value and both limits, and the totals."""
    looser = ["--set", "short_range.surely_share=0.1", "--set", "short_range.hardly_share=0.1"]
    document = answer(capsys, "--compare", recording, *looser)
    assert document["schema"] == "sensorcoach.comparison/1"
    assert [limit["after"] for limit in document["limits"]] == [0.1, 0.1]
    (change,) = [change for change in document["changes"] if change["code"] == "short_range"]
    assert (change["set"], change["rep"], change["change"]) == (1, 6, "lost")
    assert change["limit_after"] < change["value"] < change["limit_before"]
    (total,) = [total for total in document["totals"] if total["code"] == "short_range"]
    assert (total["before"], total["after"]) == (1, 0)
    assert document["rep_count"] == 7


def test_compare_gains_and_nothing(recording: str, capsys: Streams):
    """A stricter limit gains warnings; one that changes nothing says so."""
    run(["analyze", "--compare", recording, "--set", "short_hold.least_share=20"])
    assert capsys.readouterr().out.count("gained short_hold") == 7
    run(["analyze", "--compare", recording, "--set", "momentum.usual_pause_s=0.8"])
    assert "No rep gained or lost a warning." in capsys.readouterr().out


def test_compare_a_file_that_is_not_there(recording: str, capsys: Streams):
    """A file that cannot be compared says why; the others are compared."""
    files = ["nowhere.csv", recording]
    assert run(["analyze", "--compare", "--json", *files, "--set", "momentum.peak_ratio=2"]) == 1
    wrong, right = (cast("Document", json.loads(line)) for line in capsys.readouterr().out.splitlines())
    assert "nowhere.csv" in wrong["error"]["message"]
    assert right["rep_count"] == 7


def test_replay_takes_them_too(recording: str, capsys: Streams):
    """A replay in lines judges by my limits."""
    run(["replay", "--plain", recording, "--set", "short_hold.least_share=20"])
    assert capsys.readouterr().out.count("! short hold") == 7


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--set", "momentum.peak"], "is not a valid limit"),
        (["--set", "momentum.peak_ratio=two"], "is not a valid limit"),
        (["--set", "momentum.peak_ratio=nan"], "is not a valid limit"),
        (["--set", "=2"], "is not a valid limit"),
        (["--set", "momentum.peak=2"], "momentum.peak_ratio"),
        (["--set", "momentum.peak_ratio=-1"], "is not a valid limit"),
        (["--compare"], "nothing to compare"),
        (["--person", "Anna"], "No reference of a person called 'Anna' is stored"),
        (["--person", ""], "cannot be a person's name"),
    ],
)
def test_wrong_settings(arguments: list[str], words: str, capsys: Streams):
    """An invalid setting is wrong usage: the message names error and remedy, before any file is read."""
    assert run(["analyze", "x.csv", *arguments]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.startswith("Error: ")
    assert len(said.err.splitlines()) == 2
    assert not said.out
