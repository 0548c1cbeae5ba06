"""`sensorcoach simulate`: write a simulated recording with its ground truth."""

import click

from sensorcoach.cli.completions import complete_exercises, complete_folders
from sensorcoach.cli.options import FiniteRange

# Copies of the simulator's names, compared by a test: help must not import the simulator.
_USUAL_FAULTS = ["fast", "short", "overextended", "dropped", "swung", "short-hold", "bottom-contact"]
FAULTS = [*_USUAL_FAULTS, "sagged", "hurried", "twisted", "hovered"]
STYLES = ["usual", "slow", "brisk", "no-pause", "long-hold", "two-peak", "low", "thrown", "swung"]
RADIOS = ["good", "poor", "bad"]


@click.command(short_help="Write a simulated recording with its ground truth.")
@click.argument("folder", shell_complete=complete_folders)
@click.option(
    "--exercise",
    metavar="ID",
    default="glute-bridge",
    show_default=True,
    shell_complete=complete_exercises,
    help="The exercise.",
)
@click.option(
    "--placement",
    type=click.Choice(["pelvis", "thigh"]),
    help="The place of the sensor.  [default: the better one for the exercise]",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="NUMBER",
    default=1,
    show_default=True,
    help="Random seed for person, sensor and noise.",
)
@click.option(
    "--rate",
    "rate_hz",
    type=FiniteRange(20, 400),
    metavar="HZ",
    help="Samples a second.  [default: 50, or the sensor's usual rate]",
)
@click.option("--gyro/--no-gyro", default=True, show_default=True, help="Include a gyroscope.")
@click.option(
    "--sets", type=click.IntRange(1, 20), metavar="NUMBER", default=2, show_default=True, help="Number of sets."
)
@click.option(
    "--reps",
    type=click.IntRange(1, 200),
    metavar="NUMBER",
    default=5,
    show_default=True,
    help="Minimum number of reps a set.",
)
@click.option("--style", type=click.Choice(STYLES), default="usual", show_default=True, help="The style of the reps.")
@click.option(
    "--fault", "faults", type=click.Choice(FAULTS), multiple=True, help="One faulty rep a set; may be repeated."
)
@click.option(
    "--life/--no-life", default=True, show_default=True, help="Include walking in, lying down and getting up."
)
@click.option("--radio", type=click.Choice(RADIOS), default="good", show_default=True, help="The quality of the link.")
@click.option(
    "--device",
    metavar="ID",
    default="open-profile",
    show_default=True,
    help="A sensor of `sensorcoach devices`.",
)
def simulate(folder: str, **order: object) -> None:
    """Write a simulated session, FOLDER/session.mcap, and its ground truth: recordings.csv, sets.csv, reps.csv.

    The simulation has a person as rigid-body physics, a sensor with faults, and a radio. The same options give the same
    bytes.
    """
    from pathlib import Path
    from typing import Any, cast

    from sensorcoach.runner.offline.simulate import SimulationRequest, explain_motion, write_simulation

    request = SimulationRequest(**cast("dict[str, Any]", order))
    written = write_simulation(request, Path(folder))
    for path in written:
        click.echo(str(path))
    if explanation := explain_motion(request):
        click.echo(explanation, err=True)
    click.echo(f"simulated; watch it with: sensorcoach replay {written[0]}", err=True)
