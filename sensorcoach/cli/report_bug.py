"""The report of an internal error."""

import os

import click

from sensorcoach.errors import InternalError

TRACEBACK_VARIABLE = "SENSORCOACH_TRACEBACK"


def report_bug(error: Exception) -> InternalError:
    """Print the error as a bug of sensorcoach, and return it with its remedy. Raises `error` if the variable is set."""
    if os.environ.get(TRACEBACK_VARIABLE):
        raise error
    bug = InternalError(
        "internal",
        f"Internal error of sensorcoach: {type(error).__name__}: {error}",
        "This is not your fault. Please report this line to the project, with the steps that led to it. "
        f"Set {TRACEBACK_VARIABLE}=1 to print the details.",
    )
    click.echo(f"{bug.message}\n{bug.remedy}", err=True)
    return bug
