"""`sensorcoach demo`: a session without a sensor."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.options import FiniteRange

if TYPE_CHECKING:
    from sensorcoach.runner.session import Session


@click.command(short_help="Play a simulated session, no sensor needed.")
@click.option("--plain", is_flag=True, help="Print lines instead of drawing; so does an output that is no terminal.")
@click.option(
    "--speed",
    type=FiniteRange(min=0.1),
    help="Times real time.  [default: 1 on the screen, as fast as possible in lines]",
)
def demo(plain: bool, speed: float | None) -> None:
    """Play a simulated session: person, sensor and radio are simulated, all the rest is real."""
    from sensorcoach.cli.terminal import has_terminal

    if plain or not has_terminal():
        from sensorcoach.runner.plain import play_demonstration

        play_demonstration(click.echo, speed)
        return
    from sensorcoach.tui.app import run_dashboard

    def open_demonstration() -> "Session":
        from sensorcoach.runner.demonstration import demonstration

        return demonstration(speed or 1.0).live

    run_dashboard(open_demonstration)
