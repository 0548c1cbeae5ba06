"""`sensorcoach analyze`: recordings in, reps out."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from sensorcoach.cli.completions import complete_files
from sensorcoach.cli.options import armed_option, exercise_option, person_option, placement_option, settings_option
from sensorcoach.cli.report_bug import report_bug

if TYPE_CHECKING:
    from sensorcoach.errors import SensorcoachError
    from sensorcoach.runner.options import SessionOptions

Document = TypeVar("Document")

Answer = tuple[str, bool]
"""What to print of a file, and whether it could be used."""


@click.command(short_help="Count the reps of recordings.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_files)
@exercise_option
@placement_option
@person_option
@settings_option
@armed_option
@click.option("--compare", is_flag=True, help="List only what --set or --person changes against our limits.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line, in the order of the files.")
def analyze(
    files: tuple[str, ...],
    exercise: str | None,
    placement: str | None,
    person: str | None,
    settings: tuple[str, ...],
    armed: bool,
    compare: bool,
    as_json: bool,
) -> int:
    """Count the reps of recordings, measure their phases, and hold each rep against the rules of form.

    FILE is a recording of ours or a CSV with the header time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2 and, with a gyroscope,
    gyro_x_radps,gyro_y_radps,gyro_z_radps. Exit status: 0 all well, 1 a file could not be analysed, 2 wrong usage.
    """
    from sensorcoach.runner.offline.compare import check_comparable
    from sensorcoach.runner.options import SessionOptions

    choice = SessionOptions.of(exercise, placement, settings, person, armed=armed)
    if compare:
        check_comparable(choice)
    answer = _compared if compare else _analysed
    return _each(files, lambda file: answer(file, choice, as_json=as_json))


def _each(files: tuple[str, ...], answer: Callable[[str], Answer]) -> int:
    failed = False
    for number, file in enumerate(files, start=1):
        if len(files) > 1:
            click.echo(f"{number}/{len(files)} {file}", err=True)
        text, well = answer(file)
        failed = failed or not well
        click.echo(text)
    return 1 if failed else 0


def _analysed(file: str, choice: "SessionOptions", *, as_json: bool) -> Answer:
    from sensorcoach.report.table import format_table
    from sensorcoach.runner.offline.analyze import analyze_file, failure_document

    document = _surely(file, choice, analyze_file, failure_document)
    return json.dumps(document) if as_json else format_table(document) + "\n", "error" not in document


def _compared(file: str, choice: "SessionOptions", *, as_json: bool) -> Answer:
    from sensorcoach.report.comparison_text import format_comparison
    from sensorcoach.runner.offline.compare import compare_file, comparison_failure

    document = _surely(file, choice, compare_file, comparison_failure)
    return json.dumps(document) if as_json else format_comparison(document) + "\n", "error" not in document


def _surely(
    file: str,
    choice: "SessionOptions",
    work: Callable[[str, "SessionOptions"], Document],
    failure: Callable[[str, "SessionOptions", "SensorcoachError"], Document],
) -> Document:
    """The document of a file: not even a mistake of ours costs the other files."""
    try:
        return work(file, choice)
    except Exception as error:
        return failure(file, choice, report_bug(error))
