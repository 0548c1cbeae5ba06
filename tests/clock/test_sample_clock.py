"""The sample clock: right in spite of the radio, the same however the samples come, and honest about gaps."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.clock.long_packet_line import LongPacketLine
from sensorcoach.clock.loss_estimator import LossEstimator
from sensorcoach.clock.lower_envelope import lower_hull
from sensorcoach.clock.sample_clock import SampleClock
from sensorcoach.clock.warm_up import WARM_UP_SAMPLES
from sensorcoach.samples import FloatArray, Frames
from tests.clock.arrivals import Link, receive

WIRES = ("device time", "index", "nothing")


def timed(frames: Frames, rate_hz: float | None, cuts: list[int] | None = None) -> FloatArray:
    """Times of all samples, the frames fed in pieces cut at these places."""
    clock = SampleClock(rate_hz)
    places = [0, *sorted(cuts or []), len(frames)]
    pieces = [clock.feed(part(frames, start, stop)).time_s for start, stop in pairwise(places)]
    return np.concatenate([*pieces, clock.finish().time_s])


def part(frames: Frames, start: int, stop: int) -> Frames:
    """A piece of the frames."""
    fields = (frames.arrival_s, frames.acc_mps2, frames.gyro_radps, frames.index, frames.device_time_s)
    arrival_s, acc_mps2, *rest = (None if field is None else field[start:stop] for field in fields)
    assert arrival_s is not None
    assert acc_mps2 is not None
    return Frames(arrival_s, acc_mps2, *rest)  # pyright: ignore[reportArgumentType]  # the order is that of the fields


def error_s(time_s: FloatArray, true_s: FloatArray) -> FloatArray:
    """Return the error apart from a constant, which is unknowable."""
    return time_s - true_s - float(np.median(time_s - true_s))


def rms(values: FloatArray) -> float:
    """Root of the mean square."""
    return float(np.sqrt(np.mean(values**2)))


@pytest.mark.parametrize("wire", WIRES[:2])
@pytest.mark.parametrize("ppm", [-7000.0, 700.0, 7000.0])
def test_counters_give_the_time_within_5_ms(wire: str, ppm: float):
    """Bursts, stalls, a clock off by 7000 ppm and every twentieth packet lost: 2 ms when it has settled, 5 over all."""
    link = Link(batch=19, clock_ppm=ppm, stalled=0.02, lost=0.05)
    received = receive(link, 120.0, seed=1)
    error = error_s(timed(received.frames(link, wire), 100.0), received.true_s)
    assert rms(error) < 0.005
    assert rms(error[1000:]) < 0.002


@pytest.mark.parametrize(("rate_hz", "batch"), [(100.0, 36), (52.0, 26), (25.0, 36)])
@pytest.mark.parametrize("ppm", [-7000.0, 7000.0])
def test_packets_of_half_a_second_and_more_are_timed_within_7_ms(rate_hz: float, batch: int, ppm: float):
    """Long packets that keep step with connection events every 45 ms: 7 ms, and 2 ms after half a minute."""
    link = Link(rate_hz, batch, interval_s=0.045, clock_ppm=ppm, stalled=0.03, lost=0.05)
    received = receive(link, 120.0, seed=1)
    error = error_s(timed(received.frames(link, "device time"), rate_hz), received.true_s)
    assert rms(error) < 0.007
    assert rms(error[int(30.0 * rate_hz) :]) < 0.003


def test_packets_in_step_with_the_connection_are_not_taken_for_losses():
    """Packets every 30 ms at events every 30 ms, from a slow clock: the delay creeps and falls back; no loss."""
    link = Link(batch=3, interval_s=0.03, clock_ppm=-7000.0)
    clock = SampleClock(100.0)
    clock.feed(receive(link, 120.0, seed=1).frames(link, "nothing"))
    assert clock.lost_samples == 0


@pytest.mark.parametrize(("rate_hz", "batch"), [(25.0, 1), (50.0, 1), (100.0, 4), (200.0, 12)])
def test_without_counters_a_link_that_stalls_costs_5_ms(rate_hz: float, batch: int):
    """A sensor that numbers nothing, 7000 ppm off, with a stall every few seconds: still within 5 ms."""
    link = Link(rate_hz, batch, clock_ppm=7000.0, stalled=0.15 * batch / rate_hz)
    received = receive(link, 120.0, seed=2)
    time_s = timed(received.frames(link, "nothing"), rate_hz)
    assert rms(error_s(time_s, received.true_s)) < 0.005


def test_without_counters_losses_are_found_in_the_arrivals():
    """Every fourth second some samples are lost in a stall: the gaps are found, and times stay within 40 ms rms."""
    link = Link(clock_ppm=7000.0, stalled=0.01, queue=4)
    received = receive(link, 120.0, seed=3)
    lost_s = (received.number[-1] + 1 - len(received.number)) / 100.0
    clock = SampleClock(100.0)
    time_s = np.concatenate([clock.feed(received.frames(link, "nothing")).time_s, clock.finish().time_s])
    assert lost_s > 1.0
    assert 0.8 * lost_s < clock.lost_s < 1.3 * lost_s
    assert rms(error_s(time_s, received.true_s)) < 0.04


@pytest.mark.parametrize("wire", WIRES)
def test_a_silence_in_which_samples_were_lost_is_a_gap(wire: str):
    """Three seconds out of reach: the times jump by three seconds there, and nowhere else."""
    link = Link()
    received = receive(link, 40.0, seed=4)
    there = (received.number < 2000) | (received.number >= 2300)
    frames = received.frames(link, wire)
    frames = Frames(
        frames.arrival_s[there],
        frames.acc_mps2[there],
        None,
        None if frames.index is None else frames.index[there],
        None if frames.device_time_s is None else frames.device_time_s[there],
    )
    steps_s = np.diff(timed(frames, 100.0))
    gap = int(np.argmax(steps_s))
    assert steps_s[gap] == pytest.approx(3.01, abs=0.03)  # pyright: ignore[reportUnknownMemberType]  # untyped in pytest
    assert abs(gap - 1999) <= 4
    assert np.sort(steps_s)[-2] < 0.02


def test_a_silence_without_losses_is_not_a_gap():
    """Two seconds of nothing, then all of it at once: the samples are where they were, evenly spaced."""
    link = Link()
    received = receive(link, 40.0, seed=5)
    frames = received.frames(link, "nothing")
    stall = (frames.arrival_s > 20.0) & (frames.arrival_s < 22.0)
    arrival_s = np.where(stall, 22.0 + 0.001 * (frames.arrival_s - 20.0), frames.arrival_s)
    steps_s = np.diff(timed(Frames(arrival_s, frames.acc_mps2), 100.0))
    assert steps_s.max() < 0.012


def test_an_unknown_rate_is_found_out():
    """The sensor runs at 62.5 Hz without notice; a minute later the clock is right within 15 ms."""
    link = Link(rate_hz=62.5, batch=2)
    received = receive(link, 60.0, seed=6)
    time_s = timed(received.frames(link, "nothing"), None)
    assert rms(error_s(time_s, received.true_s)) < 0.015


def test_a_loss_within_the_first_second_is_put_where_it_was():
    """A stall a third of a second after the start, in which thirteen samples were lost: the gap is there."""
    link = Link()
    received = receive(link, 20.0, seed=10)
    number = received.number
    there = (number < 36) | (number >= 49)
    frames = received.frames(link, "nothing")
    frames = Frames(frames.arrival_s[there], frames.acc_mps2[there])
    clock = SampleClock(100.0)
    time_s = np.concatenate([clock.feed(frames).time_s, clock.finish().time_s])
    assert abs(int(np.argmax(np.diff(time_s))) - 35) <= 12
    assert 12 <= clock.lost_samples <= 14


@pytest.mark.parametrize("seed", [3, 4])
def test_bunching_wider_than_a_batch_loses_nothing(seed: int):
    """Notifications every 40 ms at connection events every 45 ms, with stalls: no sample is reported as lost."""
    link = Link(interval_s=0.045, clock_ppm=-7000.0, stalled=0.03)
    clock = SampleClock(100.0)
    clock.feed(receive(link, 120.0, seed).frames(link, "nothing"))
    assert clock.lost_samples == 0


def test_nothing_is_held_back_while_the_link_is_good():
    """After the first second each sample comes out at once."""
    link = Link()
    frames = receive(link, 20.0, seed=7).frames(link, "nothing")
    clock = SampleClock(100.0)
    clock.feed(part(frames, 0, 104))
    assert all(len(clock.feed(part(frames, start, start + 4))) == 4 for start in range(104, 2000, 4))


def test_a_recording_shorter_than_the_warm_up_comes_out_at_the_end():
    """Half a second of samples is half a second of times."""
    link = Link()
    frames = receive(link, 0.5, seed=8).frames(link, "nothing")
    assert np.diff(timed(frames, 100.0)) == pytest.approx(0.01, rel=1e-6)  # pyright: ignore[reportUnknownMemberType]
    assert len(timed(part(frames, 0, 0), 100.0)) == 0


def test_samples_come_out_in_order_and_whole():
    """Holding samples back loses none and swaps none."""
    link = Link(stalled=0.05, queue=4)
    frames = receive(link, 60.0, seed=9).frames(link, "nothing")
    clock = SampleClock(100.0)
    pieces = [clock.feed(part(frames, start, start + 7)).acc_mps2 for start in range(0, len(frames), 7)]
    assert np.array_equal(np.concatenate([*pieces, clock.finish().acc_mps2]), frames.acc_mps2)


def test_a_warm_up_ends_though_time_seems_to_stop():
    """A sensor whose packets all seem to arrive at once is held back for 4096 samples and no longer."""
    frames = Frames(np.zeros(WARM_UP_SAMPLES + 4), np.zeros((WARM_UP_SAMPLES + 4, 3)))
    clock = SampleClock(100.0)
    assert [len(clock.feed(part(frames, start, start + 4))) for start in (0, 4)] == [0, 0]
    assert len(clock.feed(part(frames, 8, len(frames)))) == len(frames)


def test_a_single_late_bin_after_a_small_loss_is_a_stall():
    """Two late half seconds in a row are a small loss; one more late half second behind them is a stall."""
    loss = LossEstimator(0.01, 4, np.full(20, 0.04))
    late_s = [loss.find_small_loss(0.05) for _ in range(4)]
    assert late_s == pytest.approx([0.0, 0.05, 0.0, 0.05])  # pyright: ignore[reportUnknownMemberType]


@pytest.mark.parametrize("ppm", [1125.0, 3100.0])
def test_long_packets_show_a_clock_between_two_slopes_of_the_first_grid(ppm: float):
    """The first grid has a slope every 250 ppm; after a minute the clock is known within 50 ppm."""
    slope, line = 1.0 + 1e-6 * ppm, LongPacketLine()
    true_s = slope * np.arange(160) * 0.36
    arrival_s = np.ceil(true_s / 0.045) * 0.045
    pairs = zip((true_s / slope).tolist(), arrival_s.tolist(), strict=True)
    found = [line.add(sensor_s, arrived_s) for sensor_s, arrived_s in pairs][-1]
    assert abs(found.slope - slope) < 50e-6


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=60, unique_by=lambda p: p[0])
)
def test_the_envelope_lies_below_all_arrivals(points: list[tuple[int, int]]):
    """No packet comes before the envelope, and the envelope bends upwards only."""
    points.sort()
    hull = lower_hull(points)
    (x, y), (hull_x, hull_y) = (list(zip(*line, strict=True)) for line in (points, hull))
    assert set(hull) <= set(points)
    assert {points[0], points[-1]} <= set(hull)
    assert np.all(np.interp(x, hull_x, hull_y) <= np.array(y) + 1e-6)
    slopes = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(hull)]
    assert all(before < after for before, after in pairwise(slopes))


@settings(deadline=None)
@given(data=st.data(), wire=st.sampled_from(WIRES), seed=st.integers(0, 50), rate_hz=st.sampled_from([100.0, None]))
def test_the_same_times_however_the_frames_are_cut(data: st.DataObject, wire: str, seed: int, rate_hz: float | None):
    """Whole or in any pieces: the very same times, and they always rise."""
    link = Link(clock_ppm=5000.0, stalled=0.03, lost=0.05, queue=3)
    received = receive(link, 15.0, seed)
    frames = received.frames(link, wire)
    whole = timed(frames, rate_hz)
    cuts = data.draw(st.lists(st.integers(0, len(frames)), max_size=40))
    assert np.array_equal(timed(frames, rate_hz, cuts), whole)
    assert np.array_equal(timed(frames, rate_hz, list(range(0, len(frames), 3))), whole)
    assert np.all(np.diff(whole) > 0.0)


@given(arrivals=st.lists(st.floats(0.0, 1e6), max_size=300), wire=st.sampled_from(WIRES))
def test_times_rise_with_any_arrivals(arrivals: list[float], wire: str):
    """Invalid arrivals do not stop time or make it run back."""
    index = np.arange(len(arrivals), dtype=np.int64)
    frames = Frames(
        np.array(arrivals, dtype=np.float64),
        np.zeros((len(arrivals), 3)),
        None,
        None if wire == "nothing" else index,
        index.astype(np.float64) * 0.01 if wire == "device time" else None,
    )
    time_s = timed(frames, 100.0, [50, 51, 200] if len(arrivals) > 200 else None)
    assert len(time_s) == len(arrivals)
    assert np.all(np.diff(time_s) > 0.0)
