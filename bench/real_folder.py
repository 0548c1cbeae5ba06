"""The folder with recordings of real people, and the program that scores them. Neither is part of this repository.

The folder holds recordings.csv, sets.csv, reps.csv and the recordings that they list, as `recordings/` here does.
"""

import os
from pathlib import Path

FOLDER_VARIABLE = "SENSORCOACH_RECORDINGS"
"""Environment variable that names the folder."""

SCORER_VARIABLE = "SENSORCOACH_SCORER"
"""Environment variable that names a scorer: a Python program called as `scorer FOLDER --command "COMMAND"`."""

ROOT = Path(__file__).parents[1]
USUAL_FOLDER = ROOT / "recordings-of-people"
"""The folder used by default; Git ignores it."""

HOW_TO_NAME = f"name a folder that holds recordings.csv, sets.csv and reps.csv, with {FOLDER_VARIABLE}"

_BESIDE = ROOT.parent / "shared"


def real_folder() -> Path:
    """Return the folder of recordings of real people; it need not exist."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    beside = _BESIDE / "data"
    return beside if beside.exists() else USUAL_FOLDER


def scorer() -> Path:
    """Return the scorer's file; it need not exist."""
    named = os.environ.get(SCORER_VARIABLE)
    return Path(named) if named else _BESIDE / "bench" / "score.py"
