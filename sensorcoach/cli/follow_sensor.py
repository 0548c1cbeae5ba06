"""A live session in the dashboard, or as lines without a terminal."""

import errno
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from sensorcoach.cli.options import has_terminal

if TYPE_CHECKING:
    from sensorcoach.link.discovered_sensor import DiscoveredSensor
    from sensorcoach.runner.live.connector import Connector, LiveRequest
    from sensorcoach.runner.options import SessionOptions
    from sensorcoach.runner.session import Frame, Session

Run = Callable[[Coroutine[Any, Any, int]], int]
"""Runs a coroutine to its end, as `asyncio.run` does."""


def follow_sensor(
    request: "LiveRequest",
    options: "SessionOptions",
    connector: "Connector",
    *,
    plain: bool,
    run: Run | None = None,
) -> int:
    """Follow the sensor until it ends or is interrupted. Return the exit status.

    `run` runs a session that prints lines (`asyncio.run`).
    """
    if plain or not has_terminal():
        import asyncio

        from sensorcoach.runner.live.console import run_live_console

        return (run or asyncio.run)(run_live_console(request, options, connector, echo_line, echo_error))
    return _show_dashboard(request, options, connector)


def echo_line(line: str, *, to_error: bool = False) -> None:
    """Print a line. A terminal that is closed loses it, so that the session ends in order all the same."""
    try:
        click.echo(line, err=to_error)
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno != errno.EIO:
            raise


def echo_error(line: str) -> None:
    """Print a line to the error stream, as `echo_line` does."""
    echo_line(line, to_error=True)


def echo_session(frame: "Frame | None") -> None:
    """Print the summary of a session that was shown on a screen."""
    from sensorcoach.report.session_summary import session_lines

    for line in session_lines(frame.snapshot) if frame else ():
        echo_line(line)


def _show_dashboard(request: "LiveRequest", options: "SessionOptions", connector: "Connector") -> int:
    """Show the dashboard, then print summary and notes of the session. Return the exit status."""
    from sensorcoach.link.last_sensor import load_last_sensor
    from sensorcoach.runner.live.build_session import make_live_session
    from sensorcoach.runner.live.console import echo_recording_path
    from sensorcoach.runner.live.sensor_feed import SensorFeed
    from sensorcoach.tui.app import run_live_dashboard

    request = replace(request, on_screen=True)
    notes: list[str] = []
    feeds: list[SensorFeed] = []

    def open_live(seen: "DiscoveredSensor | None") -> "Session":
        feeds.append(SensorFeed(request if seen is None else replace(request, sensor=seen), connector, notes.append))
        return make_live_session(feeds[-1], options)

    try:
        end = run_live_dashboard(open_live, connector.selection_scan(request), load_last_sensor())
        echo_session(end.frame)
    finally:
        for feed in feeds:
            echo_recording_path(feed, notes.append)
        for note in notes:
            echo_error(note)
    return end.status
