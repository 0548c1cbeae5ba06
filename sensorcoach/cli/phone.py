"""`sensorcoach phone`: set up a phone as the sensor, and see what arrives."""

import click

from sensorcoach.cli.options import FiniteRange, phone_bind_option, phone_port_option, phone_token_option


@click.command(short_help="Set up a phone as the sensor, and see what it sends.")
@phone_bind_option
@phone_port_option
@phone_token_option
@click.option("--seconds", type=FiniteRange(min=1.0), help="Stop after so long.  [default: until Ctrl-C]")
def phone(bind: str, port: int, token: str | None, seconds: float | None) -> int:
    """Say what to set in the Sensor Logger application, listen, and say each second what arrives and what is wrong.

    Nothing is counted and nothing is kept. Exit status 1 where nothing has come.
    """
    from sensorcoach.runner.doctor.phone_check import run_phone_check
    from sensorcoach.sources.phone.settings import make_phone_settings

    return 0 if run_phone_check(make_phone_settings(bind, port, token), click.echo, seconds) else 1
