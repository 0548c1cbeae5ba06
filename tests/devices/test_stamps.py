"""Time stamps: losses are counted, and times are even although the stamps are rounded."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.devices.wire.stamps import StampKind, StampPoint, Stamps

FIRST_MS = StampKind(1e-3, 32)
LAST_NS = StampKind(1e-9, 64, is_of_last=True)
FIRST_US = StampKind(1e-6, 32)
RATES_HZ = (25.0, 50.0, 100.0, 200.0)


def packets(kind: StampKind, counts: list[int], rate_hz: float, start_s: float = 100.0) -> list[tuple[int, int, float]]:
    """Stamp, samples and arrival of packets with these numbers of samples; each arrives when it is full."""
    ends = np.cumsum(counts)
    stamped = ends - 1 if kind.is_of_last else ends - counts
    raw = [int((start_s + place / rate_hz) / kind.tick_s) % (1 << kind.bits) for place in stamped.tolist()]
    return list(zip(raw, counts, (ends / rate_hz).tolist(), strict=True))


def placed(stamps: Stamps, sent: list[tuple[int, int, float]]) -> list[StampPoint]:
    """The places of the new packets."""
    return [spot for one in sent if (spot := stamps.place(*one)) is not None]


@pytest.mark.parametrize(("kind", "size", "rate_hz"), [(FIRST_MS, 8, 104.0), (LAST_NS, 36, 100.0), (FIRST_US, 1, 60.0)])
@pytest.mark.parametrize("off", [-0.03, -0.007, 0.0, 0.007, 0.03])
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("jitter_s", [0.0, 0.002])
def test_losses_are_counted_exactly(kind: StampKind, size: int, rate_hz: float, off: float, seed: int, jitter_s: float):
    """A tenth of the packets lost, a rate 3 percent off, stamps up to 2 ms off: the count is right all the same."""
    rng = np.random.default_rng(seed)
    sent = packets(kind, [size] * 600, rate_hz * (1.0 + off))
    moves = np.rint(rng.uniform(-jitter_s, jitter_s, 600) / kind.tick_s).astype(int).tolist()
    sent = [(raw + move, count, at) for (raw, count, at), move in zip(sent, moves, strict=True)]
    kept = np.flatnonzero(rng.uniform(size=600) > 0.1)
    stamps = Stamps(kind, (rate_hz,), rate_hz)
    spots = placed(stamps, [sent[number] for number in kept])
    assert [spot.first for spot in spots] == ((kept - kept[0]) * size).tolist()
    assert stamps.lost_samples == (kept[-1] - kept[0] + 1 - len(kept)) * size


@pytest.mark.parametrize("seed", range(5))
def test_packets_of_different_sizes_are_counted_too(seed: int):
    """Compressed packets hold as many samples as fit: only their stamps show the number between two."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(20, 60, 400).tolist()
    sent = packets(LAST_NS, counts, 52.0)
    kept = np.flatnonzero(rng.uniform(size=400) > 0.1)
    stamps = Stamps(LAST_NS, (52.0,), 52.0)
    placed(stamps, [sent[number] for number in kept])
    assert stamps.lost_samples == sum(counts[kept[0] : kept[-1] + 1]) - sum(counts[number] for number in kept)


def test_a_gap_that_the_sensor_made_itself_is_counted_by_the_sample():
    """Twelve samples that the sensor did not take, between packets of eight, are twelve."""
    sent = packets(FIRST_MS, [8] * 100, 104.0)
    moved = [
        (raw + (115 if number >= 60 else 0), 8, at + 0.115 * (number >= 60)) for number, (raw, _, at) in enumerate(sent)
    ]
    stamps = Stamps(FIRST_MS, (104.0,), 104.0)
    placed(stamps, moved)
    assert stamps.lost_samples == 12


def test_milliseconds_do_not_show_in_the_times():
    """Stamps rounded to a millisecond, a rate 0.7 percent off: ten seconds in, no step is off by a tenth of one."""
    rate_hz = 104.0 * 1.007
    spots = placed(Stamps(FIRST_MS, (104.0,), 104.0), packets(FIRST_MS, [8] * 800, rate_hz))
    time_s = np.concatenate([spot.time_s + spot.step_s * np.arange(spot.samples) for spot in spots])
    steps_s = np.diff(time_s)[1040:]
    assert np.abs(steps_s - 1.0 / rate_hz).max() < 1e-4
    error_s = time_s - 100.0 - np.arange(len(time_s)) / rate_hz
    assert np.abs(error_s).max() < 0.0015


def test_a_packet_delivered_twice_counts_once():
    """Where the system delivers every notification twice, no sample is there twice."""
    sent = packets(FIRST_MS, [8] * 50, 104.0)
    stamps = Stamps(FIRST_MS, (104.0,), 104.0)
    assert len(placed(stamps, [one for one in sent for _ in range(2)])) == 50
    assert stamps.repeated_packets == 50
    assert stamps.lost_samples == 0


def test_stamps_that_wrap_go_on():
    """A sensor of microseconds wraps after 71.6 minutes, without effect."""
    stamps = Stamps(FIRST_US, (60.0,), 60.0)
    spots = placed(stamps, packets(FIRST_US, [1] * 600, 60.0, start_s=(1 << 32) * 1e-6 - 5.0))
    np.testing.assert_allclose(np.diff([spot.time_s for spot in spots]), 1.0 / 60.0, atol=2e-6)
    assert stamps.lost_samples == 0


@pytest.mark.parametrize("new_start_s", [0.0, 99.0, 5000.0])
def test_a_clock_that_starts_again_is_followed_by_arrival(new_start_s: float):
    """A sensor whose battery was out for 30 s: no sample is refused, time goes on, and the gap is 30 s long."""
    before = packets(LAST_NS, [36] * 20, 100.0)
    after = packets(LAST_NS, [36] * 20, 100.0, start_s=new_start_s)
    stamps = Stamps(LAST_NS, RATES_HZ, 100.0)
    spots = placed(stamps, before)
    stamps.note_link_up()
    spots += placed(stamps, [(raw, count, arrival_s + 37.2) for raw, count, arrival_s in after])
    assert len(spots) == 40
    steps_s = np.diff([spot.time_s for spot in spots])
    assert steps_s.max() == pytest.approx(30.36, abs=0.02)  # pyright: ignore[reportUnknownMemberType]  # untyped in pytest
    assert stamps.lost_samples == 3000


def test_a_clock_that_is_set_in_mid_stream_is_not_a_loss():
    """A phone sets the sensor's calendar: nothing is lost, and time goes on evenly."""
    sent = packets(LAST_NS, [36] * 40, 100.0)
    moved = [(raw + (10**17 if number >= 20 else 0), count, at) for number, (raw, count, at) in enumerate(sent)]
    stamps = Stamps(LAST_NS, RATES_HZ, 100.0)
    steps_s = np.diff([spot.time_s for spot in placed(stamps, moved)])
    np.testing.assert_allclose(steps_s, 0.36, atol=1e-6)
    assert stamps.lost_samples == 0


def test_a_new_connection_to_a_sensor_that_ran_on_continues_its_clock():
    """Away for a minute, measuring restarted off the old grid: the sensor's clock shows the gap."""
    stamps = Stamps(FIRST_MS, (104.0,), 104.0)
    spots = placed(stamps, packets(FIRST_MS, [8] * 100, 104.0))
    stamps.note_link_up()
    later = packets(FIRST_MS, [8] * 100, 104.0, start_s=160.005)
    spots += placed(stamps, [(raw, count, arrival_s + 61.0) for raw, count, arrival_s in later])
    assert spots[100].time_s == pytest.approx(160.005, abs=0.001)  # pyright: ignore[reportUnknownMemberType]
    assert np.diff([spot.time_s for spot in spots])[100:].max() < 0.079


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_an_unreported_rate_is_measured(rate_hz: float):
    """An old recording that does not name its rate is timed as well as one that does."""
    stamps = Stamps(LAST_NS, RATES_HZ, None)
    spots = placed(stamps, packets(LAST_NS, [36] * 30, rate_hz))
    assert stamps.period_s == pytest.approx(1.0 / rate_hz, rel=1e-6)  # pyright: ignore[reportUnknownMemberType]
    assert stamps.lost_samples == 0
    assert spots[-1].first == 29 * 36


@given(
    sent=st.lists(
        st.tuples(st.integers(0, 2**32 - 1) | st.integers(0, 300), st.integers(1, 60), st.floats(0.0, 1e5)), max_size=60
    ),
    kind=st.sampled_from([FIRST_MS, LAST_NS, FIRST_US]),
    rate_hz=st.sampled_from([100.0, None]),
    ups=st.sets(st.integers(0, 60)),
)
def test_index_and_time_rise_with_any_stamps(
    sent: list[tuple[int, int, float]], kind: StampKind, rate_hz: float | None, ups: set[int]
):
    """Stamps and arrivals that make no sense neither stop the count nor turn it back."""
    stamps = Stamps(kind, RATES_HZ, rate_hz)
    end_index, end_s = -1, -np.inf
    for number, one in enumerate(sent):
        if number in ups:
            stamps.note_link_up()
        spot = stamps.place(*one)
        if spot is not None:
            assert spot.first > end_index
            assert spot.step_s > 0.0
            assert spot.time_s > end_s
            end_index, end_s = spot.first + spot.samples - 1, spot.time_s + (spot.samples - 1) * spot.step_s
    assert stamps.lost_samples >= 0
