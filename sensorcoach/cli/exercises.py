"""`sensorcoach exercises`: the exercises, including the user's own."""

import click

from sensorcoach.cli.completions import complete_exercises


@click.command(short_help="List the exercises, or show one.")
@click.argument("name", required=False, shell_complete=complete_exercises)
def exercises(name: str | None) -> None:
    """List the exercises, or show one of them in detail.

    NAME is the id or another name of the exercise.
    """
    from sensorcoach.exercises.catalogue import all_exercises, find_exercise
    from sensorcoach.report.exercise_text import format_exercise, format_exercise_list

    click.echo(format_exercise(find_exercise(name)) if name else format_exercise_list(all_exercises()))
