"""`sensorcoach doctor`: what is wrong with Bluetooth here, and with the sensor."""

import click

from sensorcoach.cli.live import device_option, rate_option
from sensorcoach.cli.options import FiniteRange


@click.command(short_help="Check Bluetooth, and a sensor.")
@device_option
@click.option(
    "--placement",
    type=click.Choice(["pelvis", "thigh"]),
    default="pelvis",
    show_default=True,
    help="Where the sensor is worn.",
)
@click.option("--seconds", type=FiniteRange(min=4.0), default=20.0, show_default=True, help="How long to listen to it.")
@rate_option
def doctor(device: str | None, placement: str, seconds: float, rate: float | None) -> int:
    """Check the adapter, permissions and traps of the operating system, then a sensor if one is there.

    Rate, batch, waits, loss, battery, gravity, and whether it can tell standing from lying. Exit status 1 where
    something is in the way.
    """
    import asyncio

    from sensorcoach.devices.registry import PROBLEMS
    from sensorcoach.exercises.exercise import Placement
    from sensorcoach.report.devices_text import problem_lines
    from sensorcoach.runner.doctor.doctor import Doctor, Examination
    from sensorcoach.runner.doctor.system_checks import check_system
    from sensorcoach.sources.radio.backend import Backend

    for line in problem_lines(PROBLEMS):
        click.echo(line)
    examined = Doctor(Backend(), click.echo)
    asyncio.run(examined.examine(Examination(device, Placement(placement), seconds, rate), check_system()))
    return 0 if examined.is_well else 1
