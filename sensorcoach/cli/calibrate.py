"""`sensorcoach calibrate`: store three good reps as a person's reference."""

import click

from sensorcoach.cli.completions import complete_files, complete_persons
from sensorcoach.cli.options import exercise_option, placement_option

DEFAULT_PERSON = "me"
"""The person without --person: most computers have one user."""


@click.command(short_help="Store a person's reference: three slow good reps.")
@click.argument("file", required=False, shell_complete=complete_files)
@exercise_option
@placement_option
@click.option(
    "--person",
    metavar="NAME",
    shell_complete=complete_persons,
    help=f"The person of the reference.  [default: {DEFAULT_PERSON}]",
)
@click.option(
    "--reps", metavar="REPS", help="The reps: 4-6, or 2.1-2.3 for set 2.  [default: the first three suitable ones]"
)
@click.option("--side", type=click.Choice(["left", "right"]), help="The side that worked, in one-sided exercises.")
@click.option("--list", "listing", is_flag=True, help="List the stored references.")
@click.option(
    "--forget", is_flag=True, help="Delete the references of --person; --exercise and --placement restrict this."
)
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
    """Store three slow good reps of the recording FILE as a person's reference.

    A reference holds range, top, usual rates and mounting for one person, exercise and placement, in a small text file.
    `analyze`, `explain`, `replay` and `live` compare with it when you give --person NAME.
    """
    _check_single_action(file, listing=listing, forgetting=forget)
    _tighten_references()
    if listing:
        return _list_references()
    if forget:
        return _delete_references(person, exercise, placement)
    from sensorcoach.reference import Side
    from sensorcoach.report.kept_text import format_calibration
    from sensorcoach.runner.offline.calibrate import calibrate_file
    from sensorcoach.runner.options import SessionOptions

    name, worked = DEFAULT_PERSON if person is None else person, Side(side) if side else None
    done = calibrate_file(file or "", SessionOptions.of(exercise, placement), name, reps, worked)
    click.echo(format_calibration(done.kept, done.reps, done.before, str(done.path)))
    return 0


def _check_single_action(file: str | None, *, listing: bool, forgetting: bool) -> None:
    if [file is not None, listing, forgetting].count(True) != 1:
        raise click.UsageError("Give one of: a recording FILE, --list, --forget.")


def _tighten_references() -> None:
    """Make the stored references private, with a notice if others could read them."""
    from sensorcoach.references.store import ReferenceStore

    notice = ReferenceStore().tighten()
    if notice:
        click.echo(notice, err=True)


def _list_references() -> int:
    """Print the stored references. Returns 1 if a file is damaged."""
    from sensorcoach.references.store import ReferenceStore
    from sensorcoach.report.kept_text import format_references

    store = ReferenceStore()
    shelf = store.look()
    click.echo(format_references(shelf, str(store.folder)))
    return 1 if shelf.damaged else 0


def _delete_references(person: str | None, exercise: str | None, placement: str | None) -> int:
    if person is None:
        raise click.UsageError("--forget needs --person NAME.")
    from sensorcoach.runner.offline.calibrate import delete_references

    for path in delete_references(person, exercise, placement):
        click.echo(f"deleted: {path}")
    return 0
