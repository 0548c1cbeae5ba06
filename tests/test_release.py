"""What a release promises: systems, Python versions, a module to run, and pinned actions."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


def test_the_module_runs():
    """`python -m sensorcoach` is the command line."""
    command = [sys.executable, "-m", "sensorcoach", "version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - our own code
    assert done.returncode == 0
    assert done.stdout.startswith("sensorcoach ")


def test_ci_runs_each_python_that_is_promised():
    """The classifiers name the Python versions that CI tests, from the least one on."""
    promised = [
        one.rpartition(" :: ")[2]
        for one in PROJECT["project"]["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", one)
    ]
    matrix = re.search(r"python: \[(.*)\]", WORKFLOW)
    assert matrix
    assert promised == re.findall(r"[\d.]+", matrix.group(1))
    assert PROJECT["project"]["requires-python"] == f">={promised[0]}"


def test_actions_are_pinned():
    """CI runs only actions of a known commit."""
    used = re.findall(r"uses: (\S+)", WORKFLOW)
    assert used
    assert not [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)]


def test_the_container_copies_files_that_are_there():
    """The container is built from files that are in the repository and not ignored by the build."""
    allowed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    copied = [name for names in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE) for name in names.split()]
    assert {"sensorcoach", "pyproject.toml", "requirements/run.txt"} <= set(copied)
    assert not [name for name in copied if f"!{name}" not in allowed or not (ROOT / name).exists()]


def test_every_group_is_locked():
    """Each set of dependencies has a lock that names its packages."""
    groups = {"run": PROJECT["project"]["dependencies"], **PROJECT["dependency-groups"]}
    for name, wanted in groups.items():
        lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        packages = [re.split(r"[<>=\[ ]", one)[0] for one in wanted]
        assert not [package for package in packages if not re.search(rf"^{package}==", lock, re.MULTILINE)]
