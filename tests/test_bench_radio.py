"""The benches of a bad radio: how drops are scored, and how far sample times are off."""

import pytest

from bench.drop_score import CountedRep, DropScore, Span, score
from bench.drops_over_radio import RadioDrop, outcome_of
from bench.sample_times import timed
from sensorcoach.devices.registry import device_by_id
from sensorcoach.simulator.radio import RadioModel

TRUE = [Span(10.0, 14.0), Span(16.0, 20.0), Span(22.0, 26.0)]
HOLE = [Span(18.0, 21.0)]


def counted(*spans: tuple[float, float], uncertain: tuple[int, ...] = ()) -> list[CountedRep]:
    """Reps with these times; those at these places uncertain."""
    return [CountedRep(*span, uncertain=place in uncertain) for place, span in enumerate(spans)]


def test_a_count_that_is_right_is_clean():
    """All reps in range count; the rep with a gap is uncertain, or left out."""
    assert score(TRUE, HOLE, counted((10.0, 14.0), (16.0, 21.0), (22.0, 26.0), uncertain=(1,))).is_clean
    assert score(TRUE, HOLE, counted((10.0, 14.0), (22.0, 26.0))).is_clean


def test_each_way_of_going_wrong_has_its_number():
    """Lost, repeated, silent, made-up and uncertain reps are distinguished."""
    assert score(TRUE, HOLE, counted((22.0, 26.0))) == DropScore(2, lost=1, touched=1)
    assert score(TRUE, HOLE, counted((10.0, 12.0), (12.0, 14.0), (22.0, 26.0))).twice == 1
    assert score(TRUE, HOLE, counted((10.0, 14.0), (16.0, 20.5), (22.0, 26.0))).silent == 1
    assert score(TRUE, HOLE, counted((10.0, 14.0), (14.2, 15.8), (22.0, 26.0))).phantoms == 1
    assert score(TRUE, HOLE, counted((10.0, 14.0), (22.0, 26.0), uncertain=(0,))).doubted == 1


def test_sample_times_keep_within_five_milliseconds():
    """Bunching at 45 ms, 7000 ppm and stalls, and every twentieth notification lost where the wire numbers samples."""
    for device_id, loss in (("open-profile", 0.05), ("witmotion", 0.0)):
        device = device_by_id(device_id)
        packets_per_s = 10.0 if device.numbers_samples else 25.0
        radio = RadioModel(interval_s=0.045, stalls_per_s=0.03 * packets_per_s, loss=loss)
        run = timed(device, radio, -7000.0, 3)
        assert run.rms_ms < 5.0
        assert run.told == run.lost


def test_losses_in_stalls_are_estimated_within_a_fifth_without_counters():
    """A WitMotion sensor that keeps four notifications in a stall and throws the rest away."""
    run = timed(device_by_id("witmotion"), RadioModel(0.03, stalls_per_s=0.3, queue=4), 700.0, 2)
    assert run.lost > 50
    assert abs(run.told - run.lost) <= 0.2 * run.lost


WHOLE_AGAIN = RadioDrop("glute-bridge", "open-profile", 1, Span(31.0, 37.5))
HOLED = RadioDrop("glute-bridge", "witmotion", 1, Span(31.0, 43.0), weak=True)


@pytest.mark.parametrize(("drop", "is_holed"), [(WHOLE_AGAIN, False), (HOLED, True)], ids=["replayed", "lost"])
def test_out_of_range_in_the_middle_of_a_set(drop: RadioDrop, is_holed: bool):  # noqa: FBT001 - a parameter
    """From the sensor to the count: back within a second, nothing twice, nothing lost that was done in range."""
    outcome = outcome_of(drop)
    assert outcome.is_clean, outcome
    assert outcome.recovered_s > 0.0
    assert outcome.score.in_range >= 6
    assert (outcome.score.touched > 0) is is_holed
