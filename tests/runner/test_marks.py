"""Marks in a live session: recorded in their place, with an identical replay."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.registry import device_by_id
from sensorcoach.events import (
    Event,
    LiftTrace,
    RepProvisional,
    SetArmed,
    SetDisarmed,
    SetFinished,
    SetStarted,
)
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.packets import LINK_ROLE, MARK_DISCARD, MARK_END, MARK_ROLE, MARK_START, Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.recording.description import Description
from sensorcoach.recording.opening import open_recording
from sensorcoach.recording.recordings import PacketRecording
from sensorcoach.recording.writer import RecordingWriter
from sensorcoach.runner.live.bluetooth_connector import BluetoothConnector
from sensorcoach.runner.live.build_session import make_live_session
from sensorcoach.runner.live.connector import LiveRequest
from sensorcoach.runner.live.live_session import LiveSession
from sensorcoach.runner.live.sensor_feed import SensorFeed
from sensorcoach.runner.offline import recording_run
from sensorcoach.runner.offline.recording_run import open_run
from sensorcoach.runner.options import SessionOptions
from sensorcoach.runner.session import Transport
from sensorcoach.virtual_radio.fast_time import run_fast
from tests.sources.fake_radio import FakeRadio

CHOICE = SessionOptions.of("glute-bridge", None)
WITMOTION = device_by_id("witmotion")


class FakePipeline:
    """A pipeline that stores its packets and returns prepared events."""

    def __init__(self) -> None:
        self.packets: list[Packet] = []
        self.answers: list[Event] = []

    def feed(self, packets: Sequence[Packet]) -> list[Event]:
        self.packets += packets
        answers, self.answers = self.answers, []
        return answers

    def finish(self) -> list[Event]:
        return []

    @property
    def marks(self) -> list[bytes]:
        """The marks, in order."""
        return [packet.payload for packet in self.packets if packet.role == MARK_ROLE]


async def _packets() -> AsyncIterator[Packet]:
    for arrival_s, role in ((1.0, "stream"), (2.0, "stream"), (3.5, LINK_ROLE), (6.0, "stream")):
        await asyncio.sleep(0)
        yield Packet(arrival_s, b"", role)


def session_over(
    pipeline: FakePipeline, keep: Callable[[Packet], bool] = lambda _: True, at_s: float = 0.0
) -> LiveSession:
    """A live session whose pipeline is this one, from this time on."""
    opening = Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)
    return LiveSession(opening, Transport("live", at_s, None), _packets(), pipeline, record_mark=keep)


def note_of(live: LiveSession) -> str:
    """Return the hint for the last key."""
    return live.advance(0.1).transport.note


def test_a_mark_has_its_place_after_the_newest_packet():
    """A mark has the arrival of the newest packet, so that the recording stays in order."""
    pipeline = FakePipeline()
    live = session_over(pipeline)

    async def receive_and_mark() -> None:
        receiving = asyncio.create_task(live.run())
        while not receiving.done():
            await asyncio.sleep(0)
            live.arm()

    asyncio.run(receive_and_mark())
    arrivals_s = [packet.arrival_s for packet in pipeline.packets]
    assert arrivals_s == sorted(arrivals_s)
    assert {packet.arrival_s for packet in pipeline.packets if packet.role == MARK_ROLE} >= {1.0, 2.0, 3.5}


def test_s_begins_and_ends():
    """The same key begins and ends a set, each time with a hint."""
    pipeline = FakePipeline()
    live = session_over(pipeline)
    notes: list[str] = []
    for _ in range(3):
        live.arm()
        notes.append(note_of(live))
    assert pipeline.marks == [MARK_START, MARK_END, MARK_START]
    assert notes == ["the set begins: lift when ready", "the set is over", "the set begins: lift when ready"]


def test_there_is_nothing_to_discard():
    """Before any set, x only shows a hint."""
    pipeline = FakePipeline()
    live = session_over(pipeline)
    live.discard()
    assert pipeline.marks == []
    assert note_of(live) == "x: there is no set to discard"


def test_x_discards_the_set_in_progress_and_ends_it():
    """Discarding an armed set ends it; the next key begins another."""
    pipeline = FakePipeline()
    live = session_over(pipeline)
    pipeline.answers = [SetArmed(0.0, 0.0), RepProvisional(1, 1, 1.0, 2.0, 2.0)]
    live.arm()
    live.discard()
    live.arm()
    assert pipeline.marks == [MARK_START, MARK_DISCARD, MARK_END, MARK_START]


def test_x_does_not_reach_past_an_armed_set_without_a_lift():
    """Discarding an armed set before its first lift keeps the sets before it."""
    pipeline = FakePipeline()
    live = session_over(pipeline, at_s=13.0)
    pipeline.answers = [SetStarted(1, 1.0, 2.0), SetFinished(1, 1.0, 9.0, 4, 12.0), SetArmed(13.0, 13.0)]
    live.arm()
    live.discard()
    assert pipeline.marks == [MARK_START, MARK_END]
    live.discard()
    assert pipeline.marks == [MARK_START, MARK_END, MARK_DISCARD]


def test_x_reaches_a_set_that_was_over_before_it_was_ended():
    """An armed set that has ended without the key can be discarded, too."""
    pipeline = FakePipeline()
    live = session_over(pipeline)
    pipeline.answers = [SetArmed(0.0, 0.0), SetStarted(1, 1.0, 2.0), SetFinished(1, 1.0, 9.0, 4, 12.0)]
    live.arm()
    live.discard()
    assert pipeline.marks == [MARK_START, MARK_DISCARD, MARK_END]
    assert note_of(live) == "the set is discarded"


def test_a_mark_that_cannot_be_recorded_is_not_made():
    """Without a sensor, a mark cannot be recorded: the key only shows a hint."""
    pipeline = FakePipeline()
    live = session_over(pipeline, keep=lambda _: False)
    live.arm()
    assert pipeline.marks == []
    assert note_of(live) == "s, x: not without a sensor"


async def _marked(radio: FakeRadio, live: LiveSession) -> None:
    """A session of half a minute: a key before it is connected and one after it is over, a set left open."""
    receiving = asyncio.create_task(live.run())
    live.arm()
    for key in (live.arm, live.arm, live.arm, live.discard, live.arm):
        await radio.measure(6.0)
        key()
    await radio.measure(3.0)
    receiving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await receiving
    live.arm()


def _untraced(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if not isinstance(event, LiftTrace)]


def _packets_in(path: Path) -> list[Packet]:
    recording = open_recording(path)
    assert isinstance(recording, PacketRecording)
    return [packet for group in recording.packets() for packet in group]


@pytest.mark.parametrize("group_s", [0.1, 60.0])
def test_marks_are_recorded_and_replayed_the_same(data_folder: Path, group_s: float):
    """Marks are in the recording in their place, and the replay gives the events of the session."""
    radio = FakeRadio(WITMOTION)
    live: list[Event] = []
    feed = SensorFeed(LiveRequest(), BluetoothConnector(radio.backend), lambda _: None)
    run_fast(_marked(radio, make_live_session(feed, CHOICE, live.extend)))
    (path,) = (data_folder / "recordings").iterdir()
    packets = _packets_in(path)
    assert [one.arrival_s for one in packets] == sorted(one.arrival_s for one in packets)
    marks = [one.payload for one in packets if one.role == MARK_ROLE]
    assert marks == [MARK_START, MARK_END] * 2 + [MARK_START]
    replayed = [event for _, events in open_run(str(path), CHOICE).event_groups(group_s) for event in events]
    assert _untraced(live) == _untraced(replayed)
    changes = [type(event) for event in live if isinstance(event, SetArmed | SetDisarmed)]
    assert changes[:5] == [SetArmed, SetDisarmed] * 2 + [SetArmed]


def _recording(path: Path, marks: Sequence[Packet]) -> Path:
    """A short recording of a sensor that lies still, with these marks."""
    frame = bytes.fromhex("5561") + (0).to_bytes(4, "little") + (2048).to_bytes(2, "little") + bytes(12)
    packets = [Packet(0.05 * k, frame * 5) for k in range(100)]
    with RecordingWriter.create(path, Description("witmotion", 100.0, "glute-bridge", "pelvis")) as writer:
        writer.write(sorted([*packets, *marks], key=lambda packet: packet.arrival_s))
    return path


@pytest.mark.parametrize("marked", [False, True])
def test_a_recording_taken_as_armed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, marked: bool):
    """With --armed a recording is one set, or has its marked sets; nothing before the first counts."""
    marks = [Packet(1.02, MARK_START, MARK_ROLE), Packet(3.02, MARK_END, MARK_ROLE)] if marked else []
    path = _recording(tmp_path / "still.mcap", marks)
    made: list[bool] = []
    pipeline: list[tuple[bytes, float]] = []

    class Spy(Pipeline):
        def __init__(self, *args: object, armed: bool, **others: object) -> None:
            made.append(armed)
            super().__init__(*args, armed=armed, **others)  # pyright: ignore[reportArgumentType] - as they come

        def mark(self, kind: bytes, time_s: float) -> list[Event]:
            pipeline.append((kind, time_s))
            return super().mark(kind, time_s)

    monkeypatch.setattr(recording_run, "Pipeline", Spy)
    for _ in open_run(path, replace(CHOICE, armed=True)).event_groups(1.0):
        pass
    assert made == [not marked]
    assert pipeline == ([(MARK_END, 0.0), (MARK_START, 1.02), (MARK_END, 3.02)] if marked else [])


def test_without_the_option_only_the_marks_are_shown(tmp_path: Path):
    """A recording with marks has these sets without any option, with start and end of each."""
    path = _recording(tmp_path / "still.mcap", [Packet(1.02, MARK_START, MARK_ROLE), Packet(3.02, MARK_END, MARK_ROLE)])
    events = [event for _, group in open_run(path, CHOICE).event_groups(1.0) for event in group]
    by_person = [event for event in events if isinstance(event, SetArmed | SetDisarmed)]
    assert by_person == [SetArmed(1.02, 1.02), SetDisarmed(3.02, 3.02)]
