"""`sensorcoach doctor`: checks of Bluetooth on this computer, and of a sensor."""

import click

from sensorcoach.cli.live import device_option, rate_option
from sensorcoach.cli.options import FiniteRange


@click.command(short_help="Check Bluetooth and a sensor.")
@device_option
@click.option(
    "--placement",
    type=click.Choice(["pelvis", "thigh"]),
    default="pelvis",
    show_default=True,
    help="The place of the sensor.",
)
@click.option(
    "--seconds",
    type=FiniteRange(min=4.0),
    metavar="SECONDS",
    default=20.0,
    show_default=True,
    help="Time to listen to the sensor.",
)
@rate_option
def doctor(device: str | None, placement: str, seconds: float, rate: float | None) -> int:
    """Check the adapter, permissions and pitfalls of the operating system, then a sensor if one is in range.

    The checks of the sensor cover rate, batch size, waits, loss, battery, gravity and posture. Exit status: 0 no
    problem, 1 a check failed.
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
