"""Completion in a shell: what it offers, in the form that each shell expects, and through the printed scripts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import get_completion_class

from sensorcoach.cli.main import cli, run
from sensorcoach.cli.shell_scripts import write_script
from sensorcoach.devices.registry import DEVICES
from sensorcoach.exercises import catalogue
from sensorcoach.exercises.catalogue import our_exercises
from sensorcoach.form.find_rules import default_rules, list_limits
from sensorcoach.link.last_sensor import LastSensor, save_last_sensor
from sensorcoach.report.parameters import list_parameters

SHELLS = ["bash", "zsh", "fish"]
VARIABLE = "_SENSORCOACH_COMPLETE"
ROOT = Path(__file__).parents[2]
RECORDING = ROOT / "recordings" / "glute-bridge-good.mcap"


def complete(*words: str) -> list[str]:
    """Return the values offered for the last word; files and folders as their kind."""
    kind = get_completion_class("bash")
    items = kind(cli, {}, "sensorcoach", VARIABLE).get_completions(list(words[:-1]), words[-1])
    return [item.value if item.type == "plain" else f"<{item.type}>" for item in items]


def test_commands():
    """Commands complete by their beginning."""
    assert complete("ex") == ["exercises", "explain"]


def test_options():
    """Options complete after a dash."""
    assert "--exercise" in complete("analyze", "--e")


@pytest.mark.parametrize("words", [["exercises"], ["analyze", "--exercise"], ["simulate", "--exercise"]])
def test_exercises(words: list[str]):
    """Every exercise is offered."""
    assert complete(*words, "") == [exercise.id for exercise in our_exercises()]


def _own_exercise(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    folder.mkdir()
    (folder / "my-bridge.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogue, "user_folder", lambda: folder)


def test_own_exercises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """My own exercises are offered too."""
    ours = ROOT / "sensorcoach" / "exercises" / "catalogue" / "glute-bridge.toml"
    text = ours.read_text(encoding="utf-8").replace('"glute-bridge"', '"my-bridge"')
    lines = [line for line in text.splitlines() if not line.startswith("aliases")]
    _own_exercise(tmp_path / "own", monkeypatch, "\n".join(lines))
    assert complete("exercises", "my") == ["my-bridge"]


def test_a_damaged_own_exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A damaged file of mine hides no exercise, not even itself: the command then shows the error."""
    _own_exercise(tmp_path / "own", monkeypatch, "not TOML")
    assert complete("exercises", "my") == ["my-bridge"]
    assert "clamshell" in complete("exercises", "cl")


def test_persons(data_folder: Path):
    """Persons with a stored reference are offered, in any case."""
    assert complete("analyze", "--person", "") == []
    assert run(["calibrate", str(RECORDING), "--person", "Anna Maria"]) == 0
    assert data_folder.exists()
    for command in ("analyze", "explain", "replay", "live", "calibrate"):
        assert complete(command, "--person", "an") == ["Anna Maria"]


def test_rules():
    """Codes of warnings and ids of rules of the guides are offered."""
    offered = complete("rules", "")
    assert {rule.facts.code for rule in default_rules()} < set(offered)
    assert complete("rules", "d7") == ["D7"]


def test_limits():
    """Each limit is offered up to the equals sign."""
    limits = [f"{one.name}=" for rule in default_rules() for one in list_limits(rule)]
    assert complete("analyze", "--set", "") == limits
    assert complete("rules", "--set", "momentum.p") == [one for one in limits if one.startswith("momentum.p")]


def test_parameters():
    """Every parameter is offered."""
    assert complete("parameters", "") == list(dict.fromkeys(one.name for one in list_parameters()))


def test_devices():
    """Every supported sensor is offered."""
    assert complete("devices", "") == [device.id for device in DEVICES]


def test_the_last_sensor(data_folder: Path):
    """The sensor used last is offered."""
    assert complete("live", "--device", "") == []
    save_last_sensor(LastSensor("WT901BLE67", "witmotion"), data_folder)
    for command in ("live", "record", "doctor"):
        assert complete(command, "--device", "wt") == ["WT901BLE67"]


@pytest.mark.parametrize("command", ["analyze", "replay", "explain", "calibrate", "record"])
def test_recordings(command: str):
    """Recordings are completed by the shell, as files."""
    assert complete(command, "rec") == ["<file>"]


def test_the_folder_of_a_simulation():
    """A folder is completed by the shell."""
    assert complete("simulate", "x") == ["<dir>"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_the_script(shell: str, capsys: pytest.CaptureFixture[str]):
    """The script of each shell is printed, and the help says where to put it."""
    assert run(["completion", shell]) == 0
    assert capsys.readouterr().out == write_script(shell)
    assert run(["completion", "--help"]) == 0
    assert f"sensorcoach completion {shell} > ~/" in capsys.readouterr().out


ANSWERS = {
    "bash": "plain,glute-bridge",
    "zsh": "plain\nglute-bridge\nGlute bridge",
    "fish": "plain,glute-bridge\tGlute bridge",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_answer_to_each_shell(shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The program answers each shell in its own form."""
    monkeypatch.setenv(VARIABLE, f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "sensorcoach exercises glut")
    monkeypatch.setenv("COMP_CWORD", "glut" if shell == "fish" else "2")
    with pytest.raises(SystemExit) as end:
        run([])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"{ANSWERS[shell]}\n"


def test_completion_loads_no_large_library():
    """A completion is quick: commands, exercises, persons and parameters load no numeric library."""
    words = [["an"], ["exercises", ""], ["analyze", "--person", ""], ["parameters", ""], ["analyze", "x"]]
    code = (
        "import sys; from click.shell_completion import get_completion_class as kind; "
        "from sensorcoach.cli.main import cli\n"
        f"for words in {words}: kind('bash')(cli, {{}}, 'sensorcoach', 'X').get_completions(words[:-1], words[-1])\n"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'scipy', 'textual', 'vqf', 'bleak', 'asyncio')))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)  # noqa: S603 - our own code
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def program(tmp_path: Path) -> dict[str, str]:
    """An environment with `sensorcoach` on its path."""
    file = tmp_path / "bin" / "sensorcoach"
    file.parent.mkdir()
    file.write_text(f"#!{sys.executable}\nfrom sensorcoach.cli.main import main\nmain()\n", encoding="utf-8")
    file.chmod(0o755)
    path = f"{file.parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "SENSORCOACH_DATA": str(tmp_path / "data")}


IN_SHELL = {
    "bash": """source ./script
COMP_WORDS=(sensorcoach {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
compopt() {{ echo compopt "$@"; }}
_sensorcoach_completion sensorcoach
printf '%s\\n' "${{COMPREPLY[@]}}"
""",
    "zsh": """compdef() {{ }}
_describe() {{ local values=$3; print -l ${{${{(P)values}}%%:*}}; (( $argv[(I)-S] )) && echo "no blank"; true; }}
compadd() {{ print -l ${{(P)argv[-1]}}; }}
_path_files() {{ echo "files $*"; }}
source ./script
words=(sensorcoach {words}); CURRENT=$#words
_sensorcoach_completion
""",
    "fish": """source ./script
complete -C "sensorcoach {words}"
""",
}


def in_shell(shell: str, words: str, program: dict[str, str], folder: Path) -> list[str]:
    """Return the lines that a real shell gets for `words`; skip where the shell is missing."""
    executable = shutil.which(shell)
    if executable is None:
        pytest.skip(f"{shell} is not installed")
    (folder / "script").write_text(write_script(shell), encoding="utf-8")
    code = IN_SHELL[shell].format(words=words)
    done = subprocess.run(  # noqa: S603 - our own code
        [executable, "-c", code], env=program, cwd=folder, check=False, capture_output=True, text=True
    )
    assert not done.stderr
    return [line.partition("\t")[0] for line in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
def test_values_in_a_real_shell(shell: str, program: dict[str, str], tmp_path: Path):
    """The printed script completes commands and values."""
    assert in_shell(shell, "ex", program, tmp_path) == ["exercises", "explain"]
    assert in_shell(shell, "analyze --exercise gl", program, tmp_path) == ["glute-bridge"]


def test_bash_adds_no_blank_after_a_limit(program: dict[str, str], tmp_path: Path):
    """After the name of a limit I go on with its value."""
    lines = in_shell("bash", "analyze --set momentum.peak", program, tmp_path)
    assert lines == ["compopt -o nospace", "momentum.peak_ratio="]


@pytest.mark.parametrize("words", ["analyze --exercise = gl", "analyze --exercise = glute-bridge x --placement = pel"])
def test_bash_cuts_words_at_equals_signs(words: str, program: dict[str, str], tmp_path: Path):
    """A value after an equals sign completes too, though bash hands it over in pieces."""
    assert in_shell("bash", words, program, tmp_path) in (["glute-bridge"], ["pelvis"])


def test_zsh_adds_no_blank_after_a_limit(program: dict[str, str], tmp_path: Path):
    """After the name of a limit I go on with its value."""
    assert in_shell("zsh", "analyze --set momentum.peak", program, tmp_path) == ["momentum.peak_ratio=", "no blank"]


def test_bash_quotes_a_name_with_a_blank(program: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A person whose name has a blank stays one word."""
    monkeypatch.setenv("SENSORCOACH_DATA", program["SENSORCOACH_DATA"])
    assert run(["calibrate", str(RECORDING), "--person", "Anna Maria"]) == 0
    assert in_shell("bash", "analyze --person An", program, tmp_path) == ["Anna\\ Maria"]


@pytest.mark.parametrize("shell", SHELLS)
def test_files_in_a_real_shell(shell: str, program: dict[str, str], tmp_path: Path):
    """A recording completes as a file."""
    (tmp_path / "session.mcap").touch()
    expected = {"bash": "compopt -o default", "zsh": "files -f", "fish": "session.mcap"}
    assert expected[shell] in in_shell(shell, "analyze ses", program, tmp_path)
