"""`sensorcoach replay`: play a recording."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.completions import complete_files
from sensorcoach.cli.options import (
    FiniteRange,
    armed_option,
    exercise_option,
    person_option,
    placement_option,
    plain_option,
    settings_option,
)

if TYPE_CHECKING:
    from sensorcoach.runner.session import Session


@click.command(short_help="Play a recording in the dashboard.")
@click.argument("file", shell_complete=complete_files)
@exercise_option
@placement_option
@person_option
@settings_option
@armed_option
@plain_option
@click.option(
    "--speed",
    type=FiniteRange(0.25, 16.0),
    metavar="FACTOR",
    default=1.0,
    show_default=True,
    help="Multiple of real time at the start.",
)
def replay(
    file: str,
    exercise: str | None,
    placement: str | None,
    person: str | None,
    settings: tuple[str, ...],
    armed: bool,
    plain: bool,
    speed: float,
) -> int | None:
    """Play a recording in the dashboard: space pauses, arrows seek, < and > change the speed.

    With --plain, or without a terminal, print a line for each rep at maximum speed, then the table.
    """
    from sensorcoach.cli.options import has_terminal

    if plain or not has_terminal():
        from sensorcoach.runner.options import SessionOptions
        from sensorcoach.runner.playback.console import play_file

        play_file(file, SessionOptions.of(exercise, placement, settings, person, armed=armed), click.echo)
        return None
    import shlex

    from sensorcoach.cli.follow_sensor import echo_line, echo_session
    from sensorcoach.tui.app import run_dashboard

    def open_recording() -> "Session":
        from sensorcoach.runner.options import SessionOptions
        from sensorcoach.runner.playback.playback import open_playback

        return open_playback(file, SessionOptions.of(exercise, placement, settings, person, armed=armed), speed)

    end = run_dashboard(open_recording)
    if end.frame is not None and end.frame.transport.finished:
        echo_session(end.frame)
        echo_line(f"next: sensorcoach analyze {shlex.quote(file)}")
    return end.status
