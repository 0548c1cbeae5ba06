"""`sensorcoach explain`: one rep and why it was judged as it was, or a moment and why nothing was counted there."""

import click

from sensorcoach.cli.options import (
    ClockTime,
    armed_option,
    exercise_option,
    person_option,
    placement_option,
    settings_option,
)


@click.command(short_help="Show one rep with every rule, or why a movement was not counted.")
@click.argument("file")
@click.option("--rep", "name", metavar="REP", help="7 in the whole recording; 2.3 is the third of set 2.")
@click.option("--in-set", type=click.IntRange(min=1), metavar="N", help="Count --rep in this set only.")
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
    """Show the trace of one rep, its phases, and what each rule of form looked at: value, limit, and what it asks.

    With --at, show the movements around a time instead: the evidence for each, what it takes, and which were counted.
    """
    from shutil import get_terminal_size

    from sensorcoach.report.cycle_text import format_moment
    from sensorcoach.report.explain_text import format_explanation
    from sensorcoach.runner.offline.explain import explain_file, explain_moment
    from sensorcoach.runner.options import SessionOptions

    if (name is None) == (after_s is None):
        raise click.UsageError("Say which rep with --rep, or which time with --at.")
    if name is None and in_set is not None:
        raise click.UsageError("--in-set needs --rep.")
    choice = SessionOptions.of(exercise, placement, settings, person, armed=armed)
    if name is not None:
        click.echo(format_explanation(explain_file(file, choice, name, in_set), get_terminal_size().columns))
    elif after_s is not None:
        click.echo(format_moment(explain_moment(file, choice, after_s)))
