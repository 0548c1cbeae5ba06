"""`sensorcoach demo`: a session without a sensor."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.options import FiniteRange

if TYPE_CHECKING:
    from sensorcoach.runner.session import Session


@click.command(short_help="Play a simulated session, no sensor needed.")
@click.option("--plain", is_flag=True, help="Print lines instead of drawing; so does an output that is no terminal.")
@click.option("--radio", is_flag=True, help="Over a radio in the computer's memory, with Bluetooth's own protocols.")
@click.option(
    "--speed",
    type=FiniteRange(min=0.1),
    help="Times real time.  [default: 1 on the screen, as fast as possible in lines]",
)
def demo(plain: bool, radio: bool, speed: float | None) -> None:
    """Play a simulated session: person, sensor and radio are simulated, all the rest is real.

    With --radio a sensor is chosen, connected to and once lost as one over Bluetooth would be.
    """
    from sensorcoach.cli.options import has_terminal

    if radio:
        _over_radio(speed, plain=plain or not has_terminal())
        return
    if plain or not has_terminal():
        from sensorcoach.runner.playback.console import play_demonstration

        play_demonstration(click.echo, speed)
        return
    from sensorcoach.tui.app import run_dashboard

    def open_demonstration() -> "Session":
        from sensorcoach.runner.playback.demo import open_demonstration

        return open_demonstration(speed or 1.0).live

    run_dashboard(open_demonstration)


def _over_radio(speed: float | None, *, plain: bool) -> None:
    from sensorcoach.cli.live_options import follow
    from sensorcoach.errors import UsageError
    from sensorcoach.runner.live.connector import LiveRequest
    from sensorcoach.runner.live.virtual_radio_connector import VirtualRadioConnector
    from sensorcoach.runner.options import SessionOptions
    from sensorcoach.runner.playback.demo import EXERCISE
    from sensorcoach.virtual_radio.fast_time import run_fast
    from sensorcoach.virtual_radio.virtual_air import require_bumble

    if speed is not None:
        raise UsageError("no_speed", "Over the virtual radio the demonstration has no speed.", "Leave out --speed.")
    require_bumble()
    choice = SessionOptions.of(EXERCISE, None)
    order = LiveRequest(exercise=EXERCISE, simulated=True, keep=False)

    if plain:
        click.echo("A simulated session: person, sensor and radio are simulated, Bluetooth's protocols are real.")
    follow(order, choice, VirtualRadioConnector(), plain=plain, run=run_fast)
