"""The peers count what anybody would, and only that: plain lifts, and nothing in stillness."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench.peers.peer import Counter, counted
from bench.peers.registry import PEERS
from bench.score import found_reps
from sensorcoach.samples import FloatArray, Samples

ROOT = Path(__file__).parents[1]
RECORDING = ROOT / "recordings" / "clamshell-good.mcap"
PERIOD_S = 6.0
RATES_HZ = (25.0, 50.0, 128.0)


def ten_lifts(rate_hz: float, range_rad: float = 0.5) -> tuple[FloatArray, FloatArray]:
    """Rest, ten plain lifts of six seconds, rest; times and acceleration."""
    time_s = np.arange(0.0, 75.0, 1.0 / rate_hz)
    lifting = (time_s > 5.0) & (time_s < 65.0)
    tilt_rad = range_rad * np.where(lifting, np.sin(np.pi * (time_s - 5.0) / PERIOD_S) ** 2, 0.0)
    noise = np.random.default_rng(1).normal(0.0, 0.02, (len(time_s), 3))
    return time_s, 9.81 * np.column_stack([np.sin(tilt_rad), np.zeros_like(tilt_rad), np.cos(tilt_rad)]) + noise


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("count", PEERS.values(), ids=list(PEERS))
def test_ten_lifts_are_ten(count: Counter, rate_hz: float):
    """Every peer counts ten plain lifts as ten, each around its top, at any rate."""
    peaks = count(*ten_lifts(rate_hz))
    assert len(peaks) == 10
    assert (np.diff(peaks.edges_s, axis=0) >= 0.0).all()
    np.testing.assert_allclose(peaks.edges_s[[1, 2]].mean(axis=0), 8.0 + PERIOD_S * np.arange(10), atol=0.3)


@pytest.mark.parametrize("count", PEERS.values(), ids=list(PEERS))
def test_stillness_has_no_reps(count: Counter):
    """A sensor on the table has done nothing."""
    assert len(count(*ten_lifts(50.0, range_rad=0.0))) == 0


@pytest.mark.parametrize("count", PEERS.values(), ids=list(PEERS))
def test_missing_samples_cost_a_peer_nothing(count: Counter):
    """Peers cannot handle gaps, so short ones are filled in for them."""
    time_s, acc_mps2 = ten_lifts(50.0)
    kept = (np.arange(len(time_s)) % 100) > 10
    assert len(counted(Samples(time_s[kept], acc_mps2[kept]), count)) == 10
    assert len(counted(Samples(time_s[:5], acc_mps2[:5]), count)) == 0


@pytest.mark.parametrize("module", ["peak_counter", "autocorrelation", "zero_crossings"])
def test_peers_print_documents(module: str):
    """A peer prints a document a file, in order, the unreadable one with its error."""
    command = [sys.executable, "-m", f"bench.peers.{module}", "--json", str(RECORDING), "no-such-file.csv"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603  # ourselves
    good, bad = (json.loads(line) for line in done.stdout.splitlines())
    assert good["recording"]["path"] == str(RECORDING)
    assert found_reps(good)
    assert bad["error"]["code"] == "no_such_file"
