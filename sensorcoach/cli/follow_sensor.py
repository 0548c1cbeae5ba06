"""A live session in the dashboard, or as lines without a terminal."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from sensorcoach.cli.options import has_terminal

if TYPE_CHECKING:
    from sensorcoach.link.discovered_sensor import DiscoveredSensor
    from sensorcoach.runner.live.connector import Connector, LiveRequest
    from sensorcoach.runner.options import SessionOptions
    from sensorcoach.runner.session import Session

Run = Callable[[Coroutine[Any, Any, None]], None]
"""Runs a coroutine to its end, as `asyncio.run` does."""


def follow_sensor(
    request: "LiveRequest",
    options: "SessionOptions",
    connector: "Connector",
    *,
    plain: bool,
    run: Run | None = None,
) -> None:
    """Follow the sensor until it ends or is interrupted. `run` runs a session that prints lines (`asyncio.run`)."""
    if plain or not has_terminal():
        import asyncio

        from sensorcoach.runner.live.console import run_live_console

        (run or asyncio.run)(
            run_live_console(request, options, connector, click.echo, lambda line: click.echo(line, err=True))
        )
        return
    _show_dashboard(request, options, connector)


def _show_dashboard(request: "LiveRequest", options: "SessionOptions", connector: "Connector") -> None:
    """Show the dashboard, then print the notes of the session."""
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
        run_live_dashboard(open_live, connector.selection_scan(request), load_last_sensor())
    finally:
        for feed in feeds:
            echo_recording_path(feed, notes.append)
        for note in notes:
            click.echo(note, err=True)
