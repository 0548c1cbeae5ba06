"""Squats at the waist: the pelvis bows twice a rep, and it is one rep."""

import numpy as np
import pytest

from sensorcoach.detect.finding.refusals import RefusalReasons
from sensorcoach.detect.height.double_bend import are_halves
from sensorcoach.detect.height.steps import Step, find_turning_points
from sensorcoach.detect.signal_quality import SignalMonitor
from sensorcoach.events import Event, Quality, RepCounted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from tests.detect.height.squatting import hinges, squats

GENERIC = find_exercise("generic")


def events_of(samples: Samples, cut: int | None = None) -> list[Event]:
    """All events, whole or in blocks of this many samples."""
    pipeline = Pipeline(GENERIC, Placement.PELVIS)
    events: list[Event] = []
    for k in range(0, len(samples.time_s), cut or len(samples.time_s)):
        part = slice(k, k + (cut or len(samples.time_s)))
        gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[part]
        events += pipeline.feed_samples(Samples(samples.time_s[part], samples.acc_mps2[part], gyro_radps))
    return events + pipeline.finish()


def reps_of(events: list[Event]) -> list[RepCounted]:
    """The counted reps among them."""
    return [event for event in events if isinstance(event, RepCounted)]


@pytest.mark.parametrize("gyro", [True, False])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_each_squat_is_one_rep(seed: int, gyro: bool):  # noqa: FBT001  # by name
    """Six squats, each with a bow on the way down and another on the way up, are six reps however the sensor sits."""
    reps = reps_of(events_of(squats(6, seed=seed, gyro=gyro)))
    assert len(reps) == 6
    assert all(1.0 < event.rep.lower_start_s - event.rep.hold_start_s < 2.5 for event in reps)


def test_blocks_make_no_difference():
    """The same squats in blocks of 7 or 250 samples give the same reps, known at the same moments."""
    samples = squats(4)
    whole = reps_of(events_of(samples))
    assert len(whole) == 4
    for cut in (7, 250):
        assert reps_of(events_of(samples, cut)) == whole


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_bows_of_the_trunk_are_reps_of_their_own(seed: int):
    """Five hip hinges, in which the hips stay at their height, are five reps and not two and a half."""
    assert len(reps_of(events_of(hinges(5, seed=seed)))) == 5


def test_sitting_down_and_standing_up_once_is_not_a_set():
    """A single squat counts nothing, though its two bows are alike."""
    assert reps_of(events_of(squats(1))) == []


def test_bends_that_cannot_be_paired_make_the_answer_weak():
    """If bends were seen of which two make a rep, and no rep was found, the signal is weak, with the reason."""
    watch = SignalMonitor(GENERIC, Placement.PELVIS)
    (judged,) = watch.finish(60.0, 60.0, 0, RefusalReasons(half_reps=2))
    assert judged.quality is Quality.WEAK
    assert "Pause for a second" in (judged.reason or "")


def test_turning_points_leave_out_ripples():
    """A way up by a metre, with a ripple of five centimetres, and down again turns three times: low, high, low."""
    t = np.linspace(0.0, 1.0, 101)
    height_m = np.sin(np.pi * t) + 0.02 * np.sin(40.0 * t)
    turns = find_turning_points(height_m.tolist(), 0.1)
    assert len(turns) == 3
    assert abs(turns[1] - 50) <= 5


def test_bends_near_the_top_are_not_halves():
    """Bends that meet halfway are the two of a squat; bends that meet a fifth below the top are not."""
    way, cycles = 100, range(6)
    steps = [Step(2 * way * k, 2 * way * k + way, -0.3 if k % 2 == 0 else 0.3, -2.0) for k in cycles]
    tops = [2 * way * k + way + 50 for k in cycles][-2::-1]
    for down, halves in ((0.5, True), (0.2, False)):
        share = [down if k % 2 == 0 else 1.0 - down for k in cycles]
        feet = [2 * way * k + round(share[k] * way) for k in cycles][::-1]
        assert are_halves(steps, feet, tops) == halves
