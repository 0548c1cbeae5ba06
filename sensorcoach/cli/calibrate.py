"""`sensorcoach calibrate`: keep how a person does an exercise when they do it well."""

import click

from sensorcoach.cli.options import exercise_option, placement_option

ANYBODY = "me"
"""Whose reference it is where nobody says: most computers have one person in front of them."""


@click.command(short_help="Keep a person's reference: three slow good reps.")
@click.argument("file", required=False)
@exercise_option
@placement_option
@click.option("--person", metavar="NAME", help=f"Whose reference it is.  [default: {ANYBODY}]")
@click.option(
    "--reps", metavar="REPS", help="Which reps: 4-6, or 2.1-2.3 for set 2.  [default: the first three that do]"
)
@click.option("--side", type=click.Choice(["left", "right"]), help="Which side worked, in exercises done side by side.")
@click.option("--list", "listing", is_flag=True, help="List the references that are kept.")
@click.option("--forget", is_flag=True, help="Delete those of --person, or only of --exercise or --placement.")
def calibrate(
    file: str | None,
    exercise: str | None,
    placement: str | None,
    person: str | None,
    reps: str | None,
    side: str | None,
    listing: bool,
    forget: bool,
) -> int:
    """Take three slow good reps of the recording FILE and keep them as a person's reference.

    Range, top, usual rates and mounting are kept for a person, exercise and placement, in one small file that you can
    read. `analyze`, `explain` and `replay` compare with it when you say --person NAME.
    """
    _one_of(file, listing=listing, forgetting=forget)
    if listing:
        return _list()
    if forget:
        return _forget(person, exercise, placement)
    from sensorcoach.reference import Side
    from sensorcoach.report.kept_text import format_calibration
    from sensorcoach.runner.offline.calibrate import calibrate_file
    from sensorcoach.runner.options import SessionOptions

    whose, which = ANYBODY if person is None else person, Side(side) if side else None
    done = calibrate_file(file or "", SessionOptions.of(exercise, placement), whose, reps, which)
    click.echo(format_calibration(done.kept, done.reps, done.before, str(done.path)))
    return 0


def _one_of(file: str | None, *, listing: bool, forgetting: bool) -> None:
    if [file is not None, listing, forgetting].count(True) != 1:
        raise click.UsageError("Give one of: a recording FILE, --list, --forget.")


def _list() -> int:
    """Exit status 1 where a file is damaged."""
    from sensorcoach.references.store import ReferenceStore
    from sensorcoach.report.kept_text import format_references

    store = ReferenceStore()
    shelf = store.look()
    click.echo(format_references(shelf, str(store.folder)))
    return 1 if shelf.damaged else 0


def _forget(person: str | None, exercise: str | None, placement: str | None) -> int:
    if person is None:
        raise click.UsageError("--forget needs --person NAME: nobody is forgotten by accident.")
    from sensorcoach.runner.offline.calibrate import delete_references

    for path in delete_references(person, exercise, placement):
        click.echo(f"forgotten: {path}")
    return 0
