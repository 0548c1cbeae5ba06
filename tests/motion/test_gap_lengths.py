"""Gaps in the data: found, never closed up, and a long one starts everything afresh."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.events import GapFound
from sensorcoach.motion.gap_lengths import MAX_OUTAGE_S, GapWatch, split_at_outages
from sensorcoach.samples import FloatArray, Samples


def times_with_gaps(rate_hz: float, *gaps: tuple[float, float]) -> FloatArray:
    """Twenty seconds of even times without those between."""
    time_s = np.arange(0.0, 20.0, 1.0 / rate_hz)
    for start_s, end_s in gaps:
        time_s = time_s[(time_s <= start_s) | (time_s >= end_s)]
    return time_s


@pytest.mark.parametrize("rate_hz", [20.0, 25.0, 50.0, 100.0, 400.0])
def test_gaps_are_reported_where_they_are(rate_hz: float):
    """Each gap is reported with the samples on either side of it, at any rate."""
    time_s = times_with_gaps(rate_hz, (5.0, 5.6), (10.0, 13.0))
    found = GapWatch().feed(time_s)
    assert [(gap.start_s, gap.end_s) for gap in found] == [(5.0, pytest.approx(5.6)), (10.0, pytest.approx(13.0))]


@pytest.mark.parametrize("rate_hz", [25.0, 100.0, 400.0])
def test_one_lost_sample_and_jitter_are_not_a_gap(rate_hz: float):
    """A single lost sample, or samples that come unevenly, are not a gap."""
    rng = np.random.default_rng(1)
    time_s = times_with_gaps(rate_hz) + np.sort(rng.uniform(-0.2, 0.2, round(20 * rate_hz))) / rate_hz
    assert GapWatch().feed(np.delete(time_s, 700 if rate_hz > 25.0 else 300)) == ()


@given(cuts=st.lists(st.integers(0, 900), max_size=8))
def test_cuts_make_no_difference(cuts: list[int]):
    """However the times are cut, the same gaps are found, each once, those of the first second too."""
    time_s = times_with_gaps(50.0, (0.2, 0.6), (5.0, 5.5), (10.0, 13.0))
    watch = GapWatch()
    found: list[GapFound] = []
    for piece in np.split(time_s, sorted(cuts)):
        found += watch.feed(piece)
    assert found == list(GapWatch().feed(time_s))
    assert len(found) == 3


def samples_at(time_s: FloatArray) -> Samples:
    """Samples at these times that carry their own time."""
    return Samples(time_s, np.column_stack([time_s] * 3), np.column_stack([-time_s] * 3))


def test_a_long_silence_cuts():
    """A silence too long to bridge ends a stretch; a shorter one does not."""
    time_s = np.array([0.0, 1.0, 2.0, 2.0 + MAX_OUTAGE_S, 3.0 + 2.0 * MAX_OUTAGE_S, 4.0 + 2.0 * MAX_OUTAGE_S])
    parts = split_at_outages(samples_at(time_s), None)
    assert [broken for broken, _ in parts] == [False, True]
    assert [len(part) for _, part in parts] == [4, 2]
    np.testing.assert_array_equal(np.concatenate([part.acc_mps2[:, 0] for _, part in parts]), time_s)


def test_a_silence_between_feeds_cuts_too():
    """It makes no difference whether the silence lies within a block or before it."""
    ((broken, part),) = split_at_outages(samples_at(np.array([30.0, 31.0])), 31.0 - 2 * MAX_OUTAGE_S)
    assert broken
    assert len(part) == 2
    assert split_at_outages(samples_at(np.empty(0)), 1.0) == []
    ((broken, _),) = split_at_outages(samples_at(np.array([30.0, 31.0])), 29.0)
    assert not broken
