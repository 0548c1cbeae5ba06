"""Contacts are felt alike at every rate, and nothing else is."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.motion.impact import Impacts
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

LENGTH_S = 4.0


def force(time_s: FloatArray, *, knock: bool = True) -> FloatArray:
    """A slow lift, and at 2 s a contact that rings with 18 Hz and 4 m/s²."""
    since = np.maximum(time_s - 2.0, 0.0)
    ring = 4.0 * np.exp(-since / 0.03) * np.cos(2.0 * np.pi * 18.0 * since) * (time_s >= 2.0)
    return 9.81 + 0.5 * np.sin(2.0 * np.pi * 0.3 * time_s) + (ring if knock else 0.0)


def felt(time_s: FloatArray, norm_mps2: FloatArray, cuts: list[int] | None = None) -> FloatArray:
    """The bends on the grid, with the samples cut into pieces."""
    impacts, given_points = Impacts(), 0
    found: list[FloatArray] = []
    edges = [0, *sorted(cuts or []), len(time_s)]
    for a, b in pairwise(edges):
        impacts.feed(time_s[a:b], norm_mps2[a:b])
        done = int((time_s[b - 1] if b else 0.0) * RATE_HZ)
        found.append(impacts.collect(given_points, done - given_points, 0.0))
        given_points = done
    return np.concatenate(found)


@pytest.mark.parametrize("rate_hz", [26.0, 50.0, 100.0, 208.0, 400.0])
def test_a_contact_stands_out_at_every_rate(rate_hz: float):
    """A knee on the floor is felt with a sensor of any usual rate, and where it happens."""
    time_s = np.arange(0.003, LENGTH_S, 1.0 / rate_hz)
    bends = felt(time_s, force(time_s))
    assert bends.max() > 1.5
    assert abs(int(np.argmax(bends)) / RATE_HZ - 2.0) < 0.08


def test_a_lift_is_not_a_contact():
    """Slow changes of force bend by next to nothing."""
    time_s = np.arange(0.0, LENGTH_S, 0.01)
    assert felt(time_s, force(time_s, knock=False)).max() < 0.02


def test_across_a_gap_nothing_is_felt():
    """Samples before and after a gap are not held against each other."""
    time_s = np.concatenate([np.arange(0.0, 1.0, 0.01), np.arange(1.5, 3.0, 0.01)])
    norm_mps2 = np.where(time_s < 1.2, 9.8, 14.0)
    assert felt(time_s, norm_mps2).max() == pytest.approx(0.0, abs=1e-9)


@given(cuts=st.lists(st.integers(1, 399), max_size=8, unique=True))
def test_cuts_make_no_difference(cuts: list[int]):
    """However the samples come, the same is felt."""
    time_s = np.arange(0.0, LENGTH_S, 0.01)
    whole, cut = felt(time_s, force(time_s)), felt(time_s, force(time_s), cuts)
    assert np.array_equal(whole, cut)
