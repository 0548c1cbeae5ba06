"""The even grid: exact on straight lines, without fast motion, the same however the samples are cut."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.motion.resampling import CELL_S, RATE_HZ, Grid
from sensorcoach.samples import FloatArray, Samples
from tests.motion.cuts import SHARES, blocks, pieces


def jittered(rate_hz: float, duration_s: float = 8.0, start_s: float = 3.7) -> FloatArray:
    """Times that rise unevenly, with a gap."""
    rng = np.random.default_rng(2)
    time_s = start_s + np.arange(0.0, duration_s, 1.0 / rate_hz)
    time_s[1:] += rng.uniform(-0.3, 0.3, len(time_s) - 1) / rate_hz
    return time_s[(time_s < start_s + 2.0) | (time_s > start_s + 2.4)]


def on_grid(samples: Samples, shares: list[float] | None = None) -> tuple[FloatArray, FloatArray]:
    """Times and values of all grid points, the samples fed in pieces."""
    return on_grid_of(pieces(samples, shares or []))


def on_grid_of(parts: Iterable[Samples]) -> tuple[FloatArray, FloatArray]:
    """Times and values of all grid points of samples that come in these parts."""
    grid = Grid()
    given_blocks = [block for block in map(grid.feed, parts) if block is not None]
    times = [block.origin_s + (block.first + np.arange(len(block.values))) / RATE_HZ for block in given_blocks]
    return np.concatenate(times), np.concatenate([block.values for block in given_blocks])


@pytest.mark.parametrize("rate_hz", [20.0, 25.0, 50.0, 104.0, 400.0])
def test_straight_lines_stay_as_they_are(rate_hz: float):
    """What changes evenly is given exactly, at any rate, with jitter and over a gap."""
    time_s = jittered(rate_hz)
    slope, level = np.array([1.5, -0.2, 40.0]), np.array([3.0, 9.81, -7.0])
    grid_s, values = on_grid(Samples(time_s, level + time_s[:, None] * slope))
    inside = grid_s > time_s[0] + CELL_S
    np.testing.assert_allclose(values[inside], (level + grid_s[:, None] * slope)[inside], rtol=1e-9)


def test_points_lie_evenly_from_the_first_sample_to_the_last():
    """The points are one cell apart, begin with the first sample and reach to the last."""
    time_s = jittered(104.0)
    grid_s, _ = on_grid(Samples(time_s, np.zeros((len(time_s), 3))))
    assert grid_s[0] == time_s[0]
    np.testing.assert_allclose(np.diff(grid_s), CELL_S, atol=1e-9)
    assert time_s[-1] - grid_s[-1] <= 1.5 * CELL_S


@settings(deadline=None)
@given(shares=SHARES, rate_hz=st.sampled_from([20.0, 50.0, 104.0, 400.0]), columns=st.sampled_from([3, 6]))
def test_cuts_make_no_difference(shares: list[float], rate_hz: float, columns: int):
    """However the samples are cut, every grid value is the same to the last bit."""
    time_s = jittered(rate_hz)
    rng = np.random.default_rng(3)
    turn = rng.normal(size=(len(time_s), 3)) if columns == 6 else None
    samples = Samples(time_s, rng.normal(size=(len(time_s), 3)), turn)
    whole_s, whole = on_grid(samples)
    cut_s, cut = on_grid(samples, shares)
    assert whole_s.tobytes() == cut_s.tobytes()
    assert whole.tobytes() == cut.tobytes()
    assert whole.shape[1] == columns


@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 100.0, 200.0])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 10, 64, 699, 700])
def test_a_cell_edge_on_a_sample(size: int, rate_hz: float):
    """Even times, whose samples lie exactly on cell edges, give the same bits in blocks of any size."""
    time_s = np.arange(1500) / rate_hz
    samples = Samples(time_s, np.random.default_rng(5).normal(size=(len(time_s), 3)))
    whole_s, whole = on_grid(samples)
    cut_s, cut = on_grid_of(blocks(samples, size))
    assert whole_s.tobytes() == cut_s.tobytes()
    assert whole.tobytes() == cut.tobytes()


def test_mean_over_the_cell():
    """A value is the mean over its cell of the straight lines between the samples."""
    time_s = np.arange(0.0, 2.0, 0.0025)
    acc_mps2 = np.random.default_rng(4).normal(size=(len(time_s), 3))
    grid_s, values = on_grid(Samples(time_s, acc_mps2))
    fine_s: FloatArray = float(grid_s[30]) + (np.arange(4000) + 0.5) / 4000 * CELL_S - 0.5 * CELL_S
    for axis in range(3):
        mean = float(np.mean(np.interp(fine_s, time_s, acc_mps2[:, axis])))
        assert values[30, axis] == pytest.approx(mean, abs=1e-4)


@pytest.mark.parametrize("tone_hz", [40.0, 60.0, 110.0])
def test_too_fast_is_softened(tone_hz: float):
    """Shaking that would come back as a slow movement at this rate is taken down, as a mean over the cell does."""
    time_s = np.arange(0.0, 10.0, 0.0025)
    tone = np.sin(2.0 * np.pi * tone_hz * time_s)[:, None] * np.ones(3)
    _, values = on_grid(Samples(time_s, tone))
    expected = abs(np.sinc(tone_hz / RATE_HZ))
    assert np.abs(values[5:-5]).max() <= 1.1 * expected + 0.02
    assert expected < 0.4


def test_nothing_yet():
    """No samples, or one, complete no point."""
    grid = Grid()
    assert grid.feed(Samples(np.empty(0), np.empty((0, 3)))) is None
    assert grid.feed(Samples(np.array([1.0]), np.zeros((1, 3)))) is None


def test_the_gyro_keeps_its_integral():
    """The angle turned through on the grid is that of the samples."""
    time_s = np.arange(0.0, 4.0, 0.0025)
    turn = np.exp(-0.5 * ((time_s - 2.0) / 0.05) ** 2)[:, None] * np.array([1.0, -2.0, 0.5])
    _, values = on_grid(Samples(time_s, np.zeros((len(time_s), 3)), turn))
    np.testing.assert_allclose(values[:, 3:].sum(axis=0) * CELL_S, np.trapezoid(turn, time_s, axis=0), rtol=1e-6)
