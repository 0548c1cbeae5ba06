"""Armed sets in troubled sessions: a lost sensor, a discarded set, a recording that breaks off. Made-up motion."""

import numpy as np

from sensorcoach.events import Event, ProvisionalWithdrawn, RepCounted, SetArmed, SetFinished
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.packets import MARK_DISCARD, MARK_END, MARK_START
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import FloatArray, Samples
from tests.detect.angles import Move, angle_rad
from tests.motion.cuts import blocks

RATE_HZ = 50.0
G_MPS2 = 9.80665

BRIDGE: tuple[Move, ...] = ((30.0, 2.0), (30.0, 1.0), (0.0, 2.0), (0.0, 1.5))
SMALL: tuple[Move, ...] = ((14.0, 2.0), (14.0, 1.0), (0.0, 2.0), (0.0, 1.5))
OTHER: tuple[Move, ...] = ((100.0, 2.5), (100.0, 1.0), (0.0, 2.5), (0.0, 2.0))
"""Rolling over and back."""

Marks = tuple[tuple[float, bytes], ...]


def sensed(turn_rad: FloatArray) -> Samples:
    """What a sensor feels that turns by these angles about its first axis."""
    rng = np.random.default_rng(3)
    still = np.zeros_like(turn_rad)
    up = np.column_stack([still, np.sin(turn_rad), np.cos(turn_rad)])
    turning_radps = np.column_stack([np.gradient(turn_rad) * RATE_HZ, still, still])
    time_s = np.arange(len(turn_rad)) / RATE_HZ
    noise = rng.normal(0.0, 0.02, up.shape), rng.normal(0.0, 0.002, up.shape)
    return Samples(time_s, G_MPS2 * up + noise[0], turning_radps + noise[1])


def later(samples: Samples, from_s: float, by_s: float) -> Samples:
    """Delay the samples after `from_s` by this time: the sensor was lost between."""
    time_s = samples.time_s + np.where(samples.time_s > from_s, by_s, 0.0)
    return Samples(time_s, samples.acc_mps2, samples.gyro_radps)


def events_of(samples: Samples, marks: Marks, block: int = 50) -> list[Event]:
    """The events of samples that come in blocks of this size, with these marks in their place."""
    pipeline = Pipeline(find_exercise("glute-bridge"), Placement.PELVIS)
    waiting, events = list(marks), list[Event]()
    for part in blocks(samples, block):
        while waiting and waiting[0][0] <= part.time_s[0]:
            time_s, kind = waiting.pop(0)
            pipeline.mark(kind, time_s)
        events += pipeline.feed_samples(part)
    return events + pipeline.finish()


def count(events: list[Event]) -> int:
    """How many reps were counted."""
    return sum(isinstance(event, RepCounted) for event in events)


def test_an_armed_set_outlasts_a_lost_sensor():
    """I arm, bridge, lose the sensor for a minute and bridge on: all reps count, in one set."""
    samples = sensed(angle_rad((0.0, 14.0), *BRIDGE * 3, (0.0, 10.0), *BRIDGE * 3, (0.0, 8.0)))
    events = events_of(later(samples, 42.0, 60.0), ((13.0, MARK_START),))
    assert count(events) == 6
    assert [event.rep_count for event in events if isinstance(event, SetFinished)] == [6]


def test_a_discarded_set_leaves_no_measure():
    """I roll over in an armed set and throw it away: my small bridges in the next set count."""
    samples = sensed(angle_rad((0.0, 5.0), *OTHER, (0.0, 25.0), *SMALL * 5, (0.0, 5.0)))
    marks = ((3.0, MARK_START), (20.0, MARK_DISCARD), (21.0, MARK_END), (32.0, MARK_START))
    kept = [
        event for event in events_of(samples, marks) if isinstance(event, RepCounted) and event.rep.lift_start_s > 32.0
    ]
    assert len(kept) == 5


def test_a_set_never_ends_before_it_began():
    """The recording breaks off a minute after my armed set: the set is over when I was last seen."""
    samples = sensed(angle_rad((0.0, 5.0), *BRIDGE * 3, (0.0, 4.0)))
    events = events_of(later(samples, samples.time_s[-2], 60.0), ((3.0, MARK_START),))
    (armed,) = [event for event in events if isinstance(event, SetArmed)]
    (finished,) = [event for event in events if isinstance(event, SetFinished)]
    assert finished.rep_count == 3
    assert armed.decided_s < finished.end_s <= finished.decided_s


def test_discarding_without_a_set_changes_nothing():
    """I press x at my first, provisional lift and have never begun a set: the bridges after it count as always."""
    samples = sensed(angle_rad((0.0, 5.0), *BRIDGE * 5, (0.0, 5.0)))
    events = events_of(samples, ((10.0, MARK_DISCARD),))
    assert count(events) == 4
    assert any(isinstance(event, ProvisionalWithdrawn) for event in events)


def test_arming_while_up():
    """I press s at the top of a lift: where that lift began is the bottom, and the next lifts count from there."""
    samples = sensed(angle_rad((0.0, 5.0), *BRIDGE * 5, (0.0, 5.0)))
    counted = [event.rep for event in events_of(samples, ((8.6, MARK_START),)) if isinstance(event, RepCounted)]
    assert len(counted) == 4
    assert all(rep.hold_s < 2.5 for rep in counted)


def test_gaps_at_the_turning_points():
    """Samples are missing for a moment at each top and bottom: at most one of eight lifts is lost with them."""
    samples = sensed(angle_rad((0.0, 10.0), *((30.0, 3.0), (0.0, 3.0)) * 8, (0.0, 10.0)))
    seen = np.abs((samples.time_s - 11.0 + 1.5) % 3.0 - 1.5) > 0.2
    assert samples.gyro_radps is not None
    holed = Samples(samples.time_s[seen], samples.acc_mps2[seen], samples.gyro_radps[seen])
    assert count(events_of(holed, ())) >= 7


def test_nobody_lifts_three_times_a_second():
    """The sensor is shaken for half a minute, much alike: no exercise is so quick."""
    time_s = np.arange(30.0 * RATE_HZ) / RATE_HZ
    assert count(events_of(sensed(0.3 * np.sin(2.0 * np.pi * 3.0 * time_s)), ())) == 0
