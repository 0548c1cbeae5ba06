"""When the gyro is dropped, nothing that was done before is lost, and it makes no difference how the samples come."""

import numpy as np
from hypothesis import given, settings

from sensorcoach.events import Event, LiftTrace, known_s
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.checked_motion import KEPT_S, CheckedMotion
from sensorcoach.samples import Samples
from tests.detect.simulated import pipeline_of, session, with_gyro
from tests.motion.cuts import SHARES, blocks, pieces

DONE = session("glute-bridge", Placement.PELVIS, reps=4)


def turned() -> Samples:
    """A set with a gyro whose sign is inverted."""
    gyro_radps = DONE.samples.gyro_radps
    assert gyro_radps is not None
    return with_gyro(DONE.samples, -gyro_radps)


def events_of(parts: list[Samples]) -> list[Event]:
    """All events but the trace of samples that come in these parts."""
    pipeline = pipeline_of(DONE)
    events = [event for one in parts for event in pipeline.feed_samples(one)]
    return [event for event in [*events, *pipeline.finish()] if not isinstance(event, LiftTrace)]


@settings(max_examples=15)
@given(shares=SHARES)
def test_events_are_the_same_for_any_cut(shares: list[float]):
    """My gyro is dropped in the first lift: however the samples are cut, every event is the same to the last digit."""
    assert events_of(pieces(turned(), shares)) == events_of([turned()])


def test_sample_by_sample():
    """Live, sample by sample, the events are those of the whole recording."""
    assert events_of(blocks(turned(), 1)) == events_of([turned()])


def test_nothing_is_known_before_the_gyro_was_dropped():
    """Events found again in earlier motion are known only after the gyro was found wrong."""
    motion = CheckedMotion(has_gyro=True)
    (dropped_s,) = [one.restart.known_s for one in motion.feed(turned()) if one.restart is not None]
    pipeline, said_by_then = pipeline_of(DONE), list[Event]()
    for one in blocks(turned(), 1):
        events = pipeline.feed_samples(one)
        now_s = float(one.time_s[-1])
        said_by_then += events if now_s < dropped_s else []
        if now_s >= dropped_s:
            assert all(known_s(event) >= dropped_s - 0.05 for event in events if not isinstance(event, LiftTrace))
    assert not motion.has_gyro


def test_motion_begins_again_before_the_fault_was_found():
    """The lift that showed the fault is not lost: motion without the gyro begins where the recording did."""
    motion = CheckedMotion(has_gyro=True)
    stretches = motion.feed(turned())
    again = next(stretch for stretch in stretches if stretch.restart is not None)
    assert again.restart is not None
    assert again.restart.known_s < KEPT_S
    assert again.block.time_s(again.block.first) < float(turned().time_s[0]) + 0.5


def test_without_a_gyro_nothing_is_checked():
    """My sensor has no gyro: motion is that of the accelerometer from the start, and nothing is dropped."""
    motion = CheckedMotion(has_gyro=False)
    stretches = motion.feed(Samples(DONE.samples.time_s, DONE.samples.acc_mps2, None))
    assert [stretch.restart for stretch in stretches] == [None]
    assert not motion.has_gyro
    assert np.isfinite(stretches[0].block.up).all()
