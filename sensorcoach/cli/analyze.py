"""`sensorcoach analyze`: recordings in, reps out."""

import click

from sensorcoach.cli.options import exercise_option, placement_option


@click.command(short_help="Count the reps of recordings.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@exercise_option
@placement_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line, in the order of the files.")
def analyze(files: tuple[str, ...], exercise: str | None, placement: str | None, as_json: bool) -> int:
    """Count the reps of recordings and measure their phases.

    FILE is a recording of ours or a CSV with the header time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2 and, with a gyroscope,
    gyro_x_radps,gyro_y_radps,gyro_z_radps. Exit status: 0 all well, 1 a file could not be analysed, 2 wrong usage.
    """
    import json

    from sensorcoach.report.table import table
    from sensorcoach.runner.choice import Choice
    from sensorcoach.runner.whole import analyse_file

    choice = Choice.of(exercise, placement)
    failed = False
    for number, file in enumerate(files, start=1):
        if len(files) > 1:
            click.echo(f"{number}/{len(files)} {file}", err=True)
        document = analyse_file(file, choice)
        failed = failed or "error" in document
        click.echo(json.dumps(document) if as_json else table(document) + "\n")
    return 1 if failed else 0
