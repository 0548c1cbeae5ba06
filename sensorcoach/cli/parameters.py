"""`sensorcoach parameters`: the numbers of detection with unit, range and meaning."""

import click


@click.command(short_help="List the numbers that detection rests on, with unit, range and meaning.")
@click.argument("text", required=False, default="")
def parameters(text: str) -> None:
    """List every parameter of detection: file, name, value, unit, sensible range and meaning.

    TEXT keeps those with it in their name or file, such as IDLE_S or height, and adds the reason for each value.
    """
    from sensorcoach.report.parameters import format_parameters

    click.echo(format_parameters(text))
