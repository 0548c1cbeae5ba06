"""`sensorcoach scan`: the sensors in range."""

import click

from sensorcoach.cli.options import FiniteRange


@click.command(short_help="List the sensors in range.")
@click.option(
    "--seconds",
    type=FiniteRange(min=1.0),
    metavar="SECONDS",
    default=5.0,
    show_default=True,
    help="Time to listen.",
)
@click.option("--all", "everything", is_flag=True, help="List other Bluetooth devices too.")
def scan(seconds: float, everything: bool) -> int:
    """List the sensors in range: signal strength, name, address, family, and battery if advertised.

    Exit status: 0 a sensor was found, 1 no sensor was found or Bluetooth cannot be used.
    """
    import asyncio
    import sys

    from sensorcoach.cli.safe_output import clear_lines
    from sensorcoach.runner.live.scan import print_scan
    from sensorcoach.sources.radio.backend import Backend

    clear = clear_lines if sys.stdout.isatty() else None
    heard = asyncio.run(print_scan(Backend(), seconds, click.echo, everything=everything, clear=clear))
    return 0 if heard else 1
