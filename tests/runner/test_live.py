"""A live session as a screen drives it."""

from collections.abc import AsyncIterator

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.registry import device_by_id
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.packets import Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.runner.live import LiveSession
from sensorcoach.runner.note import NOTE_S
from sensorcoach.runner.session import Transport


async def _silence() -> AsyncIterator[Packet]:
    """A sensor that sends nothing."""
    for packet in list[Packet]():
        yield packet


def test_there_is_no_next_warning_live():
    """In a live session the key for the next warning moves nothing, and says where it works."""
    exercise = find_exercise("glute-bridge")
    pipeline = Pipeline(exercise, Placement.PELVIS, device_by_id("witmotion").decoder(None), 100.0)
    opening = Snapshot(exercise, Placement.PELVIS)
    live = LiveSession(opening, Transport("live", 3.0, None), _silence(), pipeline)
    live.seek_warning(1)
    frame = live.advance(0.0)
    assert (frame.transport.position_s, frame.transport.note) == (3.0, "w: only in a replay")
    live.advance(NOTE_S)
    assert not live.advance(0.0).transport.note
