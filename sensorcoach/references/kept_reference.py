"""A person's reference as one small file that a person can read: TOML text out, TOML text in.

schema = 1
person = "Anna"                       exercise, placement, taken (a date), recording: what it was taken from
reps = 3
[usual]                               medians over these reps, in degrees, seconds and degrees a second
[mount]                               how the sensor sat: two unit vectors in its own frame, and the side that worked
"""

import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sensorcoach.errors import InputError
from sensorcoach.exercises.exercise import Placement
from sensorcoach.reference import Direction, Mount, Reference, Side
from sensorcoach.units import DEG_PER_RAD

SCHEMA = 1

_HEAD = "# How this person does this exercise when they do it well; taken by `sensorcoach calibrate`.\n"

_FIELDS = {
    "range_deg": ("range_rad", DEG_PER_RAD),
    "range_spread_deg": ("spread_rad", DEG_PER_RAD),
    "aside_deg": ("aside_rad", DEG_PER_RAD),
    "lift_s": ("lift_s", 1.0),
    "hold_s": ("hold_s", 1.0),
    "lower_s": ("lower_s", 1.0),
    "peak_lift_dps": ("peak_lift_radps", DEG_PER_RAD),
    "peak_lower_dps": ("peak_lower_radps", DEG_PER_RAD),
}
"""Key in [usual], the field of `Reference` that it is, and how many of its unit make one of the field's."""

_ABOVE_ZERO = ("range_deg", "lift_s", "lower_s", "peak_lift_dps", "peak_lower_dps")
_UNIT_LENGTH = 0.01
"""So far from one a direction's length may be: it was rounded when it was written."""

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class KeptReference:
    """A reference and whose it is; `taken` is a date and `recording` a path, for a person to read."""

    person: str
    exercise_id: str
    placement: Placement
    reference: Reference
    taken: str
    recording: str


def to_toml(kept: KeptReference) -> str:
    """The file's text."""
    reference = kept.reference
    lines = [
        f"schema = {SCHEMA}",
        f"person = {_quoted(kept.person)}",
        f"exercise = {_quoted(kept.exercise_id)}",
        f"placement = {_quoted(kept.placement.value)}",
        f"taken = {_quoted(kept.taken)}",
        f"recording = {_quoted(kept.recording)}",
        f"reps = {reference.reps}",
        "",
        "[usual]",
        *(f"{key} = {getattr(reference, field) * factor:.4f}" for key, (field, factor) in _FIELDS.items()),
    ]
    if reference.mount:
        vectors = (("bottom", reference.mount.bottom), ("along", reference.mount.along))
        lines += ["", "[mount]", *(f"{key} = [{', '.join(f'{part:.6f}' for part in v)}]" for key, v in vectors)]
        lines += [f"side = {_quoted(reference.mount.side.value)}"] if reference.mount.side else []
    return _HEAD + "\n".join(lines) + "\n"


def from_toml(text: str, source: str) -> KeptReference:
    """What a file says. Raises InputError, naming `source`, where it is damaged."""
    try:
        return _kept(cast("Table", tomllib.loads(text)))
    except (tomllib.TOMLDecodeError, ValueError, OverflowError) as error:
        raise damaged_file_error(source, str(error)) from None


def damaged_file_error(source: str, reason: str) -> InputError:
    """The error for a file that is there and cannot be used."""
    return InputError(
        "damaged_reference",
        f"{source} is damaged: {reason}.",
        "Take the reference again with `sensorcoach calibrate`, which writes the file anew; or delete the file.",
    )


def _kept(table: Table) -> KeptReference:
    """Raises ValueError for what is missing or not possible."""
    if table.get("schema") != SCHEMA:
        raise ValueError(f"schema is {table.get('schema')!r}, expected {SCHEMA}")
    return KeptReference(
        person=_text(table, "person"),
        exercise_id=_text(table, "exercise"),
        placement=Placement(_text(table, "placement")),
        reference=_reference(table),
        taken=_text(table, "taken"),
        recording=_text(table, "recording"),
    )


def _reference(table: Table) -> Reference:
    reps = _number(table, "reps", above_zero=True)
    if reps < 2 or reps != int(reps):
        raise ValueError(f"reps is {reps:g}, expected a whole number from 2 up")
    usual = _table(table, "usual")
    fields = {
        field: _number(usual, key, above_zero=key in _ABOVE_ZERO) / factor for key, (field, factor) in _FIELDS.items()
    }
    mount = _table(table, "mount") if "mount" in table else None
    return Reference(
        reps=int(reps),
        **fields,
        mount=_mount(mount) if mount else None,
        stored=True,
    )


def _mount(table: Table) -> Mount:
    side = Side(_text(table, "side")) if "side" in table else None
    return Mount(_direction(table, "bottom"), _direction(table, "along"), side)


def _table(table: Table, key: str) -> Table:
    value = table.get(key)
    if isinstance(value, dict):
        return cast("Table", value)
    raise ValueError(f"the table [{key}] is missing")


def _text(table: Table, key: str) -> str:
    value = table.get(key)
    if isinstance(value, str):
        return value
    raise ValueError(f"{key} is {value!r}, expected a text")


def _number(table: Table, key: str, *, above_zero: bool) -> float:
    value = table.get(key)
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if math.isfinite(number) and (number > 0.0 or (number == 0.0 and not above_zero)):
        return number
    raise ValueError(f"{key} is {value!r}, expected a number {'above 0' if above_zero else 'from 0 up'}")


def _direction(table: Table, key: str) -> Direction:
    value = table.get(key)
    parts = cast("list[object]", value) if isinstance(value, list) else []
    numbers = [float(part) for part in parts if isinstance(part, int | float)]
    if len(numbers) == len(parts) == 3 and abs(math.hypot(*numbers) - 1.0) < _UNIT_LENGTH:
        return numbers[0], numbers[1], numbers[2]
    raise ValueError(f"{key} is {value!r}, expected three numbers of length 1")


def _quoted(text: str) -> str:
    """A TOML text. JSON's escapes are TOML's; what neither can hold is shown as a question mark."""
    plain = "".join("?" if character == "\x7f" else character for character in text)
    return json.dumps(plain.encode("utf-8", "replace").decode("utf-8"), ensure_ascii=False)
