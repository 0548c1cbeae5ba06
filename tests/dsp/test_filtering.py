"""Streaming filters against SciPy and against formulas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import signal

from sensorcoach.dsp.filtering import CausalFilter, bessel_delay_s, bessel_low_pass, butterworth_band, dots, norms
from sensorcoach.samples import FloatArray

NOISE: FloatArray = np.random.default_rng(1).normal(size=(400, 3)) + 5.0
RATE_HZ = 50.0


def test_same_as_scipy():
    """Filtering gives what SciPy gives when it is started in the steady state of the first row."""
    sections = bessel_low_pass(2.0, RATE_HZ)
    state = signal.sosfilt_zi(sections)[:, :, None] * NOISE[0][None, None, :]
    expected = np.asarray(signal.sosfilt(sections, NOISE, axis=0, zi=state)[0], dtype=np.float64)
    np.testing.assert_array_equal(CausalFilter(sections).feed(NOISE), expected)


@given(cuts=st.lists(st.integers(0, len(NOISE)), max_size=8))
def test_blocks_make_no_difference(cuts: list[int]):
    """In blocks of any size, empty ones too, the result is the same to the last bit."""
    causal = CausalFilter(butterworth_band(2.5, 5.5, RATE_HZ))
    blocks = [causal.feed(block) for block in np.split(NOISE, sorted(cuts))]
    whole = CausalFilter(butterworth_band(2.5, 5.5, RATE_HZ)).feed(NOISE)
    assert np.concatenate(blocks).tobytes() == whole.tobytes()


def test_no_swing_at_the_start():
    """A steady signal comes out as it went in, from the first row on."""
    steady = np.full((100, 3), 9.81)
    np.testing.assert_allclose(CausalFilter(bessel_low_pass(2.0, RATE_HZ)).feed(steady), steady, rtol=1e-9)


@pytest.mark.parametrize("cutoff_hz", [1.0, 2.0, 5.0])
def test_half_power_at_the_cutoff(cutoff_hz: float):
    """At its cutoff the low-pass lets half the power through."""
    _, response = signal.sosfreqz(bessel_low_pass(cutoff_hz, RATE_HZ), worN=[cutoff_hz], fs=RATE_HZ)
    assert abs(response[0]) == pytest.approx(math.sqrt(0.5), rel=0.01)


@pytest.mark.parametrize("cutoff_hz", [1.0, 2.0, 4.0])
@pytest.mark.parametrize("slow_hz", [0.1, 0.3, 0.6])
def test_every_slow_movement_is_delayed_alike(cutoff_hz: float, slow_hz: float):
    """A slow sine comes out late by the stated delay, whatever its frequency."""
    time_s = np.arange(0.0, 60.0, 1.0 / RATE_HZ)
    out = CausalFilter(bessel_low_pass(cutoff_hz, RATE_HZ)).feed(np.sin(2 * np.pi * slow_hz * time_s)[:, None])[:, 0]
    late = np.sin(2 * np.pi * slow_hz * (time_s - bessel_delay_s(cutoff_hz, RATE_HZ)))
    settled = time_s > 10.0
    gain = float((out[settled] * late[settled]).sum() / (late[settled] ** 2).sum())
    np.testing.assert_allclose(out[settled], gain * late[settled], atol=0.01)


def test_delay_falls_with_the_cutoff():
    """A filter twice as fast delays half as much."""
    assert bessel_delay_s(1.0, 200.0) == pytest.approx(2.0 * bessel_delay_s(2.0, 200.0), rel=0.03)


def test_norms_and_dots():
    """Lengths and dot products are those of NumPy."""
    vector = np.array([0.3, -2.0, 1.5])
    np.testing.assert_allclose(norms(NOISE), np.linalg.norm(NOISE, axis=1), rtol=1e-14)
    np.testing.assert_allclose(dots(NOISE, vector), NOISE @ vector, rtol=1e-12)


@given(start=st.integers(0, 399), length=st.integers(1, 400))
def test_norms_and_dots_do_not_depend_on_the_block(start: int, length: int):
    """A row gives the same bits alone and among others."""
    block, vector = slice(start, start + length), np.array([0.3, -2.0, 1.5])
    assert norms(NOISE[block]).tobytes() == norms(NOISE)[block].tobytes()
    assert dots(NOISE[block], vector).tobytes() == dots(NOISE, vector)[block].tobytes()
