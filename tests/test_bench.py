"""The benches measure correctly: their sums on made-up cases."""

from pathlib import Path

import numpy as np
import pytest

from bench.agreement import COLUMNS, Compared, SetCount, TimedRep, cells, compare, phantoms_per_h, share_exact, spreads
from bench.agreement import table as markdown
from bench.cases import RATES_HZ, Case, Outcome, outcomes
from bench.long_recording import BATCH, RATE_HZ, packets, tiles, write_long
from bench.peers.registry import PEERS
from bench.reading import samples_of
from bench.sample_times import MOST_STALLS_PER_S, timed
from bench.score import own_report, rows, true_sets
from bench.simulated import report, share_equal, wrong
from sensorcoach.devices.registry import DEVICES
from sensorcoach.exercises.exercise import Placement
from sensorcoach.simulator.plan import Style
from sensorcoach.simulator.radio import RadioModel

ROOT = Path(__file__).parents[1]
RECORDING = ROOT / "recordings" / "clamshell-good.mcap"


def rep(
    start_s: float, lift_s: float = 1.0, hold_s: float = 2.0, lower_s: float = 1.5, rom_deg: float = 30.0
) -> TimedRep:
    """A rep from its start and the lengths of its phases."""
    top_s = start_s + lift_s
    return TimedRep(start_s, top_s, top_s + hold_s, top_s + hold_s + lower_s, rom_deg)


def test_sets_phantoms_and_errors():
    """A missed rep, a rep outside the sets and late phases are distinguished."""
    true = [[rep(10.0), rep(20.0)], [rep(60.0), rep(70.0)]]
    found = [rep(10.1), rep(20.0, lift_s=1.2), rep(40.0), rep(60.0, rom_deg=33.0)]
    compared = compare(true, found, 1800.0)
    assert compared.sets == (SetCount(2, 2), SetCount(2, 1))
    assert compared.phantoms == 1
    assert len(compared.errors) == 3
    assert compared.errors[1][0] == pytest.approx(0.2)
    assert compared.errors[2][3] == pytest.approx(3.0)
    assert share_exact([compared]) == 0.5
    assert share_exact([compared], 1) == 1.0
    assert phantoms_per_h([compared]) == pytest.approx(2.0)


def test_a_found_rep_is_used_once():
    """One long movement that was counted for two true reps is the finding of one of them."""
    compared = compare([[rep(10.0), rep(15.0)]], [rep(10.0, hold_s=7.0)], 60.0)
    assert len(compared.errors) == 1


def test_bias_and_limits():
    """Bias is the mean error, the limits 1.96 standard deviations."""
    errors = ((0.1, 0.0, 0.0, 1.0), (0.3, 0.0, 0.0, 1.0), (0.2, 0.0, 0.0, 1.0))
    lift, _, _, extent = spreads([Compared((), 0, 1.0, errors)])
    assert lift.bias == pytest.approx(0.2)
    assert lift.limits == pytest.approx(1.96 * 0.1)
    assert extent.text(2) == "+1.00 ± 0.00"
    assert spreads([])[0].text(2) == "-"


def test_table_is_markdown():
    """A table's lines are of one length, with a rule below the head."""
    lines = markdown(["name", "n"], [["a", "1"], ["long", "200"]]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[1].strip("| ").replace(" ", "").replace("|", "").replace("-", "") == ":"
    assert len(cells([])) == len(COLUMNS)


def test_score_without_anything_else():
    """The demonstration recordings are scored from the repository alone, the peers beside them."""
    folder = RECORDING.parent
    reps = sum(len(reps) for row in rows(folder / "recordings.csv") for reps in true_sets(folder, row["file"]))
    lines = own_report(folder).splitlines()
    assert f" {reps} " in lines[2]
    assert all(any(line.startswith(f"| {peer}") for line in lines) for peer in PEERS)


def test_simulated_sessions_are_compared():
    """One performance is seen by eight sensors, and all tables come of it."""
    everything = outcomes(Case("clamshell", Placement.THIGH, Style.BRISK, 1))
    assert [(one.rate_hz, one.gyro) for one in everything] == [(r, g) for g in (True, False) for r in RATES_HZ]
    assert all(sum(count.true for count in one.compared.sets) == 16 for one in everything)
    assert "| clamshell, thigh" in report(everything)


def test_equal_at_all_rates():
    """A set counted differently at one rate is not counted alike; the worst sessions are listed first."""
    case = Case("clamshell", Placement.THIGH, Style.LOW, 1)
    found = {50.0: 8, 100.0: 8, 200.0: 5}
    everything = [
        Outcome(case, rate_hz, gyro=True, compared=Compared((SetCount(8, 8), SetCount(8, n)), 0, 60.0, ()))
        for rate_hz, n in found.items()
    ]
    assert share_equal(everything) == 0.5
    assert "200 Hz with gyro: set 2: 5 counted, 8 done" in "\n".join(wrong(everything))


def test_long_recording_reads_back(tmp_path: Path):
    """A recording of sessions end to end holds every sample at its time."""
    sessions = tiles()[:2]
    write_long(tmp_path / "long.mcap", sessions, 400.0)
    samples = samples_of(tmp_path / "long.mcap")
    sent = sum(len(group) for group in packets(sessions, 400.0)) * BATCH
    assert len(samples) == sent
    assert samples.gyro_radps is not None
    np.testing.assert_allclose(np.diff(samples.time_s), 1.0 / RATE_HZ, atol=0.002)


def test_a_slow_clock_is_not_taken_for_losses():
    """A MetaMotion whose clock is 7000 ppm slow, on a link that stalls and loses nothing: no loss is reported."""
    device = next(device for device in DEVICES if device.id == "metamotion")
    run = timed(device, RadioModel(0.045, stalls_per_s=MOST_STALLS_PER_S), -7000.0, seed=1)
    assert (run.lost, run.told) == (0, 0)
    assert run.rms_ms < 5.0
