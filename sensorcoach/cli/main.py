"""The command line, and the outermost shell, which never shows a traceback.

Each command is a module of this folder that holds a click command of the same name. It is found by itself and imported
when it is needed, so that `--help` and completion are quick. Exit codes: 0 success, 1 an input cannot be used, 2 wrong
usage, 70 an internal error, 130 interrupted, 141 the reader of the output has closed it.
"""

import difflib
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

import click

from sensorcoach import cli as commands
from sensorcoach.cli.report_bug import report_bug
from sensorcoach.cli.safe_output import safe_output
from sensorcoach.errors import ExerciseError, SensorcoachError, UsageError

EXIT_INPUT, EXIT_USAGE, EXIT_INTERNAL, EXIT_INTERRUPTED, EXIT_PIPE = 1, 2, 70, 130, 141


class CommandFolder(click.Group):
    """Finds each command in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in _list_module_names() if self.get_command(ctx, name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command `cmd_name`, or None if no module holds it."""
        del ctx
        if cmd_name not in _list_module_names():
            return None
        module = importlib.import_module(f"{commands.__name__}.{cmd_name}")
        command = getattr(module, cmd_name, None)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command, or raise click's error for an unknown one with the nearest names."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = difflib.get_close_matches(args[0], self.list_commands(ctx))
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean {' or '.join(near)}?", ctx) from None


def _list_module_names() -> list[str]:
    return sorted(info.name for info in pkgutil.iter_modules(commands.__path__))


@click.version_option(package_name="sensorcoach", message="%(prog)s %(version)s")
@click.group(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Count reps, holds and tempo of hip exercises from a motion sensor worn at the pelvis or the thigh.

    Start with `sensorcoach demo`. An exercise timer and rep counter, not a medical device.
    """


def main() -> None:
    """Run the console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A sign that the terminal lacks becomes "?" instead of an error.
        getattr(stream, "reconfigure", _ignore_errors)(errors="replace")
    with safe_output():
        return _run_safely(arguments)


def _run_safely(arguments: Sequence[str]) -> int:
    try:
        status = cli.main(args=list(arguments), prog_name="sensorcoach", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        return _close_output()
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SensorcoachError as error:
        return show_error(error)
    except Exception as error:
        report_bug(error)
        return EXIT_INTERNAL
    return status if isinstance(status, int) else 0


def show_error(error: SensorcoachError) -> int:
    """Print message and remedy, and return the exit status."""
    click.echo(f"Error: {error.message}\n{error.remedy}".rstrip(), err=True)
    return EXIT_USAGE if isinstance(error, UsageError | ExerciseError) else EXIT_INPUT


def _close_output() -> int:
    """Replace the closed output, as after `| head`, so that Python does not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_PIPE


def _ignore_errors(*, errors: str) -> None:
    """Do nothing: a stream that is not a text file has no encoding."""
    del errors
