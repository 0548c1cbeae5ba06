"""`sensorcoach analyze`: recordings in, reps out."""

import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from sensorcoach.cli.completions import complete_files
from sensorcoach.cli.options import armed_option, exercise_option, person_option, placement_option, settings_option
from sensorcoach.cli.report_bug import report_bug

if TYPE_CHECKING:
    from sensorcoach.errors import SensorcoachError
    from sensorcoach.report.exporter import Exporter
    from sensorcoach.runner.options import SessionOptions

Document = TypeVar("Document")

Answer = tuple[str, bool]
"""The text to print for a file, and whether the file could be analyzed."""

JSON, TABLE = "json", "table"
"""Names of the exporters that `--json` and no option stand for."""


class FormatName(click.ParamType[str]):
    """The name of an exporter. The list of exporters is imported only when help is shown or a command runs."""

    name = "name"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """All names, for help texts."""
        from sensorcoach.report.all_exporters import EXPORTERS

        del param, ctx
        return f"[{'|'.join(exporter.name for exporter in EXPORTERS)}]"


@click.command(short_help="Count the reps of recordings.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_files)
@exercise_option
@placement_option
@person_option
@settings_option
@armed_option
@click.option("--compare", is_flag=True, help="List only the changes that --set or --person cause.")
@click.option("--format", "format_name", type=FormatName(), help="Output format.  [default: table]")
@click.option("--json", "as_json", is_flag=True, help="Short for --format json: one document a line, in file order.")
def analyze(  # noqa: PLR0913, PLR0917 - click passes each option as an argument
    files: tuple[str, ...],
    exercise: str | None,
    placement: str | None,
    person: str | None,
    settings: tuple[str, ...],
    armed: bool,
    compare: bool,
    format_name: str | None,
    as_json: bool,
) -> int:
    """Count the reps of recordings, measure their phases, and check each rep against the rules of form.

    FILE is a recording of sensorcoach or a CSV with the header time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2 and, with a
    gyroscope, gyro_x_radps,gyro_y_radps,gyro_z_radps. Exit status: 0 all files were analyzed, 1 a file could not be
    analyzed, 2 wrong usage.
    """
    from sensorcoach.report.all_exporters import find_exporter
    from sensorcoach.runner.options import SessionOptions

    exporter = find_exporter(_choose_format(format_name, as_json=as_json))
    choice = SessionOptions.of(exercise, placement, settings, person, armed=armed)
    if compare:
        _check_compare(choice, exporter.name)
        return _print_each(files, lambda file: _compare(file, choice, as_json=exporter.name == JSON))
    click.echo(exporter.header, nl=False)
    return _print_each(files, lambda file: _analyze(file, choice, exporter))


def _choose_format(name: str | None, *, as_json: bool) -> str:
    if as_json and name not in {None, JSON}:
        raise click.UsageError(f"--json and --format {name} contradict each other.")
    return JSON if as_json else name or TABLE


def _check_compare(choice: "SessionOptions", format_name: str) -> None:
    from sensorcoach.runner.offline.compare import check_comparable

    if format_name not in {TABLE, JSON}:
        raise click.UsageError(f"--compare has no format {format_name}; it has {TABLE} and {JSON}.")
    check_comparable(choice)


def _print_each(files: tuple[str, ...], answer: Callable[[str], Answer]) -> int:
    failed = False
    for number, file in enumerate(files, start=1):
        if len(files) > 1:
            click.echo(f"{number}/{len(files)} {file}", err=True)
        text, succeeded = answer(file)
        failed = failed or not succeeded
        click.echo(text, nl=False)
    return 1 if failed else 0


def _analyze(file: str, choice: "SessionOptions", exporter: "Exporter") -> Answer:
    from sensorcoach.runner.offline.analyze import analyze_file, failure_document

    document = _contain_bugs(file, choice, analyze_file, failure_document)
    error = document.get("error")
    if error and not exporter.shows_errors:
        click.echo(f"Error: {error['message']}\n{error['remedy']}", err=True)
    stream = io.StringIO()
    exporter.write(document, stream)
    return stream.getvalue(), error is None


def _compare(file: str, choice: "SessionOptions", *, as_json: bool) -> Answer:
    from sensorcoach.report.comparison_text import format_comparison
    from sensorcoach.runner.offline.compare import compare_file, comparison_failure

    document = _contain_bugs(file, choice, compare_file, comparison_failure)
    text = f"{json.dumps(document, allow_nan=False)}\n" if as_json else f"{format_comparison(document)}\n\n"
    return text, "error" not in document


def _contain_bugs(
    file: str,
    choice: "SessionOptions",
    work: Callable[[str, "SessionOptions"], Document],
    failure: Callable[[str, "SessionOptions", "SensorcoachError"], Document],
) -> Document:
    """The document of a file. An unexpected exception becomes its error, so that the other files are analyzed."""
    try:
        return work(file, choice)
    except Exception as error:
        return failure(file, choice, report_bug(error))
