"""A live session, as the screen uses it."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.devices.registry import device_by_id
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, Packet
from sensorcoach.pipeline import Pipeline
from sensorcoach.runner.live.live_session import LiveSession
from sensorcoach.runner.session import HINT_S, Transport


async def _silence() -> AsyncIterator[Packet]:
    """A sensor that sends nothing."""
    for packet in list[Packet]():
        yield packet


class Sensor:
    """Sends these packets, then nothing; records whether it was closed."""

    def __init__(self, packets: Sequence[Packet]) -> None:
        self._packets = packets
        self.silent = asyncio.Event()
        self.let_go = False
        self.status = LinkStatus(LinkState.SCANNING)

    async def packets(self) -> AsyncIterator[Packet]:
        try:
            for packet in self._packets:
                yield packet
            self.silent.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.let_go = True

    def link(self) -> LinkStatus:
        return self.status


def session_with(source: AsyncIterator[Packet], sensor: Sensor | None = None, at_s: float = 0.0) -> LiveSession:
    """A live session over this source, from this time on."""
    exercise = find_exercise("glute-bridge")
    pipeline = Pipeline(exercise, Placement.PELVIS, device_by_id("witmotion").decoder(None), 100.0)
    opening = Snapshot(exercise, Placement.PELVIS)
    link = sensor.link if sensor else None
    return LiveSession(opening, Transport("live", at_s, None), source, pipeline, link=link)


def test_there_is_no_next_warning_live():
    """In a live session, the key for the next warning only shows a hint."""
    live = session_with(_silence(), at_s=3.0)
    live.seek_warning(1)
    frame = live.advance(0.0)
    assert (frame.transport.position_s, frame.transport.note) == (3.0, "w: only in a replay")
    live.advance(HINT_S)
    assert not live.advance(0.0).transport.note


def test_clocks_stop_without_data():
    """Without samples the clock stops, however long the user watches and however the loss is noted."""
    sensor = Sensor([Packet(1.0, b""), Packet(2.0, b""), Packet(5.0, LINK_DOWN, LINK_ROLE)])
    live = session_with(sensor.packets(), sensor)

    async def watch() -> None:
        task = asyncio.create_task(live.run())
        await sensor.silent.wait()
        for _ in range(3):
            frame = live.advance(10.0)
            assert (frame.snapshot.now_s, frame.transport.position_s) == (2.0, 2.0)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(watch())


def test_cancelled_it_releases_the_sensor():
    """A cancelled session has closed its sensor when it ends."""
    sensor = Sensor([Packet(1.0, b"")])
    live = session_with(sensor.packets(), sensor)

    async def quit_early() -> None:
        task = asyncio.create_task(live.run())
        await sensor.silent.wait()
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert sensor.let_go

    asyncio.run(quit_early())


def test_a_frame_has_the_connection():
    """Each frame contains the current connection, and whether samples have arrived yet."""
    sensor = Sensor([])
    live = session_with(sensor.packets(), sensor)
    seen = [live.advance(0.1)]
    for state in (LinkState.STREAMING, LinkState.WAITING):
        sensor.status = LinkStatus(state)
        seen.append(live.advance(0.1))
    assert [frame.link.state for frame in seen if frame.link] == ["scanning", "streaming", "waiting"]
    assert [frame.has_samples for frame in seen] == [False, True, True]


def test_a_session_without_a_connection():
    """A demonstration has no connection and does not wait for samples."""
    frame = session_with(_silence()).advance(0.1)
    assert frame.link is None
    assert frame.has_samples
