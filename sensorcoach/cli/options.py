"""Options that several commands share."""

import click

exercise_option = click.option(
    "--exercise",
    metavar="ID",
    help="Which exercise; see `sensorcoach exercises`.  [default: the recording's, or generic]",
)

placement_option = click.option(
    "--placement",
    type=click.Choice(["pelvis", "thigh"]),
    help="Where the sensor was worn.  [default: the recording's, or the exercise's better one]",
)
