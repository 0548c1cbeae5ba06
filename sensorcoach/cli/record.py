"""`sensorcoach record`: keep what a sensor sends."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.live import choose_connector, device_option, rate_option
from sensorcoach.cli.options import exercise_option, phone_options, placement_option

if TYPE_CHECKING:
    from sensorcoach.sources.phone.settings import PhoneSettings


@click.command(short_help="Record a sensor, without counting.")
@click.argument("file", required=False)
@device_option
@exercise_option
@placement_option
@rate_option
@phone_options
def record(
    file: str | None,
    device: str | None,
    exercise: str | None,
    placement: str | None,
    rate: float | None,
    phone: "PhoneSettings | None",
) -> None:
    """Record what a sensor sends into the new FILE, until Ctrl-C; without FILE into the data folder.

    --exercise and --placement are written at its head, so that `analyze` and `replay` know them.
    """
    import asyncio
    from pathlib import Path

    from sensorcoach.runner.live.connector import LiveRequest
    from sensorcoach.runner.live.console import run_recording_console
    from sensorcoach.runner.options import SessionOptions

    choice = SessionOptions.of(exercise, placement)
    order = LiveRequest(
        name=device,
        rate_hz=rate,
        exercise=choice.exercise.id if choice.exercise else None,
        placement=choice.placement.value if choice.placement else None,
        path=Path(file) if file else None,
    )
    asyncio.run(run_recording_console(order, choose_connector(phone), lambda line: click.echo(line, err=True)))
