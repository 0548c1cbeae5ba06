"""Live sessions on the console: counts go to one stream, messages about the connection to another."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from sensorcoach.errors import InputError
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.document import RecordingFacts, make_analysis_document
from sensorcoach.report.link_text import link_change_line
from sensorcoach.report.session_summary import next_lines
from sensorcoach.report.table import format_table
from sensorcoach.runner.live.build_session import initial_snapshot, make_live_session
from sensorcoach.runner.live.connector import Connector, Echo, LiveRequest
from sensorcoach.runner.live.sensor_feed import SensorFeed
from sensorcoach.runner.options import SessionOptions
from sensorcoach.runner.playback.console import EventPrinter
from sensorcoach.runner.stop_signals import run_stoppable

_POLL_S = 0.25
"""Time between two checks of the connection."""
_PROGRESS_S = 10.0
"""Time between two progress lines of a recording."""


async def follow_link(status: Callable[[], LinkStatus], echo: Echo) -> None:
    """Show each change of the connection, until cancelled."""
    shown: tuple[LinkState, str] | None = None
    line = ""
    while True:
        link = status()
        if shown != (link.state, link.reason):
            shown = (link.state, link.reason)
            before, line = line, link_change_line(link)
            if line and line != before:
                echo(line)
        await asyncio.sleep(_POLL_S)


async def run_live_console(
    request: LiveRequest, options: SessionOptions, connector: Connector, echo: Echo, echo_link: Echo
) -> int:
    """Count reps and print them until cancelled or stopped by a signal. At the end, print the table.

    Returns the exit status. Raises SensorError where the sensor cannot be used.
    """
    feed = SensorFeed(request, connector, echo_link)
    return await run_stoppable(_follow_feed(feed, options, echo, echo_link), feed.suspend)


async def _follow_feed(feed: SensorFeed, options: SessionOptions, echo: Echo, echo_link: Echo) -> None:
    initial = initial_snapshot(options)
    teller = EventPrinter(echo, initial)
    session = make_live_session(feed, options, teller.print_events)
    following = asyncio.create_task(follow_link(lambda: feed.status, echo_link))
    try:
        await session.run()
    finally:
        following.cancel()
        if teller.events:
            echo("")
            facts = _recording_facts(feed)
            echo(format_table(make_analysis_document(facts, initial.exercise.id, initial.placement, teller.events)))
        echo_recording_path(feed, echo_link)


async def run_recording_console(request: LiveRequest, connector: Connector, echo: Echo) -> int:
    """Record the sensor until cancelled or stopped by a signal. Return the exit status.

    Raises SensorcoachError where the sensor or the file cannot be used.
    """
    if request.path is not None:
        _check_new_file(request.path)
    feed = SensorFeed(request, connector, echo)
    return await run_stoppable(_record_feed(feed, echo), feed.suspend)


async def _record_feed(feed: SensorFeed, echo: Echo) -> None:
    following = asyncio.create_task(follow_link(lambda: feed.status, echo))
    due_s = _PROGRESS_S
    try:
        async with contextlib.aclosing(feed.packets()) as packets:
            async for packet in packets:
                if packet.arrival_s >= due_s:
                    due_s = packet.arrival_s + _PROGRESS_S
                    echo(_progress_line(packet.arrival_s, feed.status))
                if feed.recorder is not None and feed.recorder.error is not None:
                    raise unwritable_error(feed.recorder.path, feed.recorder.error)
    finally:
        following.cancel()
        echo_recording_path(feed, echo)


def _recording_facts(feed: SensorFeed) -> RecordingFacts:
    link = feed.status
    rate_hz = link.rate_hz or feed.rate_hz or 0.0
    sensors = feed.device.sensors if feed.device else ()
    recorder = feed.recorder
    name = str(recorder.path) if recorder is not None and recorder.is_written else link.sensor
    return RecordingFacts(name, link.since_s, rate_hz, sensors, simulated=feed.simulated)


def _progress_line(at_s: float, link: LinkStatus) -> str:
    rate = "" if link.rate_hz is None else f", {link.rate_hz:.1f} Hz"
    lost = f", {'about ' if link.lost_is_estimate else ''}{link.lost} samples lost" if link.lost else ""
    battery = "" if link.battery_percent is None else f", battery {link.battery_percent} %"
    return f"{at_s:.0f} s{rate}{lost}{battery}"


def unwritable_error(path: Path, error: OSError) -> InputError:
    """Return the error for a recording that cannot be written."""
    reason = error.strerror or str(error)
    remedy = "Free some space, check the folder's permissions, or name another file."
    return InputError("unwritable", f"{path} cannot be written: {reason}.", remedy)


def _check_new_file(path: Path) -> None:
    """Check that a new file can be made, before the user attaches the sensor. Raises InputError."""
    try:
        path.open("xb").close()
    except FileExistsError as error:
        remedy = "Name a new file. A recording is never overwritten."
        raise InputError("file_exists", f"{path} already exists.", remedy) from error
    except OSError as error:
        raise unwritable_error(path, error) from error
    path.unlink()


def echo_recording_path(feed: SensorFeed, echo: Echo) -> None:
    """Show the path of the recording and the commands that read it, if there is one."""
    if feed.recorder is not None and feed.recorder.is_written:
        echo(f"recorded: {feed.recorder.path}")
        for line in next_lines(feed.recorder.path):
            echo(line)
