"""`sensorcoach explain`: the reasons for the verdicts on a rep, or for a movement that was not counted."""

import click

from sensorcoach.cli.completions import complete_files
from sensorcoach.cli.options import (
    ClockTime,
    armed_option,
    exercise_option,
    person_option,
    placement_option,
    settings_option,
)


@click.command(short_help="Show one rep with every rule, or why a movement was not counted.")
@click.argument("file", shell_complete=complete_files)
@click.option("--rep", "name", metavar="REP", help="7: rep 7 of the recording; 2.3: the third rep of set 2.")
@click.option("--in-set", type=click.IntRange(min=1), metavar="N", help="Count --rep within set N.")
@click.option(
    "--at", "after_s", type=ClockTime(), metavar="TIME", help="Show the movements around this time, such as 65 or 1:05."
)
@exercise_option
@placement_option
@person_option
@settings_option
@armed_option
def explain(  # noqa: PLR0913, PLR0917 - an argument each option
    file: str,
    name: str | None,
    in_set: int | None,
    after_s: float | None,
    exercise: str | None,
    placement: str | None,
    person: str | None,
    settings: tuple[str, ...],
    armed: bool,
) -> None:
    """Show the trace of one rep, its phases, and for each rule of form the value, the limit and the advice.

    With --at, show the movements around a time instead: the evidence for each, the threshold, and the counted ones.
    """
    from shutil import get_terminal_size

    from sensorcoach.report.cycle_text import format_moment
    from sensorcoach.report.explain_text import format_explanation
    from sensorcoach.runner.offline.explain import explain_file, explain_moment
    from sensorcoach.runner.options import SessionOptions

    if (name is None) == (after_s is None):
        raise click.UsageError("Give either --rep or --at.")
    if name is None and in_set is not None:
        raise click.UsageError("--in-set needs --rep.")
    options = SessionOptions.of(exercise, placement, settings, person, armed=armed)
    if name is not None:
        click.echo(format_explanation(explain_file(file, options, name, in_set), get_terminal_size().columns))
    elif after_s is not None:
        click.echo(format_moment(explain_moment(file, options, after_s)))
