"""`sensorcoach calibrate`: a person's reference from a recording, listed and forgotten."""

from pathlib import Path

import pytest

from sensorcoach.cli.main import run
from sensorcoach.runner.offline.simulate import SimulationRequest, write_simulation

Streams = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A simulated set: three good reps, a fast one, three good ones."""
    order = SimulationRequest("glute-bridge", sets=1, reps=7, faults=("fast",), life=False)
    return str(write_simulation(order, tmp_path_factory.mktemp("simulated"))[0])


def files(folder: Path) -> list[str]:
    """Return the stored references."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_calibrate_and_use(recording: str, data_folder: Path, capsys: Streams):
    """Three slow good reps are stored; I read their values, the file, and how to use it."""
    assert run(["calibrate", recording]) == 0
    shown = capsys.readouterr().out
    assert "me: glute-bridge, worn at the pelvis, from reps 1, 2, 3" in shown
    assert "sensorcoach analyze FILE --person me" in shown
    assert files(data_folder) == ["glute-bridge.pelvis.me.toml"]
    assert run(["explain", recording, "--rep", "1", "--person", "me"]) == 0
    assert "compared with me's stored reference" in capsys.readouterr().out


def test_chosen_reps(recording: str, data_folder: Path, capsys: Streams):
    """I can say which reps are good ones, over the recording or in a set."""
    assert run(["calibrate", recording, "--person", "Anna", "--reps", "5-7"]) == 0
    assert "from reps 5, 6, 7" in capsys.readouterr().out
    assert run(["calibrate", recording, "--person", "Anna", "--reps", "1.1,1.3,1.5"]) == 0
    shown = capsys.readouterr().out
    assert "from reps 1, 3, 5" in shown
    assert "It replaces the reference of" in shown
    assert len(files(data_folder)) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--reps", "3-5"], 1, "rep 4: momentum"),
        (["--reps", "1-2"], 1, "needs 3 reps; found 2"),
        (["--reps", "5-3"], 2, "runs backwards"),
        (["--reps", "8"], 2, "There is no rep 8"),
        (["--reps", "all"], 2, "is not the name of a rep"),
        (["--exercise", "generic"], 2, "judges no form"),
        (["--person", " "], 2, "cannot be a person's name"),
    ],
)
def test_refused(recording: str, arguments: list[str], status: int, words: str, data_folder: Path, capsys: Streams):
    """Reps that will not do are refused with the reason, and nothing is kept."""
    assert run(["calibrate", recording, *arguments]) == status
    said = capsys.readouterr()
    assert words in said.err
    assert len(said.err.splitlines()) == 2
    assert not said.out
    assert not files(data_folder)


def test_nothing_counted(tmp_path: Path, data_folder: Path, capsys: Streams):
    """A recording without reps makes no reference, and says that there are none."""
    header = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2\n"
    still = tmp_path / "still.csv"
    still.write_text(header + "".join(f"{k / 50:.2f},0,0,9.81\n" for k in range(500)))
    assert run(["calibrate", str(still), "--exercise", "glute-bridge"]) == 1
    assert "No reps were counted in" in capsys.readouterr().err
    assert not files(data_folder)


def test_list_and_forget(recording: str, data_folder: Path, capsys: Streams):
    """Stored references are listed, and deleted on request."""
    run(["calibrate", recording, "--person", "Anna"])
    run(["calibrate", recording, "--person", "Ben"])
    capsys.readouterr()
    assert run(["calibrate", "--list"]) == 0
    shown = capsys.readouterr().out
    assert "Anna" in shown
    assert "Ben" in shown
    assert run(["calibrate", "--forget", "--person", "anna"]) == 0
    assert "deleted: " in capsys.readouterr().out
    assert files(data_folder) == ["glute-bridge.pelvis.ben.toml"]


def test_an_empty_list(data_folder: Path, capsys: Streams):
    """Without a reference I read how to take one."""
    assert run(["calibrate", "--list"]) == 0
    assert f"No reference is kept yet in {data_folder}" in capsys.readouterr().out


def test_a_damaged_file(recording: str, data_folder: Path, capsys: Streams):
    """A damaged file is reported with the remedy, in the list and on use; calibrating again repairs it."""
    run(["calibrate", recording, "--person", "Anna"])
    (path,) = data_folder.rglob("*.toml")
    path.write_text("person = ")
    capsys.readouterr()
    assert run(["calibrate", "--list"]) == 1
    assert f"{path} is damaged" in capsys.readouterr().out
    assert run(["explain", recording, "--rep", "1", "--person", "Anna"]) == 1
    assert f"{path} is damaged" in capsys.readouterr().err
    assert run(["calibrate", recording, "--person", "Anna"]) == 0
    assert run(["explain", recording, "--rep", "1", "--person", "Anna"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["x.csv", "--list"],
        ["--list", "--forget"],
        ["--forget"],
        ["--forget", "--person", "nobody"],
        ["x.csv", "--exercise", "brige"],
    ],
)
@pytest.mark.usefixtures("data_folder")
def test_wrong_usage(arguments: list[str], capsys: Streams):
    """Wrong usage ends with 2 and deletes nothing."""
    assert run(["calibrate", *arguments]) == 2
    assert "Error: " in capsys.readouterr().err


def test_a_placement_that_the_exercise_lacks(recording: str, data_folder: Path, capsys: Streams):
    """A recording from the pelvis is not a reference for a clamshell, which moves the thigh; nothing is stored."""
    assert run(["calibrate", recording, "--exercise", "clamshell"]) == 2
    assert "Clamshell moves the thigh, not the pelvis." in capsys.readouterr().err
    assert not files(data_folder)
