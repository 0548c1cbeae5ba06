"""`sensorcoach record`: record the data of a sensor."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.completions import complete_files
from sensorcoach.cli.live import choose_connector, device_option, rate_option
from sensorcoach.cli.options import live_exercise_option, live_placement_option, phone_options

if TYPE_CHECKING:
    from sensorcoach.sources.phone.settings import PhoneSettings


@click.command(short_help="Record a sensor without counting.")
@click.argument("file", required=False, shell_complete=complete_files)
@device_option
@live_exercise_option
@live_placement_option
@rate_option
@phone_options
def record(
    file: str | None,
    device: str | None,
    exercise: str | None,
    placement: str | None,
    rate: float | None,
    phone: "PhoneSettings | None",
) -> int:
    """Record the data of a sensor until Ctrl-C, into the new FILE or into the data folder.

    The recording stores --exercise and --placement for `analyze` and `replay`.
    """
    import asyncio
    from pathlib import Path

    from sensorcoach.cli.follow_sensor import echo_error
    from sensorcoach.runner.live.connector import LiveRequest
    from sensorcoach.runner.live.console import run_recording_console
    from sensorcoach.runner.options import SessionOptions

    options = SessionOptions.of(exercise, placement)
    request = LiveRequest(
        name=device,
        rate_hz=rate,
        exercise=options.exercise.id if options.exercise else None,
        placement=options.placement.value if options.placement else None,
        path=Path(file) if file else None,
    )
    return asyncio.run(run_recording_console(request, choose_connector(phone), echo_error))
