"""`sensorcoach explain`: one rep, and why it was judged as it was."""

import click

from sensorcoach.cli.options import armed_option, exercise_option, person_option, placement_option, settings_option


@click.command(short_help="Show one rep with every rule, value and limit.")
@click.argument("file")
@click.option(
    "--rep", "name", metavar="REP", required=True, help="7 in the whole recording; 2.3 is the third of set 2."
)
@click.option("--in-set", type=click.IntRange(min=1), metavar="N", help="Count --rep in this set only.")
@exercise_option
@placement_option
@person_option
@settings_option
@armed_option
def explain(
    file: str,
    name: str,
    in_set: int | None,
    exercise: str | None,
    placement: str | None,
    person: str | None,
    settings: tuple[str, ...],
    armed: bool,
) -> None:
    """Show the trace of one rep, its phases, and what each rule of form looked at: value, limit, and what it asks."""
    from shutil import get_terminal_size

    from sensorcoach.report.explain_text import explain_text
    from sensorcoach.runner.choice import Choice
    from sensorcoach.runner.explaining import explain_file

    choice = Choice.of(exercise, placement, settings, person, armed=armed)
    shown = explain_file(file, choice, name, in_set)
    click.echo(explain_text(shown, get_terminal_size().columns))
