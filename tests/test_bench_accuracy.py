"""The accuracy page reports the measurements: its sums on made-up cases, and a small one from end to end."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench import accuracy_page
from bench.accuracy import PAGE, main, simulated_life
from bench.accuracy_tables import verdict
from bench.accuracy_words import warning_words
from bench.agreement import Compared, Judged, TimedRep, compare, judge
from bench.cases import Case, Outcome
from bench.warned import anything, codes_in, tally
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.samples import Samples
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Style, usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, simulate

HEADER = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyro_x_radps,gyro_y_radps,gyro_z_radps"


def judged(true: str, found: str) -> Judged:
    """A rep's codes, as words."""
    return judge(true.split(), found.split())


def test_caught_missed_false_and_either():
    """A fault that is named is caught, one of a good rep is false, and a case with two right verdicts is neither."""
    reps = [
        judged("momentum ?dropped", "momentum dropped"),  # caught; dropped could be called
        judged("momentum", "short_range"),  # missed; a faulty rep's other warning is not false
        judged("", "momentum"),  # false
        judged("?momentum", "momentum"),  # could be called
        judged("", ""),
    ]
    momentum = tally(reps, "momentum")
    assert (momentum.deserved, momentum.caught) == (2, 1)
    assert (momentum.good, momentum.false) == (2, 1)
    assert tally(reps, "dropped").good == 3
    assert (anything(reps).good, anything(reps).false) == (3, 1)


def test_promise_of_a_warning():
    """A warning is to be relied on when at least 95 % are caught and at most 2 % are false."""
    caught, good = [judged("dropped", "dropped")] * 19, [judged("", "")] * 98
    assert tally([*caught, judged("dropped", ""), *good, *[judged("", "dropped")] * 2], "dropped").kept
    assert not tally([*caught, *[judged("dropped", "")] * 2, *good], "dropped").kept
    assert not tally([*caught, *good, *[judged("", "dropped")] * 3], "dropped").kept


def test_unknown_codes_are_shown():
    """A warning that the simulated person was not asked to show is in the table too."""
    assert codes_in([judged("", "sagging_hold")])[-1] == "sagging_hold"


def test_each_deserved_warning_has_its_sentence():
    """The page names each unreliable warning that a simulated rep deserves, also those with few reps."""
    reps = (judged("off_axis", ""), judged("off_axis", "off_axis"), judged("dropped", "dropped"), judged("", ""))
    case = Case("clamshell", Placement.THIGH, Style.USUAL, 1, faulty=True)
    outcome = Outcome(case, 50.0, gyro=True, compared=Compared((), 0, 60.0, (), reps))
    lines = warning_words([outcome], [])
    assert "- Do not rely on `off_axis` alone: 50.0% of 2 caught, 0.0% of 1 false." in lines
    assert not any("`dropped`" in line for line in lines)


def test_warnings_go_with_their_reps():
    """The warnings of a rep are compared with the deserved ones."""
    true = [TimedRep(0.0, 1.0, 2.0, 3.0, 30.0), TimedRep(5.0, 6.0, 7.0, 8.0, 12.0, codes=("short_range",))]
    found = [TimedRep(5.1, 6.0, 7.0, 8.0, 12.0, codes=("short_range",)), TimedRep(0.0, 1.0, 2.0, 3.1, 30.0)]
    assert compare([true], found, 60.0).judged == (judged("", ""), judged("short_range", "short_range"))


def test_verdicts():
    """Trust begins at 99 % of the sets exact."""
    assert [verdict(share) for share in (1.0, 0.99, 0.989, 0.95, 0.949)] == [
        "trust",
        "trust",
        "mostly",
        "mostly",
        "check",
    ]


def write_csv(path: Path, session: SimulatedSession) -> None:
    """A session as the plain form."""
    samples = session.samples
    assert samples.gyro_radps is not None
    rows = np.column_stack([samples.time_s, samples.acc_mps2, samples.gyro_radps])
    np.savetxt(path, rows, fmt="%.5f", delimiter=",", header=HEADER, comments="")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder as the real one: a set of clamshells, and a recording in which nothing is to be counted."""
    plan = usual_plan(find_exercise("clamshell"), sets=1, reps=6, life=False)
    session = simulate(plan, random_person(3), random_sensor(3), 3)
    once = usual_plan(find_exercise("bird-dog"), sets=1, reps=1, life=False)
    whole = simulate(once, random_person(4), random_sensor(4), 4)
    rest = whole.samples.time_s < whole.truth.reps[0].lift_start_s - 0.5
    gyro_radps = whole.samples.gyro_radps
    assert gyro_radps is not None
    samples = Samples(whole.samples.time_s[rest], whole.samples.acc_mps2[rest], gyro_radps[rest])
    still = replace(whole, samples=samples)
    folder = tmp_path / "data"
    folder.mkdir()
    write_csv(folder / "one.csv", session)
    write_csv(folder / "life.csv", still)
    start_s, end_s = session.truth.reps[0].lift_start_s, session.truth.reps[-1].end_s
    tables = {
        "recordings.csv": "file,source,exercise,placement,rate_hz,reps_min,reps_max,note\n"
        "one.csv,Made up,clamshell,thigh,100,6,6,\nlife.csv,Made up,none,thigh,100,0,0,\n",
        "sets.csv": f"file,set,kind,start_s,end_s,reps\none.csv,1,correct,{start_s},{end_s},6\n",
        "reps.csv": "file,rep,start_s,end_s,by\n"
        + "".join(f"one.csv,{rep.number},{rep.lift_start_s},{rep.end_s},made up\n" for rep in session.truth.reps),
    }
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_small_page_from_end_to_end(data: Path, tmp_path: Path):
    """The page is complete, simulated and real apart, with a verdict for each measurement."""
    out = tmp_path / "accuracy.md"
    asked = ["--quick", "--seeds", "1", "--faulty-seeds", "1", "--data", str(data), "--out", str(out)]
    assert main(asked) == 0
    text = out.read_text(encoding="utf-8")
    opening, _, tables = text.partition("## Simulated\n")
    simulated, _, real = tables.partition("## Real people\n")
    assert "Real people: 100.0% of 1 sets exact" in opening
    assert "Real everyday life, nothing to count: 0 phantom reps" in opening
    assert "| clamshell, thigh " in opening
    assert all(f"| {name} " in simulated for name in ("peak counter", "autocorrelation", "zero crossings", "momentum"))
    assert "Made up: clamshell, thigh, 100 Hz acc + gyro, correct" in real
    assert "Made up" not in simulated
    assert "nan" not in text


def test_without_recordings_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Without the real recordings the existing page stays, and the command names the missing folder."""
    out = tmp_path / "accuracy.md"
    out.write_text("the page of before", encoding="utf-8")
    assert main(["--quick", "--data", str(tmp_path / "nowhere"), "--out", str(out)]) == 1
    assert out.read_text(encoding="utf-8") == "the page of before"
    assert "--data" in capsys.readouterr().out


def test_simulated_life_is_reported_if_it_is_measured(monkeypatch: pytest.MonkeyPatch):
    """The page has the printed output of the bench of simulated life; without that bench nothing."""
    monkeypatch.setattr("bench.accuracy.LIFE", "bench.no_such_bench")
    assert simulated_life(1.0) is None
    monkeypatch.setattr("bench.accuracy.LIFE", "this")  # a module that prints when run
    assert "Namespaces are one honking great idea" in str(simulated_life(1.0))


def test_the_page_has_the_sentences_of_the_program():
    """A change of words in the program is made on the page as well, which takes half an hour to write again."""
    text = PAGE.read_text(encoding="utf-8")
    sentences = (accuracy_page.WRITTEN, accuracy_page.UNSEEN, accuracy_page.ALWAYS, accuracy_page.MEASURED)
    assert not [one for one in sentences if one.rstrip() not in text]
