"""Fuzz one target under atheris: `python -m tests.fuzz.guided TARGET [libFuzzer options] [folders]`."""

import importlib
import sys

if __name__ == "__main__":
    # Not a dependency: install it to guide fuzzing by coverage.
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["sensorcoach", "tomllib"]):
        from tests.fuzz.targets import TARGETS

    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()
