"""The public names of the library. A change here is a change for everyone who imports it."""

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import sensorcoach as sc

PUBLIC = [
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

ATTRIBUTES = {
    "Analysis": "angle exercise gaps notices placement recording reps sets signal to_dict to_pandas to_polars warnings",
    "AnalyzedRep": (
        "announced_s end_s hold_s hold_start_s is_uncertain lift_s lift_start_s lower_s lower_start_s missing_s number"
        " peak_lift_radps peak_lower_radps range_rad rest_s set_number smoothness smoothness_lower times_within_s"
        " warnings"
    ),
    "AnalyzedSet": "end_s interruptions is_armed number reps side start_s suggestion",
    "LiftAngle": "angle_rad between time_s",
    "Pipeline": "feed feed_samples finish",
    "RepWarning": "at_s code criterion limit message rep_number set_number unit value",
    "Samples": "acc_mps2 cut gyro_radps time_s",
}


def test_the_public_names_are_these():
    """Nothing is public by accident, and nothing goes away unnoticed."""
    assert sorted(sc.__all__) == sorted(PUBLIC)
    assert dir(sc) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_each_name_can_be_imported(name: str):
    """Every name in the list exists."""
    assert getattr(sc, name) is not None


@pytest.mark.parametrize("name", sorted(ATTRIBUTES))
def test_attributes_of_results(name: str):
    """The attributes that a script reads keep their names."""
    public = {one for one in dir(getattr(sc, name)) if not one.startswith("_")}
    assert public == set(ATTRIBUTES[name].split())


def test_type_checkers_see_the_same_names():
    """The imports for type checkers name what is imported at run time, from the same modules."""
    tree = ast.parse(Path(str(sc.__file__)).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module != "typing"]
    seen = {alias.name: f"{node.module}" for node in imports for alias in node.names}
    assert sorted([*seen, "__version__"]) == sorted(PUBLIC)
    for name, module in seen.items():
        assert getattr(sc, name) is getattr(sys.modules[module], name), name


def test_no_name_is_also_a_module():
    """A module with the name of a function would replace it as soon as it is imported."""
    assert not {module.name for module in pkgutil.iter_modules(sc.__path__)} & set(PUBLIC)


def test_an_unknown_name_is_an_attribute_error():
    """A mistyped name is reported as Python reports it."""
    with pytest.raises(AttributeError, match="'sensorcoach' has no attribute 'analyse'"):
        sc.analyse  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]  # noqa: B018 - the access is the test


def test_import_loads_nothing_large():
    """`import sensorcoach` is quick; NumPy is loaded with the first name that needs it, and no screen or radio ever."""
    code = (
        "import sys, sensorcoach as sc; before = 'numpy' in sys.modules; sc.analyze;"
        "large = [n for n in ('scipy', 'textual', 'bleak', 'aiohttp', 'click', 'pandas') if n in sys.modules];"
        "sys.exit(f'{before} {large}' if before or large else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)  # noqa: S603 - our own code
    assert done.returncode == 0, done.stderr
