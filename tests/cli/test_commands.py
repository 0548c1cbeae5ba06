"""The command line: help, lists, wrong usage, and no traceback."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from sensorcoach.cli import main as shell
from sensorcoach.cli.main import run
from sensorcoach.cli.report_bug import TRACEBACK_VARIABLE
from sensorcoach.errors import InputError

Streams = pytest.CaptureFixture[str]
RECORDING = Path(__file__).parents[2] / "recordings" / "clamshell-good.mcap"


@pytest.mark.parametrize(
    "command",
    [
        "analyze",
        "calibrate",
        "demo",
        "devices",
        "exercises",
        "explain",
        "phone",
        "replay",
        "rules",
        "schema",
        "simulate",
        "version",
    ],
)
def test_each_command_has_help(command: str, capsys: Streams):
    """Each command has a help text."""
    assert run([command, "--help"]) == 0
    assert f"Usage: sensorcoach {command}" in capsys.readouterr().out


def test_help_loads_no_numeric_library():
    """Asking for help is quick, because nothing large is loaded for it."""
    code = (
        "import sys; from sensorcoach.cli.main import run; run(['--help']);"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'scipy', 'textual', 'vqf')))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)  # noqa: S603 - our own code
    assert done.returncode == 0, done.stdout + done.stderr


def test_analysis_loads_no_large_library():
    """A recording is analysed without loading SciPy, the screen, the radio or the phone's listener."""
    code = (
        f"import sys; from sensorcoach.cli.main import run; run(['analyze', {str(RECORDING)!r}]);"
        "sys.exit(any(name in sys.modules for name in ('scipy', 'textual', 'bleak', 'aiohttp', 'asyncio')))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)  # noqa: S603 - our own code
    assert done.returncode == 0, done.stdout + done.stderr
    assert "reps" in done.stdout


def test_version(capsys: Streams):
    """The version is that of the installed package."""
    assert run(["version"]) == 0
    assert capsys.readouterr().out.startswith("sensorcoach 0.")


def test_list_of_exercises(capsys: Streams):
    """The list shows each exercise with its tempo, generic among them."""
    assert run(["exercises"]) == 0
    shown = capsys.readouterr().out
    assert "glute-bridge" in shown
    assert "generic" in shown
    assert "lift-hold-lower-rest" in shown


def test_one_exercise_by_another_name(capsys: Streams):
    """An exercise is found by the name that I know it by."""
    assert run(["exercises", "hip-lift"]) == 0
    shown = capsys.readouterr().out
    assert "Glute bridge (glute-bridge)" in shown
    assert "  rule       Stop where the body is a straight line.\n" in shown
    assert "F4" not in shown


@pytest.mark.parametrize("arguments", [["exercises", "glut-bridge"], ["analyze", "x.csv", "--exercise", "glut-bridge"]])
def test_unknown_exercise(arguments: list[str], capsys: Streams):
    """A mistyped exercise is answered with the nearest names, as wrong usage."""
    assert run(arguments) == 2
    answer = capsys.readouterr()
    assert "Nearest: glute-bridge" in answer.err
    assert not answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyze", "x.csv", "--placement", "wrist"],
        ["replay"],
        ["replay", "x", "--speed", "99"],
        ["replay", "x", "--speed", "nan"],
        ["demo", "--plain", "--speed", "nan"],
        ["demo", "--plain", "--speed", "inf"],
        ["simulate", "x", "--rate", "nan"],
        ["dance"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: Streams):
    """Wrong usage says so on the error stream and ends with 2."""
    assert run(arguments) == 2
    answer = capsys.readouterr()
    assert "Error" in answer.err
    assert not answer.out


def _stumbling(error: BaseException) -> Callable[[], None]:
    @click.command("stumble")
    def stumble() -> None:
        raise error

    return stumble


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (InputError("no_file", "There is no file x.", "Check the name."), 1, "There is no file x.\nCheck the name."),
        (ZeroDivisionError("oops"), 70, "Internal error of sensorcoach: ZeroDivisionError: oops"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_no_traceback(error: BaseException, status: int, words: str, capsys: Streams, monkeypatch: pytest.MonkeyPatch):
    """Every failure is reported in words, never as a traceback."""
    monkeypatch.delenv(TRACEBACK_VARIABLE, raising=False)
    monkeypatch.setattr(shell, "cli", _stumbling(error))
    assert run([]) == status
    answer = capsys.readouterr()
    assert words in answer.err
    assert "Traceback" not in answer.err + answer.out


def test_details_on_request(monkeypatch: pytest.MonkeyPatch):
    """A variable shows the details of an internal error."""
    monkeypatch.setenv(TRACEBACK_VARIABLE, "1")
    monkeypatch.setattr(shell, "cli", _stumbling(ZeroDivisionError("oops")))
    with pytest.raises(ZeroDivisionError):
        run([])


def test_a_reader_that_goes_away():
    """A pipe into a program that stops reading ends quietly."""
    sensorcoach = [sys.executable, "-c", "from sensorcoach.cli.main import main; main()", "demo"]
    program = subprocess.Popen(sensorcoach, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603 - our own code
    assert program.stdout
    assert program.stderr
    program.stdout.read(10)
    program.stdout.close()
    complaint = program.stderr.read()
    program.stderr.close()
    program.wait()
    assert complaint == b""


def test_demo_without_a_terminal(capsys: Streams):
    """Without a terminal the demonstration counts its reps in lines, shows the table, and says it is simulated."""
    assert run(["demo", "--plain"]) == 0
    shown = capsys.readouterr().out
    assert "simulated" in shown
    assert shown.count(" rep ") >= 12
    assert "set 2 done: 6 reps" in shown
    assert "Set 2: 6 reps" in shown
    assert shown.count("! momentum ") == 1, "said while it happened, and not again with the rep"


def test_a_misspelt_command(capsys: Streams):
    """A mistyped command is answered with the nearest one."""
    assert run(["analyse", "x.csv"]) == 2
    assert "Did you mean analyze?" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["live", "record"])
def test_a_live_command_promises_no_recording(command: str, capsys: Streams):
    """Help for a session with a sensor does not speak of an exercise in a recording: there is none yet."""
    assert run([command, "--help"]) == 0
    assert "the one in the recording" not in " ".join(capsys.readouterr().out.split())
