"""The command line, and the outermost shell: no traceback ever reaches a user.

Imports wait until a command runs, so that `--help` is quick. Exit codes: 0 well, 1 an input could not be used,
2 wrong usage, 70 a mistake of ours, 130 interrupted, 141 whoever read our output stopped reading.
"""

import os
import sys
from collections.abc import Sequence

import click

from sensorcoach.cli.analyze import analyze
from sensorcoach.cli.calibrate import calibrate
from sensorcoach.cli.demo import demo
from sensorcoach.cli.devices import devices
from sensorcoach.cli.doctor import doctor
from sensorcoach.cli.exercises import exercises
from sensorcoach.cli.explain import explain
from sensorcoach.cli.live import live
from sensorcoach.cli.parameters import parameters
from sensorcoach.cli.phone import phone
from sensorcoach.cli.record import record
from sensorcoach.cli.replay import replay
from sensorcoach.cli.report_bug import report_bug
from sensorcoach.cli.rules import rules
from sensorcoach.cli.scan import scan
from sensorcoach.cli.schema import schema
from sensorcoach.cli.simulate import simulate
from sensorcoach.cli.version import version
from sensorcoach.errors import ExerciseError, SensorcoachError, UsageError

EXIT_INPUT, EXIT_USAGE, EXIT_OURS, EXIT_INTERRUPTED, EXIT_PIPE = 1, 2, 70, 130, 141


@click.version_option(package_name="sensorcoach", message="%(prog)s %(version)s")
@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Count reps, holds and tempo of hip exercises from a motion sensor worn at the pelvis or the thigh.

    Start with `sensorcoach demo`. An exercise timer and rep counter, not a medical device.
    """


for _command in (
    analyze,
    calibrate,
    demo,
    devices,
    doctor,
    exercises,
    explain,
    live,
    parameters,
    phone,
    record,
    replay,
    rules,
    scan,
    schema,
    simulate,
    version,
):
    cli.add_command(_command)


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a sign gets "?" in its place, not an error.
        getattr(stream, "reconfigure", _nothing)(errors="replace")
    try:
        status = cli.main(args=list(arguments), prog_name="sensorcoach", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_went_away()
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SensorcoachError as error:
        return tell(error)
    except Exception as error:
        report_bug(error)
        return EXIT_OURS
    return status if isinstance(status, int) else 0


def tell(error: SensorcoachError) -> int:
    """Say what is wrong and what to do; the exit status."""
    click.echo(f"Error: {error.message}\n{error.remedy}".rstrip(), err=True)
    return EXIT_USAGE if isinstance(error, UsageError | ExerciseError) else EXIT_INPUT


def _reader_went_away() -> int:
    """As when `head` has seen enough. Python would complain once more while closing stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_PIPE


def _nothing(*, errors: str) -> None:
    """A stream that is no text file of the system's has no encoding to be careful with."""
    del errors
