"""`sensorcoach exercises`: what there is to choose from."""

import click


@click.command(short_help="List the exercises, or show one.")
@click.argument("name", required=False)
def exercises(name: str | None) -> None:
    """List the exercises, or show one of them in detail.

    NAME is an id or any other name of the exercise.
    """
    from sensorcoach.exercises.catalogue import all_exercises, find_exercise
    from sensorcoach.report.exercise_text import format_exercise, format_exercise_list

    click.echo(format_exercise(find_exercise(name)) if name else format_exercise_list(all_exercises()))
