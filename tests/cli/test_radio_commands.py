"""The commands that need Bluetooth, on a computer that has none."""

import sys
from pathlib import Path

import pytest

from sensorcoach.cli.main import run

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere Bluetooth cannot be taken away by a variable"
)


@pytest.fixture(autouse=True)
def _no_bluetooth(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system bus, through which BlueZ is reached, is nowhere."""
    del data_folder
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nowhere")


@pytest.mark.parametrize("command", [["scan"], ["live", "--plain"], ["live", "--device", "WT"], ["record"], ["doctor"]])
def test_no_bluetooth_has_words(command: list[str], capsys: pytest.CaptureFixture[str]):
    """Without Bluetooth each command reports cause and remedy, names phone and demonstration, and exits with 1."""
    assert run(command) == 1
    told = "".join(capsys.readouterr())
    assert "Bluetooth service cannot be reached" in told
    assert "systemctl" in told
    assert "sensorcoach phone" in told
    assert "sensorcoach demo" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "command", [["live", "--rate", "0"], ["live", "--exercise", "nothing"], ["scan", "--seconds", "x"]]
)
def test_wrong_usage(command: list[str], capsys: pytest.CaptureFixture[str]):
    """A typing error is reported before Bluetooth is used."""
    assert run(command) == 2
    assert capsys.readouterr().err
