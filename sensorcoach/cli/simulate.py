"""`sensorcoach simulate`: a recording of a simulated session, with its truth."""

import click


@click.command(short_help="Write a simulated recording with its truth.")
def simulate() -> None:
    """Write a recording of a simulated session, with its truth beside it."""
