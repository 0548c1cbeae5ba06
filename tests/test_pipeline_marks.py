"""Marks of sets among the packets of a sensor, on their way through the pipeline."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.registry import device_by_id
from sensorcoach.events import Event, LiftTrace, SetArmed, SetDisarmed
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.packets import MARK_DISCARD, MARK_END, MARK_ROLE, MARK_START, Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.recording.reader import RecordingReader
from sensorcoach.runner.offline.simulate import SimulationRequest, write_simulation

MARKS = ((0.1, MARK_START), (0.6, MARK_END), (0.7, MARK_DISCARD), (0.8, MARK_START))
"""The place of each mark in the session, as a share of its packets."""


@pytest.fixture(scope="module")
def packets(tmp_path_factory: pytest.TempPathFactory) -> list[Packet]:
    """A simulated set with marks among its packets."""
    order = SimulationRequest("glute-bridge", sets=1, reps=4, life=False, device="witmotion")
    path: Path = write_simulation(order, tmp_path_factory.mktemp("simulated"))[0]
    found = [packet for group in RecordingReader(path).packets() for packet in group]
    for share, kind in reversed(MARKS):
        place = round(share * len(found))
        found.insert(place, Packet(found[place - 1].arrival_s, kind, MARK_ROLE))
    return found


def events_of(packets: list[Packet], sizes: list[int]) -> list[Event]:
    """All events but traces, the packets handed over in groups of these sizes, then all the rest at once."""
    decoder = device_by_id("witmotion").decoder(50.0)
    pipeline = Pipeline(find_exercise("glute-bridge"), Placement.PELVIS, decoder, 50.0)
    events: list[Event] = []
    start = 0
    for size in [*sizes, len(packets)]:
        events += pipeline.feed(packets[start : start + size])
        start += size
    return [event for event in [*events, *pipeline.finish()] if not isinstance(event, LiftTrace)]


@pytest.fixture(scope="module")
def one_by_one(packets: list[Packet]) -> list[Event]:
    """All events of the session, as they come live."""
    return events_of(packets, [1] * len(packets))


@settings(max_examples=10)
@given(sizes=st.lists(st.integers(0, 400), max_size=40))
def test_marks_have_the_same_effect_however_the_packets_are_cut(
    packets: list[Packet], one_by_one: list[Event], sizes: list[int]
):
    """Whole, in groups or packet by packet: a mark has its place among the packets, from any source."""
    assert events_of(packets, sizes) == one_by_one


def test_a_mark_takes_effect_when_it_was_made(packets: list[Packet]):
    """When a set was begun and ended is known at once, on the recording's clock."""
    said = [event for event in events_of(packets, []) if isinstance(event, SetArmed | SetDisarmed)]
    made_s = [packet.arrival_s for packet in packets if packet.role == MARK_ROLE and packet.payload != MARK_DISCARD]
    assert [type(event) for event in said][:3] == [SetArmed, SetDisarmed, SetArmed]
    assert [event.time_s for event in said][:3] == made_s
