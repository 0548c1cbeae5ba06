"""`sensorcoach scan`: which sensors are in the air."""

import click

from sensorcoach.cli.options import FiniteRange


@click.command(short_help="List the sensors in the air.")
@click.option("--seconds", type=FiniteRange(min=1.0), default=5.0, show_default=True, help="How long to listen.")
@click.option("--all", "everything", is_flag=True, help="List other Bluetooth devices too.")
def scan(seconds: float, everything: bool) -> int:
    """Listen for sensors: signal, name, what each one is, and its battery where it tells.

    Exit status 1 where no sensor was heard or Bluetooth cannot be used.
    """
    import asyncio
    import sys

    from sensorcoach.runner.live.scan import print_scan
    from sensorcoach.sources.radio.backend import Backend

    heard = asyncio.run(print_scan(Backend(), seconds, click.echo, everything=everything, redraw=sys.stdout.isatty()))
    return 0 if heard else 1
