"""Fuzz one target under atheris: `python -m tests.fuzz.guided TARGET [libFuzzer options] [folders]`."""

import sys

import atheris  # pyright: ignore[reportMissingImports] - not a dependency: install it to guide fuzzing by coverage

if __name__ == "__main__":
    with atheris.instrument_imports(include=["sensorcoach", "tomllib"]):
        from tests.fuzz.targets import TARGETS

    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()
