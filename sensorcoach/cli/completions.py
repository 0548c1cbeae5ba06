"""The values that a shell completes: exercises, persons, rules, limits, parameters, devices, sensors, files.

Each function has click's signature for `shell_complete` and imports what it needs when it is called.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Items = list["CompletionItem[str]"]

_PARAMETER = re.compile(r"^(\w+): Annotated\[", re.MULTILINE)


def complete_exercises(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Ids of all exercises with their names, including the user's own."""
    del ctx, param
    return _select(_list_exercises(), incomplete)


def _list_exercises() -> Iterator[tuple[str, str]]:
    """Ids and names. If one of the user's files is damaged, its id completes without a name."""
    from sensorcoach.errors import ExerciseError
    from sensorcoach.exercises.catalogue import all_exercises, our_exercises, user_folder

    try:
        yield from ((exercise.id, exercise.name) for exercise in all_exercises())
    except ExerciseError:
        names = {exercise.id: exercise.name for exercise in our_exercises()}
        names |= {file.stem: "" for file in sorted(user_folder().glob("*.toml"))}
        yield from names.items()


def complete_persons(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Names of all persons with a stored reference."""
    from sensorcoach.references.store import ReferenceStore

    del ctx, param
    persons = dict.fromkeys(kept.person for kept in ReferenceStore().look().kept)
    return _select(((person, "") for person in persons), incomplete)


def complete_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Codes of all warnings, and ids of the rules of the guides with their text."""
    from sensorcoach.exercises.guidelines import guide_rules
    from sensorcoach.form.find_rules import default_rules

    del ctx, param
    codes = [(rule.facts.code, "") for rule in default_rules()]
    return _select([*codes, *((rule.id, rule.text) for rule in guide_rules())], incomplete)


def complete_limits(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Names of all limits, each with an equals sign, and their meaning."""
    from sensorcoach.form.find_rules import default_rules, list_limits

    del ctx, param
    limits = [one for rule in default_rules() for one in list_limits(rule)]
    return _select(((f"{one.name}=", one.meaning) for one in limits), incomplete)


def complete_parameters(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Names of all parameters. They are read from the source: importing every module takes half a second."""
    from pathlib import Path

    from sensorcoach.report.parameters import ROOMS

    del ctx, param
    package = Path(__file__).parents[1]
    files = [file for room in ROOMS for file in sorted((package / room).rglob("*.py"))]
    names = [name for file in files for name in _PARAMETER.findall(file.read_text(encoding="utf-8"))]
    return _select(((name, "") for name in dict.fromkeys(names)), incomplete)


def complete_devices(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Ids of all device families with their names."""
    from sensorcoach.devices.registry import DEVICES

    del ctx, param
    return _select(((device.id, device.name) for device in DEVICES), incomplete)


def complete_sensors(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """The name of the sensor used last, or its address. A scan takes seconds, too long for a completion."""
    from sensorcoach.link.last_sensor import load_last_sensor

    del ctx, param
    last = load_last_sensor()
    return _select([(last.label, last.device_id)] if last else [], incomplete)


def complete_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Files, completed by the shell itself."""
    from click.shell_completion import CompletionItem

    del ctx, param
    return [CompletionItem(incomplete, type="file")]


def complete_folders(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Folders, completed by the shell itself."""
    from click.shell_completion import CompletionItem

    del ctx, param
    return [CompletionItem(incomplete, type="dir")]


def _select(values: Iterable[tuple[str, str]], incomplete: str) -> Items:
    """Return the values that begin with `incomplete` in any case, with their help texts."""
    from click.shell_completion import CompletionItem

    start = incomplete.casefold()
    return [CompletionItem(value, help=text or None) for value, text in values if value.casefold().startswith(start)]
