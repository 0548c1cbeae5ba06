"""A sensor that restarts, or is mounted differently during a dropout, and one that is only out of range."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from bench.drop_score import Span, score
from bench.drops import Drop, counted_reps, events_of, outcomes, packets_of, session_of, true_reps, without
from sensorcoach.devices.families.open_profile.device import DEVICE
from sensorcoach.devices.families.open_profile.encoder import OpenProfileEncoder
from sensorcoach.devices.families.open_profile.info import Info, encode_info
from sensorcoach.devices.registry import device_by_id
from sensorcoach.events import (
    Event,
    LiftTrace,
    ReferenceDoubted,
    ReferenceTaken,
    RepCounted,
    SetFinished,
    SetInterrupted,
)
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.packets import Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples

EXERCISE, SEED = "glute-bridge", 12
BATCH = 10


def select_events(events: list[Event], kind: type[Event]) -> list[Event]:
    """Select the events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def drop_in_first_set(lasts_s: float, device_id: str = "witmotion") -> Drop:
    """Out of range from within the hold of the third rep on."""
    rep = session_of(EXERCISE, SEED, gyro=True).truth.sets[0].reps[2]
    start_s = 0.5 * (rep.top_s + rep.lower_s)
    return Drop(EXERCISE, device_id, gyro=True, seed=SEED, out=Span(start_s, start_s + lasts_s))


def run(drop: Drop) -> list[Event]:
    """The session with this drop."""
    return events_of(drop, without(packets_of(EXERCISE, SEED, drop.device_id, gyro=True), drop.out))


def test_a_drop_within_a_rep_makes_it_uncertain_and_the_set_goes_on():
    """Four seconds out of reach from a hold on: that rep is uncertain, reps may be missing, the others count once."""
    drop = drop_in_first_set(4.0)
    events = run(drop)
    found = score(true_reps(session_of(EXERCISE, SEED, gyro=True)), [drop.gap], counted_reps(events))
    assert found.is_clean
    assert [event.rep.is_uncertain for event in events if isinstance(event, RepCounted)].count(True) >= 1
    assert len(select_events(events, SetInterrupted)) == 1
    assert len(select_events(events, SetFinished)) == 2
    assert not select_events(events, ReferenceDoubted)


@settings(deadline=None, max_examples=6)
@given(step=st.integers(1, 300), lasts_s=st.sampled_from([0.5, 2.0, 9.0, 25.0]))
def test_a_gap_is_reported_alike_however_the_packets_come(step: int, lasts_s: float):
    """One notification at a time or hundreds at once: the same reps, doubts and silences, in the same order."""
    drop = drop_in_first_set(lasts_s)
    packets = without(packets_of(EXERCISE, SEED, "witmotion", gyro=True), drop.out)
    session = session_of(EXERCISE, SEED, gyro=True)

    def fed(by: int) -> list[Event]:
        decoder = device_by_id("witmotion").decoder(100.0)
        pipeline = Pipeline(session.plan.exercise, session.plan.placement, decoder, 100.0)
        events = [event for k in range(0, len(packets), by) for event in pipeline.feed(packets[k : k + by])]
        return [event for event in [*events, *pipeline.finish()] if not isinstance(event, LiftTrace)]

    assert fed(step) == fed(len(packets))


def test_an_uncertain_rep_has_no_warnings_of_form():
    """A rep with a gap has no warnings, and no place in the reference."""
    events = run(drop_in_first_set(4.0))
    uncertain = [event.rep for event in events if isinstance(event, RepCounted) and event.rep.is_uncertain]
    assert all(not rep.verdicts for rep in uncertain)
    assert max(rep.missing_s for rep in uncertain) > 3.0


@pytest.mark.parametrize("asked", [("hip-thrust", 3, "witmotion", True), ("clamshell", 11, "open-profile", False)])
def test_out_of_range_at_random_moments(asked: tuple[str, int, str, bool]):
    """Random drops of 0.3 to 30 s: no rep is counted twice, none done in range is lost, the reference stays."""
    found = outcomes(asked)
    assert len(found) > 3
    assert all(one.score.is_clean and one.calibration_kept for one in found)


def rebooted_packets(reboot_s: float) -> list[Packet]:
    """The session from an open-profile sensor that loses power for a moment: counters and boot id start again."""
    session = session_of(EXERCISE, SEED, gyro=True)
    packets: list[Packet] = []
    for boot in (1, 2):
        info = Info(boot_id=boot)
        encoder = OpenProfileEncoder(info.rate_hz, info, BATCH)
        keep = (session.samples.time_s < reboot_s) == (boot == 1)
        time_s, acc_mps2 = session.samples.time_s[keep], session.samples.acc_mps2[keep]
        assert session.samples.gyro_radps is not None
        own = Samples(np.arange(len(time_s)) / 100.0, acc_mps2, session.samples.gyro_radps[keep])
        packets.append(Packet(float(time_s[0]), encode_info(info), "info"))
        payloads = encoder.feed(own)
        ready_s = time_s[BATCH - 1 :: BATCH].tolist()
        packets += [Packet(at_s + 0.02, payload) for at_s, payload in zip(ready_s, payloads, strict=False)]
    return packets


def rebooted_events(packets: list[Packet], step: int) -> list[Event]:
    """Return the pipeline's events for these packets, fed in groups of this size."""
    session = session_of(EXERCISE, SEED, gyro=True)
    pipeline = Pipeline(session.plan.exercise, session.plan.placement, DEVICE.decoder(100.0), 100.0)
    fed = [event for k in range(0, len(packets), step) for event in pipeline.feed(packets[k : k + step])]
    return [event for event in [*fed, *pipeline.finish()] if not isinstance(event, LiftTrace)]


def test_a_reboot_between_sets_takes_the_reference_again():
    """Its power fails between the sets: both sets count whole, and the second has a reference of its own."""
    first, second = session_of(EXERCISE, SEED, gyro=True).truth.sets
    events = rebooted_events(rebooted_packets(0.5 * (first.end_s + second.start_s)), 1000)
    assert [event.rep_count for event in events if isinstance(event, SetFinished)] == [6, 6]
    assert len(select_events(events, ReferenceDoubted)) == 1
    assert len([event for event in events if isinstance(event, ReferenceTaken) and event.first]) == 2


@settings(deadline=None, max_examples=5)
@given(step=st.integers(1, 200))
def test_a_reboot_is_reported_alike_however_the_packets_come(step: int):
    """One packet at a time or hundreds at once: the same events."""
    packets = rebooted_packets(session_of(EXERCISE, SEED, gyro=True).truth.sets[0].end_s + 5.0)
    assert rebooted_events(packets, step) == rebooted_events(packets, len(packets))


def test_a_sensor_mounted_differently_in_a_gap_takes_the_reference_again():
    """Turned by a right angle while out of range: the set is over, and the reference is forgotten."""
    session = session_of(EXERCISE, SEED, gyro=True)
    first, second = session.truth.sets
    hole_s = first.end_s + 2.0, second.start_s - 4.0
    samples = session.samples
    turned = Rotation.from_euler("xyz", (90.0, 40.0, 0.0), degrees=True)
    late = (samples.time_s > hole_s[1])[:, None]
    assert samples.gyro_radps is not None
    acc_mps2 = np.where(late, turned.apply(samples.acc_mps2.copy()), samples.acc_mps2)
    gyro_radps = np.where(late, turned.apply(samples.gyro_radps.copy()), samples.gyro_radps)
    seen = (samples.time_s < hole_s[0]) | (samples.time_s > hole_s[1])
    pipeline = Pipeline(find_exercise(EXERCISE), session.plan.placement)
    events = pipeline.feed_samples(Samples(samples.time_s[seen], acc_mps2[seen], gyro_radps[seen]))
    events += pipeline.finish()
    assert [event.rep_count for event in events if isinstance(event, SetFinished)] == [6, 6]
    assert len(select_events(events, ReferenceDoubted)) == 1
