"""`sensorcoach analyze`: recordings in, reps out."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.mistake import own_up
from sensorcoach.cli.options import exercise_option, placement_option

if TYPE_CHECKING:
    from sensorcoach.report.schema import AnalysisDocument
    from sensorcoach.runner.choice import Choice


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
    from sensorcoach.runner.choice import Choice

    choice = Choice.of(exercise, placement)
    failed = False
    for number, file in enumerate(files, start=1):
        if len(files) > 1:
            click.echo(f"{number}/{len(files)} {file}", err=True)
        text, well = _analysed(file, choice, as_json=as_json)
        failed = failed or not well
        click.echo(text)
    return 1 if failed else 0


def _analysed(file: str, choice: "Choice", *, as_json: bool) -> tuple[str, bool]:
    """What to print of a file, and whether it could be analysed; not even a mistake of ours costs the other files."""
    import json

    from sensorcoach.report.table import table
    from sensorcoach.runner.whole import analyse_file, failure_document

    def rendered(document: "AnalysisDocument") -> tuple[str, bool]:
        return json.dumps(document) if as_json else table(document) + "\n", "error" not in document

    try:
        return rendered(analyse_file(file, choice))
    except Exception as error:
        return rendered(failure_document(file, choice, own_up(error)))
