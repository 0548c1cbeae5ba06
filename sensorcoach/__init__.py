"""sensorcoach: a rep counter and exercise timer for hip work, from a Bluetooth IMU.

    import sensorcoach as sc

    analysis = sc.analyze("session.csv", exercise="glute-bridge", placement="pelvis")

docs/library.md describes the library. Each public name is imported when it is first used (PEP 562), so that
`sensorcoach --help` does not load NumPy.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sensorcoach.api.analysis import Analysis
    from sensorcoach.api.analyze import analyze
    from sensorcoach.api.load_samples import load_samples
    from sensorcoach.api.options import list_exercises, load_exercise
    from sensorcoach.api.pipeline import Pipeline
    from sensorcoach.api.samples import Samples
    from sensorcoach.errors import ExerciseError, InputError, SensorcoachError, UsageError
    from sensorcoach.events import (
        GapFound,
        LiftTrace,
        NoticeRaised,
        Phase,
        PhaseChanged,
        Quality,
        RepCounted,
        SetFinished,
        SetStarted,
        SignalJudged,
        WarningRaised,
    )
    from sensorcoach.exercises.exercise import Exercise, Placement
    from sensorcoach.packets import Packet
    from sensorcoach.recording.opening import open_recording
    from sensorcoach.report.analyzed_sets import AnalyzedRep, AnalyzedSet, RepWarning
    from sensorcoach.report.lift_angle import LiftAngle

    __version__: str

__all__ = [
    "Analysis",
    "AnalyzedRep",
    "AnalyzedSet",
    "Exercise",
    "ExerciseError",
    "GapFound",
    "InputError",
    "LiftAngle",
    "LiftTrace",
    "NoticeRaised",
    "Packet",
    "Phase",
    "PhaseChanged",
    "Pipeline",
    "Placement",
    "Quality",
    "RepCounted",
    "RepWarning",
    "Samples",
    "SensorcoachError",
    "SetFinished",
    "SetStarted",
    "SignalJudged",
    "UsageError",
    "WarningRaised",
    "__version__",
    "analyze",
    "list_exercises",
    "load_exercise",
    "load_samples",
    "open_recording",
]

_NAMES_BY_MODULE = {
    "api.analysis": ("Analysis",),
    "api.analyze": ("analyze",),
    "api.load_samples": ("load_samples",),
    "api.options": ("list_exercises", "load_exercise"),
    "api.pipeline": ("Pipeline",),
    "api.samples": ("Samples",),
    "errors": ("ExerciseError", "InputError", "SensorcoachError", "UsageError"),
    "events": (
        "GapFound",
        "LiftTrace",
        "NoticeRaised",
        "Phase",
        "PhaseChanged",
        "Quality",
        "RepCounted",
        "SetFinished",
        "SetStarted",
        "SignalJudged",
        "WarningRaised",
    ),
    "exercises.exercise": ("Exercise", "Placement"),
    "packets": ("Packet",),
    "recording.opening": ("open_recording",),
    "report.analyzed_sets": ("AnalyzedRep", "AnalyzedSet", "RepWarning"),
    "report.lift_angle": ("LiftAngle",),
}
_MODULE_BY_NAME = {name: module for module, names in _NAMES_BY_MODULE.items() for name in names}


if not TYPE_CHECKING:  # a type checker would take any name for a public one

    def __getattr__(name: str) -> object:
        """Import a public name on its first use."""
        if name == "__version__":
            value = importlib.import_module("importlib.metadata").version(__name__)
        elif name in _MODULE_BY_NAME:
            value = getattr(importlib.import_module(f"{__name__}.{_MODULE_BY_NAME[name]}"), name)
        else:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted(__all__)
