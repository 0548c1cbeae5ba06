"""`sensorcoach explain`: one rep with its trace, phases and rules."""

from pathlib import Path

import pytest

from sensorcoach.cli.main import run
from sensorcoach.form.find_rules import default_rules
from sensorcoach.runner.offline.simulate import SimulationRequest, write_simulation

Streams = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two simulated sets of five, the fourth of each short."""
    order = SimulationRequest("glute-bridge", sets=2, reps=5, faults=("short",), life=False)
    return str(write_simulation(order, tmp_path_factory.mktemp("simulated"))[0])


def explained(capsys: Streams, *arguments: str) -> str:
    """Return the page of a rep."""
    assert run(["explain", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("rep", [["--rep", "7"], ["--rep", "2.2"], ["--rep", "2", "--in-set", "2"]])
def test_a_rep_by_any_of_its_names(recording: str, rep: list[str], capsys: Streams):
    """The seventh of the recording is the second of set 2, whichever way I say it."""
    assert "rep 7 of 10 (set 2, rep 2)" in explained(capsys, recording, *rep)


def test_every_rule_is_accounted_for(recording: str, capsys: Streams):
    """Each rule either has its row with value and limit, or its reason why it does not apply."""
    for rep in ("1", "5"):
        shown = explained(capsys, recording, "--rep", rep)
        applies, _, silent = shown.partition("does not apply")
        for rule in default_rules():
            assert (f"\n  {rule.facts.code} " in applies) != (f"\n  {rule.facts.code} " in silent)


def test_a_broken_rule(recording: str, capsys: Streams):
    """A short rep says so at the top, and its row shows the range, the least, and what to do."""
    shown = explained(capsys, recording, "--rep", "4")
    assert shown.splitlines()[2].endswith(": short_range")
    (row,) = [line for line in shown.splitlines() if line.startswith("  short_range") and "at least" in line]
    assert row.endswith("BROKEN")
    assert "Come up all the way" in shown


def test_the_first_rep_has_no_reference(recording: str, capsys: Streams):
    """Before there were three good reps, no comparison is claimed and no range band is drawn."""
    shown = explained(capsys, recording, "--rep", "1")
    assert "there was no reference yet" in shown
    assert "|most" not in shown
    assert "no reference yet: three good reps make one" in shown
    assert "|most" in explained(capsys, recording, "--rep", "5")


@pytest.mark.parametrize("columns", ["40", "80", "120", "300"])
def test_it_fits_the_terminal(recording: str, columns: str, capsys: Streams, monkeypatch: pytest.MonkeyPatch):
    """No line is wider than the terminal, from 80 columns on; a wide one gets a wider plot."""
    monkeypatch.setenv("COLUMNS", columns)
    lines = explained(capsys, recording, "--rep", "6").splitlines()[1:]
    assert max(map(len, lines)) <= max(int(columns), 80)
    assert max(line.rfind("R") for line in lines[:20]) > min(int(columns), 140) - 30


def test_changed_limits_are_marked(recording: str, capsys: Streams):
    """With a changed limit the rep is judged by it, and the page lists the change."""
    shown = explained(capsys, recording, "--rep", "5", "--set", "short_hold.least_share=20")
    assert "changed limit: short_hold.least_share = 20" in shown
    assert shown.splitlines()[2].endswith("short_hold")


@pytest.mark.parametrize(
    ("rep", "words"),
    [
        (["--rep", "99"], "There is no rep 99; the recording has 10 (set 1: 5, set 2: 5)."),
        (["--rep", "0"], "There is no rep 0"),
        (["--rep", "3.1"], "There is no rep 1 in set 3"),
        (["--rep", "6", "--in-set", "2"], "There is no rep 6 in set 2"),
        (["--rep", "seven"], "'seven' is not the name of a rep."),
        (["--rep", "-7"], "is not the name of a rep"),
        ([], "--rep"),
        (["--rep", "1", "--at", "5"], "--at"),
        (["--at", "soon"], "'soon' is not a time"),
        (["--at", "59:00"], "Give a time within it"),
        (["--at", "5", "--in-set", "1"], "--in-set needs --rep"),
    ],
)
def test_no_such_rep(recording: str, rep: list[str], words: str, capsys: Streams):
    """A rep that there is not is wrong usage, answered with those that there are."""
    assert run(["explain", recording, *rep]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert not said.out


def test_a_recording_without_reps(tmp_path: Path, capsys: Streams):
    """Where nothing was counted there is nothing to explain, and the reason is given."""
    header = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2\n"
    still = tmp_path / "still.csv"
    still.write_text(header + "".join(f"{k / 50:.2f},0,0,9.81\n" for k in range(500)))
    assert run(["explain", str(still), "--rep", "1"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Error: No reps were counted in")
    assert len(said.splitlines()) == 2


@pytest.mark.parametrize("time", ["{:.1f}", "0:{:04.1f}", "0:00:{:04.1f}"])
def test_a_moment_by_any_clock(recording: str, time: str, capsys: Streams):
    """In seconds or as a clock shows it, a moment within the first rep names that rep, and its row says so."""
    head = explained(capsys, recording, "--rep", "1").splitlines()[2]
    minutes, seconds = head.partition("rep 1), ")[2].partition(" to ")[0].split(":")
    assert minutes == "0"
    shown = explained(capsys, recording, "--at", time.format(float(seconds) + 1.0))
    assert "a rep was counted, 1.1." in shown
    (row,) = [line for line in shown.splitlines() if line.startswith(">")]
    assert row.endswith("rep 1.1")


def test_nothing_counted_at_a_moment(shared_data: Path, capsys: Streams):
    """In everyday life no bridge is counted; where `analyze` says to look, the page gives the evidence against one."""
    daily = str(shared_data / "hapt" / "session-01.csv")
    choice = ["--exercise", "glute-bridge", "--placement", "pelvis"]
    assert run(["analyze", daily, *choice]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "a set needs 5.0. Against" in said
    at = said.partition("FILE --at ")[2].partition("`")[0]
    shown = explained(capsys, daily, *choice, "--at", at)
    assert "was not counted: its evidence is" in " ".join(shown.split())
    assert max(map(len, shown.splitlines()[1:])) <= 80


def test_a_recording_that_is_not_there(capsys: Streams):
    """For a missing file I get a message, not a traceback."""
    assert run(["explain", "nowhere.csv", "--rep", "1"]) == 1
    assert "nowhere.csv" in capsys.readouterr().err
