"""Streaming filters against SciPy and against formulas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from sensorcoach.dsp.filtering import CausalFilter, filter_both_ways, row_dots, row_norms
from sensorcoach.samples import FloatArray

NOISE: FloatArray = np.random.default_rng(1).normal(size=(400, 3)) + 5.0
RATE_HZ = 50.0
LOW_PASS: FloatArray = signal.bessel(4, 2.0, fs=RATE_HZ, norm="mag", output="sos")
BAND_PASS: FloatArray = signal.butter(2, [2.5, 5.5], "bandpass", fs=RATE_HZ, output="sos")
HIGH_PASS: FloatArray = signal.butter(2, 0.12, "highpass", fs=RATE_HZ, output="sos")
SECTIONS = {"low": LOW_PASS.tolist(), "band": BAND_PASS.tolist(), "high": HIGH_PASS.tolist()}


@pytest.mark.parametrize("name", SECTIONS)
def test_same_as_scipy(name: str):
    """Filtering gives what SciPy's recursion gives when it is started in the steady state of the first row."""
    sections = np.array(SECTIONS[name])
    state = signal.sosfilt_zi(sections)[:, :, None] * NOISE[0][None, None, :]
    expected = np.asarray(signal.sosfilt(sections, NOISE, axis=0, zi=state)[0], dtype=np.float64)
    np.testing.assert_allclose(CausalFilter(SECTIONS[name]).feed(NOISE), expected, atol=1e-9)


def test_both_ways_as_scipy():
    """Filtering forwards and backwards gives what SciPy gives without padding."""
    expected = np.asarray(signal.sosfiltfilt(HIGH_PASS, NOISE[:, 0], padlen=0), dtype=np.float64)
    np.testing.assert_allclose(filter_both_ways(SECTIONS["high"], NOISE[:, 0]), expected, atol=1e-9)


@pytest.mark.parametrize("name", SECTIONS)
@given(cuts=st.lists(st.integers(0, len(NOISE)), max_size=8))
def test_blocks_make_no_difference(name: str, cuts: list[int]):
    """In blocks of any size, empty ones too, the result is the same to the last bit."""
    causal = CausalFilter(SECTIONS[name])
    blocks = [causal.feed(block) for block in np.split(NOISE, sorted(cuts))]
    whole = CausalFilter(SECTIONS[name]).feed(NOISE)
    assert np.concatenate(blocks).tobytes() == whole.tobytes()


def test_row_by_row():
    """One row at a time gives the same bits as all at once."""
    causal = CausalFilter(SECTIONS["band"])
    rows = [causal.feed(NOISE[k : k + 1]) for k in range(len(NOISE))]
    assert np.concatenate(rows).tobytes() == CausalFilter(SECTIONS["band"]).feed(NOISE).tobytes()


def test_no_swing_at_the_start():
    """A steady signal comes out as it went in, from the first row on."""
    steady = np.full((100, 3), 9.81)
    np.testing.assert_allclose(CausalFilter(SECTIONS["low"]).feed(steady), steady, rtol=1e-9)


def test_norms_and_dots():
    """Lengths and dot products are those of NumPy."""
    vector = np.array([0.3, -2.0, 1.5])
    np.testing.assert_allclose(row_norms(NOISE), np.linalg.norm(NOISE, axis=1), rtol=1e-14)
    np.testing.assert_allclose(row_dots(NOISE, vector), NOISE @ vector, rtol=1e-12)


@given(start=st.integers(0, 399), length=st.integers(1, 400))
def test_norms_and_dots_do_not_depend_on_the_block(start: int, length: int):
    """A row gives the same bits alone and among others."""
    block, vector = slice(start, start + length), np.array([0.3, -2.0, 1.5])
    assert row_norms(NOISE[block]).tobytes() == row_norms(NOISE)[block].tobytes()
    assert row_dots(NOISE[block], vector).tobytes() == row_dots(NOISE, vector)[block].tobytes()
