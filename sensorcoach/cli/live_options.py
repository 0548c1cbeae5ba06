"""A live session on the screen, or in lines where there is none."""

import asyncio
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


def follow(
    order: "LiveRequest", choice: "SessionOptions", way: "Connector", *, plain: bool, run: Run = asyncio.run
) -> None:
    """Follow the sensor until it ends or is interrupted; `run` runs the session where it is told in lines."""
    if plain or not has_terminal():
        from sensorcoach.runner.live.console import run_live_console

        run(run_live_console(order, choice, way, click.echo, lambda line: click.echo(line, err=True)))
        return
    _on_screen(order, choice, way)


def _on_screen(order: "LiveRequest", choice: "SessionOptions", way: "Connector") -> None:
    """What there is to be said is said when the screen is gone."""
    from sensorcoach.link.last_sensor import load_last_sensor
    from sensorcoach.runner.live.build_session import make_live_session
    from sensorcoach.runner.live.console import echo_recording_path
    from sensorcoach.runner.live.sensor_feed import SensorFeed
    from sensorcoach.tui.app import run_live_dashboard

    order = replace(order, on_screen=True)
    notes: list[str] = []

    feeds: list[SensorFeed] = []

    def open_live(seen: "DiscoveredSensor | None") -> "Session":
        feeds.append(SensorFeed(order if seen is None else replace(order, sensor=seen), way, notes.append))
        return make_live_session(feeds[-1], choice)

    last = load_last_sensor()
    try:
        run_live_dashboard(open_live, way.selection_scan(order), last.name if last else None)
    finally:
        for feed in feeds:
            echo_recording_path(feed, notes.append)
        for note in notes:
            click.echo(note, err=True)
