"""The same recording gives the same events whichever way it comes, and the same counts at every rate."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.detect.detector import KEEP_S
from sensorcoach.detect.movement_limits import LOOK_BACK_S
from sensorcoach.devices.families.open_profile.device import DEVICE as OPEN_PROFILE
from sensorcoach.devices.registry import device_by_id
from sensorcoach.events import CycleWeighed, Event, LiftTrace, RepCounted, SetFinished
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.packets import Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import Samples
from sensorcoach.simulator.performance import perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Rest, Style, usual_plan
from sensorcoach.simulator.radio import BAD_RADIO, POOR_RADIO, transmit
from sensorcoach.simulator.sensor import random_sensor
from sensorcoach.simulator.session import SimulatedSession, sense, simulate
from tests.motion.cuts import SHARES, blocks, pieces

RATES_HZ = (25.0, 50.0, 100.0, 200.0)
SEED = 11


@cache
def session(*, gyro: bool = True, rate_hz: float = 50.0) -> SimulatedSession:
    """Two short sets of bridges with walking in, fidgeting and getting up."""
    plan = usual_plan(find_exercise("glute-bridge"), sets=2, reps=4, style=Style.BRISK, rest=Rest.FIDGET)
    return simulate(plan, random_person(SEED), random_sensor(SEED, rate_hz, gyro=gyro), SEED)


ByKind = dict[str, list[Event]]


def by_kind(events: Iterable[Event]) -> ByKind:
    """All events but the trace, kind by kind."""
    kinds: ByKind = defaultdict(list)
    for event in events:
        if not isinstance(event, LiftTrace):
            kinds[type(event).__name__].append(event)
    return kinds


def drawn(events: Iterable[Event]) -> bytes:
    """The trace, time and angle, as it is drawn in the end: a later stretch over an earlier one."""
    traces = [event for event in events if isinstance(event, LiftTrace)]
    time_s = np.concatenate([np.empty(0), *(trace.time_s for trace in traces)])
    trace_rad = np.concatenate([np.empty(0), *(trace.angle_rad for trace in traces)])
    shown_s, newest = np.unique(time_s[::-1], return_index=True)
    return shown_s.tobytes() + trace_rad[::-1][newest].tobytes()


def of_samples(parts: Iterable[Samples]) -> ByKind:
    """What a pipeline makes known of samples that come in these parts."""
    return by_kind(events_of(parts))


def events_of(parts: Iterable[Samples]) -> list[Event]:
    """The events of samples that come in these parts."""
    pipeline = Pipeline(find_exercise("glute-bridge"), session().plan.placement)
    events = [event for part in parts for event in pipeline.feed_samples(part)]
    return events + pipeline.finish()


def of_packets(groups: Iterable[list[Packet]], device_id: str = OPEN_PROFILE.id) -> ByKind:
    """What a pipeline makes known of packets that come in these groups."""
    decoder = device_by_id(device_id).decoder(None)
    pipeline = Pipeline(find_exercise("glute-bridge"), session().plan.placement, decoder, 50.0)
    events = [event for group in groups for event in pipeline.feed(group)]
    return by_kind(events + pipeline.finish())


def reps_of(events: Iterable[Event]) -> list[RepCounted]:
    """The reps among events."""
    return [event for event in events if isinstance(event, RepCounted)]


@pytest.mark.parametrize("gyro", [True, False])
@pytest.mark.parametrize("size", [1, 7, 250])
def test_in_blocks_of_a_size(size: int, gyro: bool):  # noqa: FBT001  # pytest passes it by name
    """Sample by sample or in blocks, every event is the same to the last digit, and there are reps among them."""
    samples = session(gyro=gyro).samples
    whole = of_samples([samples])
    assert whole["RepCounted"]
    assert of_samples(blocks(samples, size)) == whole


@pytest.mark.parametrize("size", [1, 3, 7, 700])
def test_even_times_that_meet_cell_edges(size: int):
    """Samples at exact hundredths of a second, some on cell edges, give the same events in blocks of any size."""
    seen = session(rate_hz=100.0).samples
    samples = Samples(np.arange(len(seen)) / 100.0, seen.acc_mps2, seen.gyro_radps)
    whole = of_samples([samples])
    assert whole["RepCounted"]
    assert of_samples(blocks(samples, size)) == whole


@pytest.mark.parametrize("gyro", [True, False])
def test_in_any_cuts(gyro: bool):  # noqa: FBT001  # as above
    """However the samples are cut, every event is the same to the last digit."""
    samples = session(gyro=gyro).samples
    whole = of_samples([samples])

    @settings(max_examples=25, deadline=None)
    @given(shares=SHARES)
    def check(shares: list[float]) -> None:
        assert of_samples(pieces(samples, shares)) == whole

    check()


def test_the_same_trace():
    """However the samples are cut, the trace is in the end the same to the last bit."""
    samples = session().samples
    whole = drawn(events_of([samples]))
    assert len(whole) > 16 * 50 * 60
    for parts in (pieces(samples, [0.875]), blocks(samples, 7), blocks(samples, 250)):
        assert drawn(events_of(parts)) == whole


@settings(max_examples=15, deadline=None)
@given(shares=SHARES, lost=st.floats(0.0, 0.9), length=st.floats(0.0, 0.2))
def test_with_a_gap_anywhere(shares: list[float], lost: float, length: float):
    """With samples missing anywhere, for however long, it still makes no difference how the rest was cut."""
    samples = session().samples
    keep = np.ones(len(samples), dtype=bool)
    keep[round(lost * len(samples)) : round((lost + length) * len(samples))] = False
    gyro_radps = samples.gyro_radps
    assert gyro_radps is not None
    holed = Samples(samples.time_s[keep], samples.acc_mps2[keep], gyro_radps[keep])
    assert of_samples(pieces(holed, shares)) == of_samples([holed])


@pytest.mark.parametrize("radio", ["poor", "bad"])
def test_packets_one_by_one_and_in_any_groups(radio: str):
    """Live, packet by packet, and replayed in groups of any size, every event is the same to the last digit."""
    packets = transmit(session(), OPEN_PROFILE, {"poor": POOR_RADIO, "bad": BAD_RADIO}[radio], SEED)
    whole = of_packets([packets])
    assert of_packets([packet] for packet in packets) == whole

    @settings(max_examples=15, deadline=None)
    @given(cuts=st.lists(st.integers(0, len(packets)), max_size=20))
    def check(cuts: list[int]) -> None:
        places = [0, *sorted(cuts), len(packets)]
        assert of_packets(packets[start:stop] for start, stop in pairwise(places)) == whole

    check()


def test_a_sensor_without_counters():
    """A sensor whose samples carry neither number nor time gives the same events however its packets are grouped."""
    device = device_by_id("witmotion")
    packets = transmit(session(), device, POOR_RADIO, SEED)
    whole = of_packets([packets], device.id)
    assert whole["RepCounted"]
    assert of_packets(([packet] for packet in packets), device.id) == whole
    assert of_packets((packets[k : k + 13] for k in range(0, len(packets), 13)), device.id) == whole


def test_in_the_same_order():
    """However the samples are cut, the events come in the same order: that in which they became known."""
    single, whole = (events_of(blocks(session().samples, size)) for size in (1, 10**6))
    assert [event for event in single if not isinstance(event, LiftTrace)] == [
        event for event in whole if not isinstance(event, LiftTrace)
    ]


def test_never_taken_back():
    """Reps are numbered as they are announced, in each set from one, and a set's end counts what was announced."""
    events = events_of([session().samples])
    for finished in (event for event in events if isinstance(event, SetFinished)):
        numbers = [event.rep.number for event in reps_of(events) if event.set_number == finished.number]
        assert numbers == list(range(1, finished.rep_count + 1))


@pytest.mark.parametrize("gyro", [True, False])
@pytest.mark.parametrize("name", ["glute-bridge", "bird-dog", "clamshell", "hip-thrust", "side-lying-abduction"])
def test_equal_counts_at_every_rate(name: str, gyro: bool):  # noqa: FBT001  # as above
    """One movement, seen at 25, 50, 100 and 200 Hz, has as many reps in as many sets at each."""
    exercise = find_exercise(name)
    performance = perform(usual_plan(exercise, sets=2, reps=5), random_person(6), 6)
    counts: list[list[int]] = []
    for rate_hz in RATES_HZ:
        pipeline = Pipeline(exercise, exercise.placements[0])
        events = pipeline.feed_samples(sense(performance, random_sensor(6, rate_hz, gyro=gyro), 6).samples)
        counts.append([e.rep_count for e in events + pipeline.finish() if isinstance(e, SetFinished)])
    assert counts == [counts[0]] * len(RATES_HZ)
    assert sum(counts[0]) == 10


@pytest.mark.parametrize("gyro", [True, False])
def test_events_come_when_they_are_decided(gyro: bool):  # noqa: FBT001  # as above
    """An event comes out at its `decided_s`: a replay shows it no sooner than live."""
    pipeline = Pipeline(find_exercise("glute-bridge"), session().plan.placement)
    late_s: list[float] = []
    for one in blocks(session(gyro=gyro, rate_hz=100.0).samples, 1):
        decided = [getattr(event, "decided_s", None) for event in pipeline.feed_samples(one)]
        late_s += [float(one.time_s[-1]) - decided_s for decided_s in decided if decided_s is not None]
    assert len(late_s) > 10
    assert max(late_s) < 0.05
    assert min(late_s) > -0.05


@pytest.mark.parametrize("gyro", [True, False])
@pytest.mark.parametrize("size", [1, 7, 250])
def test_evidence_in_blocks_of_a_size(size: int, gyro: bool):  # noqa: FBT001  # as above
    """The evidence of each movement is the same to the last digit in any blocks, and asking for it changes no count."""
    samples = session(gyro=gyro).samples
    whole = of_samples([samples])
    seen: list[ByKind] = []
    for parts in ([samples], blocks(samples, size)):
        pipeline = Pipeline(find_exercise("glute-bridge"), session().plan.placement, weighed=True)
        seen.append(by_kind([event for part in parts for event in pipeline.feed_samples(part)] + pipeline.finish()))
    cycles = seen[0].pop("CycleWeighed")
    assert cycles == seen[1]["CycleWeighed"]
    assert seen[0] == whole
    assert sum(isinstance(one, CycleWeighed) and one.counted for one in cycles) == len(whole["RepCounted"])
    assert all(isinstance(one, CycleWeighed) and one.start_s < one.top_s < one.end_s < one.decided_s for one in cycles)


def test_a_long_armed_session():
    """I arm once and do set after set for longer than the program looks back: the cut changes nothing."""
    plan = usual_plan(find_exercise("clamshell"), sets=7, reps=4, rest_s=25.0, rest=Rest.FIDGET)
    done = simulate(plan, random_person(SEED), random_sensor(SEED, 50.0, gyro=True), SEED)
    assert done.samples.time_s[-1] > 1.5 * (LOOK_BACK_S + KEEP_S)
    whole, cut = (armed_by_kind(parts, done) for parts in ([done.samples], blocks(done.samples, 137)))
    assert whole == cut
    assert len(whole["RepCounted"]) >= 28


def armed_by_kind(parts: Iterable[Samples], done: SimulatedSession) -> ByKind:
    """Return the events of samples that come in these parts, all of them one armed set."""
    pipeline = Pipeline(done.plan.exercise, done.plan.placement, armed=True, weighed=True)
    events = [event for part in parts for event in pipeline.feed_samples(part)]
    return by_kind(events + pipeline.finish())
