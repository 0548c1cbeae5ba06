"""The manual page: up to date, complete, valid, and part of the wheel."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest

from docs.write_man_page import PAGE, format_man_page
from sensorcoach.cli.main import cli

ROOT = Path(__file__).parents[2]


def test_the_page_is_up_to_date():
    """The page in docs/man equals the code; `python docs/write_man_page.py` writes it again."""
    assert PAGE.read_text(encoding="utf-8") == format_man_page()


def test_every_command_and_option_is_in_it():
    """I find each command and each of its options."""
    page = format_man_page().replace("\\-", "-")
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        start = page.index(f".SS {name} ")
        section = page[start : page.index("\n.S", start)]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[0] in section, f"{name} {parameter.opts[0]}"


def test_the_formatter_understands_it():
    """The formatter of `man` has nothing to complain about, and shows the headings."""
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(  # noqa: S603 - our own page
        [groff, "-man", "-Tascii", "-P-cbou", "-ww", str(PAGE)], check=True, capture_output=True, text=True
    )
    assert not done.stderr
    for heading in ("NAME", "SYNOPSIS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT"):
        assert heading in done.stdout


def test_the_wheel_installs_it(tmp_path: Path):
    """After installing the wheel, `man sensorcoach` finds the page."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own build
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith("/share/man/man1/sensorcoach.1")]
        assert archive.read(name) == PAGE.read_bytes()
