"""`analyze` and `replay --plain`: their output for programs and people."""

import json
import math
import os
import re
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from sensorcoach.cli.main import run
from sensorcoach.cli.report_bug import TRACEBACK_VARIABLE
from sensorcoach.packets import MARK_END, MARK_ROLE, MARK_START, Packet
from sensorcoach.recording.description import Description
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.report.schema import AnalysisDocument
from sensorcoach.runner.offline import analyze as offline
from sensorcoach.runner.offline.analyze import analyze_file
from sensorcoach.runner.offline.simulate import SimulationRequest, write_simulation
from sensorcoach.runner.options import SessionOptions

Streams = pytest.CaptureFixture[str]
Document = dict[str, Any]

ACC_HEADER = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2"


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated set of five glute bridges, without the life around it."""
    order = SimulationRequest("glute-bridge", sets=1, reps=5, life=False)
    return write_simulation(order, tmp_path_factory.mktemp("simulated"))[0]


def csv(path: Path, rate_hz: float = 50.0, duration_s: float = 10.0, up_mps2: float = 9.81) -> Path:
    """A plain CSV of a sensor that lies still, z up."""
    times_s = np.arange(0.0, duration_s, 1.0 / rate_hz)
    lines = [f"{time_s:.4f},0.0,0.0,{up_mps2}" for time_s in times_s.tolist()]
    path.write_text("\n".join([ACC_HEADER, *lines]) + "\n")
    return path


def marked(recording: Path, path: Path) -> Path:
    """The same packets, with all of them marked as one set."""
    reader = RecordingReader(recording)
    assert reader.description
    packets = [packet for group in reader.packets() for packet in group]
    begin = Packet(packets[0].arrival_s, MARK_START, MARK_ROLE)
    end = Packet(packets[-1].arrival_s, MARK_END, MARK_ROLE)
    with RecordingWriter.create(path, reader.description, to_disk=False) as writer:
        writer.write([packets[0], begin, *packets[1:], end])
    return path


def documents(capsys: Streams) -> list[Document]:
    """Return the documents on stdout, which holds JSON lines only."""
    return [cast("Document", json.loads(line)) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("options", [[], ["--armed"]])
def test_a_marked_set(recording: Path, tmp_path: Path, capsys: Streams, options: list[str]):
    """A set that was marked live is called armed by `analyze`, and each of its reps says when it was counted."""
    path = marked(recording, tmp_path / "marked.mcap")
    assert run(["analyze", "--json", *options, str(path)]) == 0
    (document,) = documents(capsys)
    (one,) = document["sets"]
    assert (one["armed"], one["rep_count"]) == (True, 5)
    assert all(rep["announced_s"] >= rep["lower_start_s"] for rep in one["reps"])


def test_a_marked_set_replayed_and_explained(recording: Path, tmp_path: Path, capsys: Streams):
    """`replay` shows where the set was marked, and `explain` names its reps, as `analyze --armed` counts them."""
    path = marked(recording, tmp_path / "marked.mcap")
    assert run(["replay", "--plain", "--armed", str(path)]) == 0
    said = capsys.readouterr().out
    assert said.index("armed: lift when ready") < said.index("rep 1   lift") < said.index("no longer armed")
    assert run(["explain", "--armed", "--rep", "1.5", str(path)]) == 0
    assert "rep 5 of 5" in capsys.readouterr().out


def test_json(recording: Path, capsys: Streams):
    """One recording gives one line of JSON with the keys that docs/json.md promises."""
    assert run(["analyze", "--json", str(recording)]) == 0
    (document,) = documents(capsys)
    assert document["schema"] == "sensorcoach.analysis/1"
    assert document["recording"]["path"] == str(recording)
    assert document["recording"]["sensors"] == ["acc", "gyro"]
    assert document["recording"]["rate_hz"] == pytest.approx(50.0, rel=0.02)
    assert document["signal"] == {"quality": "ok", "reason": None}
    (one,) = document["sets"]
    assert one["rep_count"] == len(one["reps"]) == 5
    for rep in one["reps"]:
        assert rep["lift_start_s"] < rep["hold_start_s"] <= rep["lower_start_s"] < rep["end_s"]


def test_the_recording_knows_its_exercise(recording: Path, capsys: Streams):
    """Without options the exercise and the placement stored in the recording are used."""
    run(["analyze", "--json", str(recording)])
    (document,) = documents(capsys)
    assert (document["exercise"], document["placement"]) == ("glute-bridge", "pelvis")


def test_options_overrule_the_recording(recording: Path, capsys: Streams):
    """I can look at a recording as another exercise."""
    run(["analyze", "--json", "--exercise", "bridge", "--placement", "thigh", str(recording)])
    (document,) = documents(capsys)
    assert (document["exercise"], document["placement"]) == ("glute-bridge", "thigh")


def test_a_csv_without_exercise_is_generic(tmp_path: Path, capsys: Streams):
    """A CSV names no exercise: generic is used, which judges no form."""
    assert run(["analyze", "--json", str(csv(tmp_path / "still.csv"))]) == 0
    (document,) = documents(capsys)
    assert document["exercise"] == "generic"
    assert document["sets"] == []


def test_files_keep_their_order(recording: Path, tmp_path: Path, capsys: Streams):
    """Documents come in the order of the files, and a bad file does not keep the others from it."""
    still = csv(tmp_path / "still.csv")
    files = [str(still), str(tmp_path / "missing.csv"), str(recording)]
    assert run(["analyze", "--json", *files]) == 1
    found = documents(capsys)
    assert [document["recording"]["path"] for document in found] == files
    assert ["error" in document for document in found] == [False, True, False]
    assert found[1]["sets"] == []
    assert found[2]["sets"]


def test_our_own_mistake_costs_one_file(
    recording: Path, tmp_path: Path, capsys: Streams, monkeypatch: pytest.MonkeyPatch
):
    """Where the program stumbles over one file, that file says so, loudly, and the others are analysed."""
    still = csv(tmp_path / "still.csv")

    def stumbling(path: str, choice: SessionOptions) -> AnalysisDocument:
        if path == str(still):
            raise ZeroDivisionError(path)
        return analyze_file(path, choice)

    monkeypatch.delenv(TRACEBACK_VARIABLE, raising=False)
    monkeypatch.setattr(offline, "analyze_file", stumbling)
    assert run(["analyze", "--json", str(still), str(recording)]) == 1
    answer = capsys.readouterr()
    wrong, right = (cast("Document", json.loads(line)) for line in answer.out.splitlines())
    assert wrong["error"]["code"] == "internal"
    assert "ZeroDivisionError" in wrong["error"]["message"]
    assert wrong["error"]["message"] in answer.err
    assert wrong["recording"]["path"] == str(still)
    assert right["sets"]


@pytest.mark.parametrize("rate_hz", [1e300, 2001.0, 0.05, math.inf])
def test_an_impossible_rate(rate_hz: float, tmp_path: Path, capsys: Streams):
    """A recording with an impossible sample rate is rejected, naming the rate."""
    path = tmp_path / "fast.mcap"
    RecordingWriter.create(path, Description("witmotion", rate_hz)).close()
    assert run(["analyze", "--json", str(path)]) == 1
    (document,) = documents(capsys)
    assert document["error"]["code"] == "impossible_rate"
    assert f"{rate_hz:g}" in document["error"]["message"]


def test_progress_goes_to_stderr(recording: Path, capsys: Streams):
    """The output is data; progress is on the error stream."""
    run(["analyze", "--json", str(recording), str(recording)])
    answer = capsys.readouterr()
    assert len(answer.out.splitlines()) == 2
    assert answer.err.startswith("1/2 ")


def _wrong_files(folder: Path) -> dict[str, Path]:
    made = {name: folder / f"{name}.csv" for name in ("empty", "header", "number", "backwards", "noise")}
    made["empty"].write_bytes(b"")
    made["header"].write_text("a,b,c\n1,2,3\n")
    made["number"].write_text(f"{ACC_HEADER}\n0.00,0,0,9.8\n0.02,0,zero,9.8\n0.04,0,0,9.8\n")
    made["backwards"].write_text(f"{ACC_HEADER}\n0.00,0,0,9.8\n0.04,0,0,9.8\n0.02,0,0,9.8\n")
    made["noise"].write_bytes(bytes(range(256)) * 8)
    made["slow"] = csv(folder / "slow.csv", rate_hz=5.0)
    made["folder"] = folder
    made["missing"] = folder / "missing.mcap"
    return made


@pytest.mark.parametrize("kind", ["empty", "header", "number", "backwards", "noise", "slow", "folder", "missing"])
def test_wrong_input(kind: str, tmp_path: Path, capsys: Streams):
    """A file that cannot be used is reported with cause and remedy."""
    path = _wrong_files(tmp_path)[kind]
    assert run(["analyze", "--json", str(path)]) == 1
    (document,) = documents(capsys)
    error = document["error"]
    assert set(error) == {"code", "message", "remedy"}
    assert path.name in error["message"]
    assert error["remedy"].endswith(".")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe(tmp_path: Path, capsys: Streams):
    """A pipe, as in `analyze <(cat x.csv)`, is rejected at once: I am told to save it to a file first."""
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert run(["analyze", "--json", str(pipe)]) == 1
    (document,) = documents(capsys)
    assert document["error"]["code"] == "not_a_file"
    assert "Save it" in document["error"]["remedy"]


@pytest.mark.parametrize("kind", ["header", "slow", "missing"])
def test_wrong_input_in_words(kind: str, tmp_path: Path, capsys: Streams):
    """The table names the file that cannot be used, with cause and remedy."""
    path = _wrong_files(tmp_path)[kind]
    assert run(["analyze", str(path)]) == 1
    assert "cannot be analyzed" in capsys.readouterr().out
    assert run(["replay", "--plain", str(path)]) == 1
    assert capsys.readouterr().err.startswith("Error: ")


def test_gravity_removed(tmp_path: Path, capsys: Streams):
    """A file of linear acceleration is not counted, and says that gravity is missing."""
    run(["analyze", "--json", str(csv(tmp_path / "linear.csv", up_mps2=0.02))])
    (document,) = documents(capsys)
    assert document["signal"]["quality"] == "no_gravity"
    assert document["signal"]["reason"]


def test_g_instead_of_mps2(tmp_path: Path, capsys: Streams):
    """A file in g is flagged: its scale is off."""
    run(["analyze", "--json", str(csv(tmp_path / "g.csv", up_mps2=1.0))])
    (document,) = documents(capsys)
    assert document["signal"]["quality"] == "unreliable"
    assert document["signal"]["reason"]


def test_replay_in_lines(recording: Path, capsys: Streams):
    """Replay without a terminal prints each rep when it was counted, then the table, and says it was simulated."""
    assert run(["replay", "--plain", str(recording)]) == 0
    shown = capsys.readouterr().out
    assert "simulated" in shown
    assert len(re.findall(r"  rep \d+ ", shown)) == 5
    assert "Set 1: 5 reps" in shown


def test_replay_and_analyze_agree(recording: Path, capsys: Streams):
    """The table at the end of a replay is the one that analyze prints."""
    run(["analyze", str(recording)])
    table = capsys.readouterr().out.strip()
    run(["replay", "--plain", str(recording)])
    assert capsys.readouterr().out.strip().endswith(table)


def test_real_recordings(shared_data: Path, capsys: Streams):
    """A recording of a real person, three sets of ten, is read and its sets are found."""
    path = shared_data / "pt" / "s1-supine-leg-raise.csv"
    assert run(["analyze", "--json", "--placement", "thigh", str(path)]) == 0
    (document,) = documents(capsys)
    assert sum(one["rep_count"] for one in document["sets"]) == pytest.approx(30, abs=3)
