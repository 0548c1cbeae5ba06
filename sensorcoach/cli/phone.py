"""`sensorcoach phone`: set up a phone as the sensor, and show the data that arrive."""

import click

from sensorcoach.cli.options import (
    FiniteRange,
    has_terminal,
    phone_bind_option,
    phone_port_option,
    phone_token_option,
)
from sensorcoach.cli.phone_address import choose_address


@click.command(short_help="Set up a phone as the sensor and check its data.")
@phone_bind_option
@phone_port_option
@phone_token_option
@click.option(
    "--seconds", type=FiniteRange(min=1.0), metavar="SECONDS", help="Time to listen.  [default: until Ctrl-C]"
)
def phone(bind: str, port: int, token: str | None, seconds: float | None) -> int:
    """Show the settings for the Sensor Logger application, listen, and report each second the data and any problem.

    Nothing is counted or stored. Exit status: 0 data arrived, 1 no data.
    """
    from sensorcoach.runner.doctor.phone_check import run_phone_check
    from sensorcoach.sources.phone.settings import make_phone_settings

    settings = make_phone_settings(choose_address(bind), port, token)
    return 0 if run_phone_check(settings, click.echo, seconds, with_code=has_terminal()) else 1
