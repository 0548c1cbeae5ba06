"""`sensorcoach simulate`: a recording of a simulated session, with its truth."""

import click

from sensorcoach.cli.options import FiniteRange

# Written out here and held together with the simulator's own by a test: help must not wait for the simulator.
_USUAL_FAULTS = ["fast", "short", "overextended", "dropped", "swung", "short-hold", "bottom-contact"]
FAULTS = [*_USUAL_FAULTS, "sagged", "hurried", "twisted", "hovered"]
STYLES = ["usual", "slow", "brisk", "no-pause", "long-hold", "two-peak", "low", "thrown", "swung"]
RADIOS = ["good", "poor", "bad"]


@click.command(short_help="Write a simulated recording with its truth.")
@click.argument("folder")
@click.option("--exercise", metavar="ID", default="glute-bridge", show_default=True, help="Which exercise.")
@click.option("--placement", type=click.Choice(["pelvis", "thigh"]), help="Where the sensor is worn.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Person, sensor and noise.")
@click.option("--rate", "rate_hz", type=FiniteRange(20, 400), help="Hertz.  [default: 50, or the sensor's usual rate]")
@click.option("--gyro/--no-gyro", default=True, show_default=True, help="Whether the sensor has a gyroscope.")
@click.option("--sets", type=click.IntRange(1, 20), default=2, show_default=True, help="How many sets.")
@click.option("--reps", type=click.IntRange(1, 200), default=5, show_default=True, help="Reps a set, at least.")
@click.option("--style", type=click.Choice(STYLES), default="usual", show_default=True, help="How reps are done.")
@click.option(
    "--fault", "faults", type=click.Choice(FAULTS), multiple=True, help="One such rep a set; may be repeated."
)
@click.option("--life/--no-life", default=True, show_default=True, help="Walking in, lying down, getting up.")
@click.option("--radio", type=click.Choice(RADIOS), default="good", show_default=True, help="How good the link is.")
@click.option("--device", metavar="ID", default="open-profile", show_default=True, help="See `sensorcoach devices`.")
def simulate(folder: str, **order: object) -> None:
    """Write FOLDER/session.mcap, a simulated session, and its truth: recordings.csv, sets.csv, reps.csv.

    A person as rigid-body physics, a sensor with faults, a radio; the same options give the same bytes.
    """
    from pathlib import Path
    from typing import Any, cast

    from sensorcoach.runner.offline.simulate import SimulationRequest, write_simulation

    written = write_simulation(SimulationRequest(**cast("dict[str, Any]", order)), Path(folder))
    for path in written:
        click.echo(str(path))
    click.echo(f"simulated; watch it with: sensorcoach replay {written[0]}", err=True)
