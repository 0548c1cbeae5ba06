"""`sensorcoach parameters`: the parameters of detection with unit, range and meaning."""

import click

from sensorcoach.cli.completions import complete_parameters


@click.command(short_help="List the parameters of detection.")
@click.argument("text", required=False, default="", shell_complete=complete_parameters)
def parameters(text: str) -> None:
    """List every parameter of detection: file, name, value, unit, sensible range and meaning.

    TEXT selects parameters by name or file, such as IDLE_S or height, and adds the reason for each value.
    """
    from sensorcoach.report.parameters import format_parameters

    click.echo(format_parameters(text))
