"""The fit of the evidence: labels, weights, caps, a known model found again, the file."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from bench import fit_evidence
from bench.evidence.collect import Seeds
from bench.evidence.fit import Labelled, group_weights, logistic_weights, most_of, prepare, stacked
from bench.evidence.labels import SetWindow, can_be_labelled, in_sets, person_of, real_windows, simulated_windows
from bench.evidence.model_file import fitted_on, model_text
from bench.evidence.seen import Seen, see
from sensorcoach.detect.finding.comparisons import NAMES, WITH_BEFORE
from sensorcoach.detect.finding.evidence import parse_model
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.samples import Samples
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import simulate

FEW = len(NAMES)


def seen(top_s: list[float], size_rad: list[float]) -> Seen:
    """Cycles with these tops and sizes."""
    return Seen(np.array(top_s), np.array(size_rad), np.zeros((len(top_s), FEW)), 60.0)


def made_up(group: str, count: int, seed: int, *, simulated: bool = False) -> Labelled:
    """Cycles of a group whose first two comparisons separate sets from others; the first cycle has no predecessor."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(count, FEW))
    chance = 1.0 / (1.0 + np.exp(2.0 * values[:, 0] - values[:, FEW - 1]))
    values[0, : len(WITH_BEFORE)] = np.nan
    return Labelled(group, simulated, values, rng.uniform(size=count) < chance, sets=2, life_s=1800.0)


def test_large_cycles_within_a_set_belong_to_it():
    """A cycle outside the window, or one that is only part of a rep, does not belong to the set."""
    cycles = seen([5.0, 12.0, 15.0, 20.0], [1.0, 1.0, 0.3, 1.0])
    assert in_sets(cycles, [SetWindow(10.0, 20.0, 0.45)]).tolist() == [False, True, False, False]


def test_windows_of_a_real_recording():
    """A set takes its size from its own cycles; without a table all is one set; in life there is none."""
    cycles = seen([1.0, 2.0, 3.0, 31.0], [1.0, 1.0, 1.0, 0.2])
    row = {"exercise": "clamshell"}
    sets = [{"start_s": "0", "end_s": "10"}, {"start_s": "30", "end_s": "40"}]
    assert [one.least_rad for one in real_windows(cycles, row, sets)] == pytest.approx([0.45, 0.09])
    [whole] = real_windows(cycles, row, [])
    assert in_sets(cycles, [whole]).tolist() == [True, True, True, False]
    assert real_windows(cycles, {"exercise": "none"}, []) == []


def test_cycles_of_unknown_kind_are_left_out():
    """Where the other leg works, and where the whole body goes down and up, nothing is fitted."""
    assert can_be_labelled({"exercise": "clamshell"}, [{"kind": "unpaced"}])
    assert not can_be_labelled({"exercise": "clamshell"}, [{"kind": "still"}])
    assert not can_be_labelled({"exercise": "squat"}, [])


@pytest.mark.parametrize(
    ("file", "person"),
    [
        ("pt/s1-arm-work-6.csv", "pt/s1"),
        ("pt-other/s1-forearm-biceps-curl.csv", "pt/s1"),
        ("mex/03-clamshell-1.csv", "mex/03"),
        ("hapt/session-05.csv", "hapt/session-05"),
        ("sisfall/SA01-daily.csv", "sisfall/SA01"),
        ("pi_bench/subject-01-5sts-chair.csv", "pi_bench/subject-01"),
        ("one.csv", "one"),
    ],
)
def test_one_person_is_one_group(file: str, person: str):
    """A person is the same one in both folders in which there are recordings of them."""
    assert person_of(file) == person


def test_a_simulated_set_is_seen():
    """Of a simulated session about two cycles belong to the set for each rep, seen from its bottom and from its top."""
    plan = usual_plan(find_exercise("clamshell"), sets=1, reps=8, life=False)
    session = simulate(plan, random_person(3), random_sensor(3), 3)
    cycles = see(session.samples)
    inside = in_sets(cycles, simulated_windows(session.truth))
    assert 12 <= np.count_nonzero(inside) <= 20
    assert np.isfinite(cycles.values[:, len(WITH_BEFORE) :]).all()
    assert np.isfinite(cycles.values[inside]).all(axis=1).sum() >= 5


def test_an_empty_recording_shows_no_cycles():
    """No samples, no cycles."""
    assert len(see(Samples(np.empty(0), np.empty((0, 3)), None))) == 0


def test_sets_and_others_weigh_alike_and_so_do_groups():
    """Weights sum to a half for cycles in sets and in none; a group with many cycles weighs as one with few."""
    in_set = np.array([True] * 4 + [False] * 3)
    groups = np.array(["a", "b", "b", "b", "a", "a", "c"])
    weights = group_weights(in_set, groups)
    assert weights[in_set].sum() == pytest.approx(0.5)
    assert weights[~in_set].sum() == pytest.approx(0.5)
    assert weights[0] == pytest.approx(weights[1:4].sum())
    assert weights[4] + weights[5] == pytest.approx(weights[6])


def test_real_and_simulated_cycles_weigh_alike():
    """With any number of simulated cycles, the real ones have half the weight."""
    data = stacked([made_up("one", 50, 1), made_up("style/slow", 500, 2, simulated=True)])
    assert data.weights[data.simulated].sum() == pytest.approx(data.weights[~data.simulated].sum())


def test_most_is_the_larger_percentile():
    """Values are capped where nearly all real sets lie, or, where that is more, three quarters of the others."""
    values = np.zeros((200, FEW))
    values[:100, 0] = np.linspace(0.0, 1.0, 100)
    values[100:, 0] = np.linspace(0.0, 4.0, 100)
    values[:100, 1] = np.linspace(0.0, 10.0, 100)
    values[:, 2] = np.nan
    most = most_of(stacked([Labelled("one", simulated=False, values=values, in_set=np.arange(200) < 100)]))
    assert most[:3] == pytest.approx([3.0, 9.5, 0.0])


def test_known_weights_are_found_again():
    """On data made by a logistic model with plenty of cycles, the fit finds its weights but for the small penalty."""
    rng = np.random.default_rng(5)
    truth = np.array([1.5, -0.7, 0.0, 0.3])
    design = np.column_stack([rng.normal(size=(200_000, 3)), np.ones(200_000)])
    labels = rng.uniform(size=len(design)) < 1.0 / (1.0 + np.exp(-design @ truth))
    weights = np.full(len(design), 1.0 / len(design))
    assert logistic_weights(design, labels, weights) == pytest.approx(truth, abs=0.05)


def test_weights_stay_finite_with_perfect_separation():
    """Without the penalty the weight of a perfect comparison would grow for ever."""
    design = np.column_stack([np.repeat([-1.0, 1.0], 50), np.ones(100)])
    found = logistic_weights(design, design[:, 0] > 0.0, np.full(100, 0.01))
    assert 2.0 < found[0] < 10.0


def test_the_model_weighs_as_it_was_fitted():
    """The log-odds of the model that is written are those of the design it was fitted with, cap included."""
    people = [made_up("one", 3000, 1), made_up("two", 3000, 2)]
    prepared = prepare(people)
    model = prepared.fit()
    values = np.concatenate([one.values for one in people])
    found = logistic_weights(prepared.design, prepared.in_set, prepared.weights)
    odds = prepared.design @ found
    pairs = len(WITH_BEFORE)
    for k in (0, 1, 2, 3000, 3001):
        pair = None if np.isnan(values[k, 0]) else tuple(values[k, :pairs].tolist())
        assert model.weigh(pair, tuple(values[k, pairs:].tolist())) == pytest.approx(odds[k], abs=1e-6)
    assert model.weights[0].log_odds < -1.0
    assert model.weights[-1].log_odds > 0.4


def test_a_comparison_left_out_has_no_weight():
    """Its weight is zero, and the others take over what they can."""
    prepared = prepare([made_up("one", 3000, 1)])
    without = prepared.fit(NAMES[0])
    assert without.weights[0].log_odds == 0.0
    assert without.weights[-1].log_odds != prepared.fit().weights[-1].log_odds


def test_the_file_reads_back():
    """The program reads the written weights, to the fourth place; the file names the size of the fit."""
    everything = [made_up("one", 500, 1), made_up("style/slow", 500, 2, simulated=True)]
    model = prepare(everything).fit()
    text = model_text(model, everything, "python -m bench.fit_evidence")
    read = parse_model(tomllib.loads(text))
    assert [one.name for one in read.weights] == list(NAMES)
    for one, other in zip(read.weights, model.weights, strict=True):
        assert (one.usual, one.most, one.log_odds) == pytest.approx((other.usual, other.most, other.log_odds), abs=1e-4)
    assert (read.usual, read.alone) == pytest.approx((model.usual, model.alone), abs=1e-4)
    assert "people = 1" in text
    assert "simulated_sets = 2" in fitted_on(everything)


def test_a_fit_from_end_to_end(shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Real recordings and simulated life are labelled and fitted; the person left out is not in the fit."""
    listed = (shared_data / "recordings.csv").read_text(encoding="utf-8").splitlines()
    folder = tmp_path / "data"
    folder.mkdir()
    few = [line for line in listed if line.startswith(("mex/01-clamshell", "mex/02-clamshell"))]
    (folder / "recordings.csv").write_text("\n".join([listed[0], *few]), encoding="utf-8")
    for name in ("sets.csv", "mex"):
        (folder / name).symlink_to(shared_data / name)
    monkeypatch.setattr(fit_evidence, "Seeds", lambda: Seeds((), (), (301,)))
    out = tmp_path / "evidence.toml"
    assert fit_evidence.main(["--data", str(folder), "--leave-out", "mex/02", "--out", str(out)]) == 0
    table = tomllib.loads(out.read_text(encoding="utf-8"))
    assert (table["fitted_on"]["people"], table["fitted_on"]["sets"]) == (1, 1)
    assert table["fitted_on"]["simulated_life_h"] == 0.3
    assert table["comparison"]["return"]["log_odds"] < 0.0


def test_without_recordings_nothing_is_fitted(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Without the recordings the command reports it and writes nothing."""
    out = tmp_path / "evidence.toml"
    assert fit_evidence.main(["--data", str(tmp_path), "--out", str(out)]) == 1
    assert "--data" in capsys.readouterr().out
    assert not out.exists()
