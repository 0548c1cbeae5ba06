"""What a user is told where the program itself went wrong."""

import os

import click

from sensorcoach.errors import InternalError

TRACEBACK_VARIABLE = "SENSORCOACH_TRACEBACK"


def report_bug(error: Exception) -> InternalError:
    """Say loudly that it was our mistake; the same as an error with its remedy. With the variable set: raise it."""
    if os.environ.get(TRACEBACK_VARIABLE):
        raise error
    mistake = InternalError(
        "internal",
        f"sensorcoach made a mistake of its own: {type(error).__name__}: {error}",
        "This is not your fault. Please report it to the project, with this line and what you did; "
        f"with {TRACEBACK_VARIABLE}=1 set, the details are printed.",
    )
    click.echo(f"{mistake.message}\n{mistake.remedy}", err=True)
    return mistake
