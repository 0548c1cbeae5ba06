"""Live sessions as plain lines: what is counted goes to one stream, what becomes of the connection to another."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from sensorcoach.errors import InputError
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.document import RecordingFacts, make_analysis_document
from sensorcoach.report.link_text import link_change_line
from sensorcoach.report.table import format_table
from sensorcoach.runner.live.build_session import initial_snapshot, live_session
from sensorcoach.runner.live.connector import Connector, LiveRequest, Say
from sensorcoach.runner.live.sensor_feed import SensorFeed
from sensorcoach.runner.options import SessionOptions
from sensorcoach.runner.playback.console import EventPrinter

_LOOK_S = 0.25
"""How often the connection is looked at."""
_COUNT_S = 10.0
"""A recording says so often how far it is."""


async def follow_link(status: Callable[[], LinkStatus], say: Say) -> None:
    """Say each change of the connection, until cancelled."""
    said: tuple[LinkState, str] | None = None
    line = ""
    while True:
        link = status()
        if said != (link.state, link.reason):
            said = (link.state, link.reason)
            before, line = line, link_change_line(link)
            if line and line != before:
                say(line)
        await asyncio.sleep(_LOOK_S)


async def live_lines(order: LiveRequest, choice: SessionOptions, way: Connector, say: Say, say_link: Say) -> None:
    """Count what the sensor sends, in lines, until cancelled or the sensor cannot be used (SensorError).

    However it ends, what was counted is summed up.
    """
    feed = SensorFeed(order, way, say_link)
    opening = initial_snapshot(choice)
    teller = EventPrinter(say, opening)
    session = live_session(feed, choice, teller.print_events)
    following = asyncio.create_task(follow_link(lambda: feed.status, say_link))
    try:
        await session.run()
    finally:
        following.cancel()
        if teller.events:
            say("")
            say(
                format_table(
                    make_analysis_document(_facts(feed), opening.exercise.id, opening.placement, teller.events)
                )
            )
        say_where(feed, say_link)


async def record_lines(order: LiveRequest, way: Connector, say: Say) -> None:
    """Record what the sensor sends until cancelled, or the sensor or the file cannot be used (SensorcoachError)."""
    if order.path is not None:
        _check_place(order.path)
    feed = SensorFeed(order, way, say)
    following = asyncio.create_task(follow_link(lambda: feed.status, say))
    due_s = _COUNT_S
    try:
        async with contextlib.aclosing(feed.packets()) as packets:
            async for packet in packets:
                if packet.arrival_s >= due_s:
                    due_s = packet.arrival_s + _COUNT_S
                    say(_progress(packet.arrival_s, feed.status))
                if feed.recorder is not None and feed.recorder.error is not None:
                    raise unwritable_error(feed.recorder.path, feed.recorder.error)
    finally:
        following.cancel()
        say_where(feed, say)


def _facts(feed: SensorFeed) -> RecordingFacts:
    link = feed.status
    rate_hz = link.rate_hz or feed.rate_hz or 0.0
    sensors = feed.device.sensors if feed.device else ()
    recorder = feed.recorder
    name = str(recorder.path) if recorder is not None and recorder.is_written else link.sensor
    return RecordingFacts(name, link.since_s, rate_hz, sensors, simulated=feed.simulated)


def _progress(at_s: float, link: LinkStatus) -> str:
    rate = "" if link.rate_hz is None else f", {link.rate_hz:.1f} Hz"
    lost = f", {'about ' if link.lost_is_estimate else ''}{link.lost} samples lost" if link.lost else ""
    battery = "" if link.battery_percent is None else f", battery {link.battery_percent} %"
    return f"{at_s:.0f} s{rate}{lost}{battery}"


def unwritable_error(path: Path, error: OSError) -> InputError:
    """Nothing can be recorded there."""
    reason = error.strerror or str(error)
    remedy = "Free some space, check the folder's rights, or name another file."
    return InputError("unwritable", f"{path} cannot be written: {reason}.", remedy)


def _check_place(path: Path) -> None:
    """Whether a file can be made there is found out before anybody puts on a sensor; raises InputError."""
    try:
        path.open("xb").close()
    except FileExistsError as error:
        remedy = "Name a new file; a recording is never written over."
        raise InputError("file_exists", f"{path} is there already.", remedy) from error
    except OSError as error:
        raise unwritable_error(path, error) from error
    path.unlink()


def say_where(feed: SensorFeed, say: Say) -> None:
    """Where the recording is, if there is one."""
    if feed.recorder is not None and feed.recorder.is_written:
        say(f"recorded: {feed.recorder.path}")
