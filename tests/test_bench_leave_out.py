"""People and styles left out of the fit: their models, their recordings, and the sums of the tables."""

from pathlib import Path

import numpy as np
import pytest

from bench import leave_out, leave_out_tables, real
from bench.agreement import Compared, SetCount, TimedRep
from bench.cases import OURS, Case, Outcome
from bench.evidence.fit import Labelled, prepare
from bench.leave_out_tables import BESIDE, LEFT_OUT, ablation
from bench.real import Heard, Window
from bench.score import rows
from sensorcoach.detect.finding.comparisons import NAMES
from sensorcoach.detect.finding.evidence import load_model
from sensorcoach.exercises.exercise import Placement
from sensorcoach.simulator.plan import Style


def made_up(group: str, slope: float) -> Labelled:
    """Cycles whose first comparison shows, with this slope, whether they belong to a set."""
    rng = np.random.default_rng(1)
    values = rng.normal(size=(400, len(NAMES)))
    in_set = rng.uniform(size=400) < 1.0 / (1.0 + np.exp(-slope * values[:, 0]))
    return Labelled(group, simulated=False, values=values, in_set=in_set)


def heard(counter: str, kind: str, true: int, found: int, codes: tuple[str, ...] = ()) -> Heard:
    """A recording of one set as this counter saw it."""
    reps = tuple(TimedRep(float(k), k + 0.2, k + 0.5, k + 0.9, 20.0, codes=codes) for k in range(found))
    window = Window(kind, SetCount(true, found), reps)
    return Heard(counter, "Made up", "clamshell", "thigh", 50.0, "acc", 60.0, (window,), 0, ())


def lived(counter: str, phantoms: int) -> Heard:
    """An hour of life as this counter saw it."""
    return Heard(counter, "Made up", "none", "thigh", 50.0, "acc", 3600.0, (), phantoms, ())


def cells(table: str, label: str) -> list[str]:
    """The row of a table that begins with this label."""
    [line] = [line for line in table.splitlines() if line.startswith(f"| {label} ")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_person_left_out_has_no_weight():
    """The weights are those of the others alone; a comparison left out as well has none."""
    everything = [made_up("mex/01", 1.0), made_up("mex/02", -2.0)]
    models = leave_out.models_without(everything, "mex/02", NAMES[:1])
    assert list(models) == [LEFT_OUT, ablation(NAMES[0])]
    assert models[LEFT_OUT] == prepare(everything[:1]).fit()
    assert models[LEFT_OUT].weights[0].log_odds > 0.5
    assert models[ablation(NAMES[0])].weights[0].log_odds == 0.0


def test_sets_by_source_and_kind():
    """Exact and within one have columns for the weights left out, as shipped, and the peers."""
    found = {LEFT_OUT: (10, 9), OURS: (10, 10), BESIDE[0]: (7, 4), BESIDE[1]: (11, 10)}
    everything = [
        heard(name, kind, 10, count)
        for name, counts in found.items()
        for kind, count in zip(("correct", "fast"), counts, strict=True)
    ]
    table = leave_out_tables.people([*everything, lived(LEFT_OUT, 3)])
    assert cells(table, "Made up, correct")[1:6] == ["1", "100.0%", "100.0%", "0.0%", "0.0%"]
    assert cells(table, "all")[1:] == ["2", "50.0%", "100.0%", "0.0%", "50.0%", "100.0%", "100.0%", "0.0%", "100.0%"]


def test_phantom_reps_in_life():
    """They are counted for each counter apart."""
    table = leave_out_tables.in_life([lived(LEFT_OUT, 3), lived(OURS, 2), *(lived(name, 9) for name in BESIDE)])
    assert cells(table, "all") == ["all", "1.00", "3", "2", "9", "9"]


def test_warnings_of_sets_of_known_kind():
    """Of fast sets the reps warned of momentum count, of correct ones those warned of either."""
    everything = [
        heard(LEFT_OUT, "fast", 4, 4, ("momentum",)),
        heard(LEFT_OUT, "fast", 4, 4, ("short_range",)),
        heard(OURS, "fast", 4, 4, ("momentum",)),
        heard(LEFT_OUT, "correct", 2, 2, ("short_range",)),
    ]
    table = leave_out_tables.warned(everything)
    assert cells(table, "fast")[1:] == ["momentum", "50.0% of 8", "100.0% of 4"]
    assert cells(table, "correct")[1:] == ["momentum or short_range", "100.0% of 2", "-"]


def test_ablations_are_listed_beside_the_whole():
    """The first row leaves nothing out; a comparison that was not tried has no row."""
    everything = [heard(LEFT_OUT, "fast", 4, 4), lived(LEFT_OUT, 0)]
    everything += [heard(ablation("return"), "fast", 4, 1), lived(ablation("return"), 5)]
    table = leave_out_tables.ablations(everything)
    assert cells(table, "nothing")[1:] == ["1", "1", "100.0%", "0", "0"]
    assert cells(table, "return")[1:] == ["1", "0", "0.0%", "3", "5"]
    assert "| top " not in table


def test_styles_by_sensor():
    """A style's sets have columns with a gyroscope and without; the peers have those without."""
    case = Case("clamshell", Placement.THIGH, Style.SLOW, 1)

    def seen(counter: str, found: int, *, gyro: bool) -> Outcome:
        return Outcome(case, 50.0, gyro, Compared((SetCount(8, found),), 8 - found, 3600.0, ()), counter)

    everything = [seen(LEFT_OUT, 8, gyro=True), seen(OURS, 7, gyro=True), seen(LEFT_OUT, 6, gyro=False)]
    everything += [seen(name, 8, gyro=False) for name in (OURS, *BESIDE)]
    row = cells(leave_out_tables.styles(everything), "slow")
    assert row[1:] == ["1", "100.0%", "0.0%", "0.0%", "100.0%", "100.0%", "100.0%", "0.0", "1.0", "2.0", "0.0"]


@pytest.mark.parametrize("file", ["mex/01-clamshell-2.csv", "pt/s1-seated-leg-raise.csv"])
def test_the_shipped_weights_count_as_the_program_does(shared_data: Path, file: str):
    """A recording counted through this bench with the shipped weights is counted as the program counts it."""
    [row] = [row for row in rows(shared_data / "recordings.csv") if row["file"] == file]
    [ours] = [one for one in real.heard(shared_data, row) if one.counter == OURS]
    [here] = leave_out.count_recording(shared_data, row, {OURS: load_model()})
    assert [one.count for one in here.windows] == [one.count for one in ours.windows]
    assert [rep.codes for one in here.windows for rep in one.reps] == [r.codes for o in ours.windows for r in o.reps]
