"""The recipe "Add a sensor" of CONTRIBUTING.md with a made-up sensor: its file is the only place in the code."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SENSOR = TESTS / "recipes" / "acme_imu.py"
COMMAND = """
import sys
from sensorcoach.devices import families
families.__path__.append(sys.argv[1])
from sensorcoach.cli.main import run
sys.exit(run(sys.argv[2:]))
"""
"""The program with another folder of families beside its own, as if the files lay in `devices/families/`."""

CONFORMANCE = """
import sys
from sensorcoach.devices import families
families.__path__.append(sys.argv[1])
import pytest
sys.exit(pytest.main([*sys.argv[2:], "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]))
"""


@pytest.fixture(params=["one file", "a folder with device.py"])
def family_folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the made-up family, in either form, and a folder that families share."""
    folder = tmp_path / "families"
    shared = folder / "acme_shared"
    shared.mkdir(parents=True)
    (shared / "__init__.py").touch()
    (shared / "wire.py").write_text('"""Shared by several families."""\n', encoding="utf-8")
    if request.param == "one file":
        shutil.copy(SENSOR, folder / "acme_imu.py")
    else:
        (folder / "acme_imu").mkdir()
        (folder / "acme_imu" / "__init__.py").touch()
        shutil.copy(SENSOR, folder / "acme_imu" / "device.py")
    return folder


def run_with(script: str, family_folder: Path, *arguments: str) -> str:
    """The output of the script with the family in place; it must succeed."""
    environment = os.environ | {"PYTHONPATH": str(TESTS.parent), "SENSORCOACH_DATA": str(family_folder.parent / "data")}
    command = [sys.executable, "-c", script, str(family_folder), *arguments]
    done = subprocess.run(  # noqa: S603 - our own code
        command, env=environment, cwd=TESTS.parent, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_new_sensor_is_listed_simulated_and_counted(family_folder: Path):
    """I add the file, and each command that takes a sensor knows it: no list elsewhere needs an entry."""
    assert "Acme IMU" in run_with(COMMAND, family_folder, "devices")
    assert "acce0001" in run_with(COMMAND, family_folder, "devices", "acme-imu")
    session = family_folder.parent / "session"
    request = ("simulate", str(session), "--device", "acme-imu", "--sets", "1", "--reps", "4", "--no-life")
    run_with(COMMAND, family_folder, *request)
    counted = run_with(COMMAND, family_folder, "analyze", str(session / "session.mcap"))
    assert "Set 1: 4 reps" in counted


def test_a_folder_without_device_is_not_a_family(family_folder: Path):
    """Code that families share may lie beside them."""
    assert "acme-shared" not in run_with(COMMAND, family_folder, "devices")


def test_a_new_sensor_is_held_to_the_conformance_tests(family_folder: Path):
    """The shared tests run on it by themselves, and find the only other file that it needs, its page, missing."""
    shared_tests = str(TESTS / "devices" / "test_every_device.py")
    passed = run_with(CONFORMANCE, family_folder, shared_tests, "-k", "acme-imu and not page")
    assert " passed" in passed
    listed = run_with(CONFORMANCE, family_folder, shared_tests, "-k", "acme-imu and page", "--collect-only")
    assert "test_it_has_a_page" in listed
