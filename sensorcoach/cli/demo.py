"""`sensorcoach demo`: a session without a sensor."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.options import FiniteRange, plain_option

if TYPE_CHECKING:
    from sensorcoach.runner.session import Session


_NEXT = "next: sensorcoach live, with a sensor of your own"


@click.command(short_help="Play a simulated session, no sensor needed.")
@plain_option
@click.option("--radio", is_flag=True, help="Use a radio in the computer's memory, with the protocols of Bluetooth.")
@click.option(
    "--speed",
    type=FiniteRange(min=0.1),
    metavar="FACTOR",
    help="Multiple of real time.  [default: 1 in the dashboard, the maximum for lines]",
)
def demo(plain: bool, radio: bool, speed: float | None) -> int | None:
    """Play a simulated session: person, sensor and radio are simulated, the rest is real.

    With --radio you choose a sensor, connect to it and lose it once, as over Bluetooth.
    """
    from sensorcoach.cli.options import has_terminal

    if radio:
        return _play_over_radio(speed, plain=plain or not has_terminal())
    if plain or not has_terminal():
        from sensorcoach.runner.playback.console import play_demonstration

        play_demonstration(click.echo, speed)
        click.echo(_NEXT)
        return None
    from sensorcoach.cli.follow_sensor import echo_line, echo_session
    from sensorcoach.tui.app import run_dashboard

    def open_demonstration() -> "Session":
        from sensorcoach.runner.playback.demo import open_demonstration

        return open_demonstration(speed or 1.0).live

    end = run_dashboard(open_demonstration)
    echo_session(end.frame)
    echo_line(_NEXT)
    return end.status


def _play_over_radio(speed: float | None, *, plain: bool) -> int:
    from sensorcoach.cli.follow_sensor import follow_sensor
    from sensorcoach.errors import UsageError
    from sensorcoach.runner.live.connector import LiveRequest
    from sensorcoach.runner.live.virtual_radio_connector import VirtualRadioConnector
    from sensorcoach.runner.options import SessionOptions
    from sensorcoach.runner.playback.demo import EXERCISE
    from sensorcoach.virtual_radio.fast_time import run_fast
    from sensorcoach.virtual_radio.virtual_air import require_bumble

    if speed is not None:
        raise UsageError("no_speed", "--speed cannot be used with --radio.", "Leave out --speed.")
    require_bumble()
    options = SessionOptions.of(EXERCISE, None)
    request = LiveRequest(exercise=EXERCISE, simulated=True, keep=False)

    if plain:
        click.echo("A simulated session: person, sensor and radio are simulated, the protocols of Bluetooth are real.")
    return follow_sensor(request, options, VirtualRadioConnector(), plain=plain, run=run_fast)
