"""A person's reference as a small, readable file: TOML text out, TOML text in.

schema = 1
person = "Anna"                       exercise, placement, taken (a date), recording: the source of the reps
reps = 3
[usual]                               medians over these reps, in degrees, seconds and degrees a second
[mount]                               mounting of the sensor: two unit vectors in its frame, and the working side
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sensorcoach.errors import InputError
from sensorcoach.exercises.exercise import Placement
from sensorcoach.exercises.toml_parsing import parse_toml, read_list, show_value
from sensorcoach.reference import Direction, Mount, Reference, Side
from sensorcoach.units import DEG_PER_RAD

SCHEMA = 1

_HEAD = "# The good reps of this person in this exercise, stored by `sensorcoach calibrate`.\n"

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
"""Key in [usual], its field of `Reference`, and the number of its units in one unit of the field."""

_ABOVE_ZERO = ("range_deg", "lift_s", "lower_s", "peak_lift_dps", "peak_lower_dps")
_UNIT_LENGTH = 0.01
"""Largest deviation of a direction's length from 1. Directions are rounded in the file."""

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class KeptReference:
    """A reference and its person; `taken` is a date and `recording` a path, for people."""

    person: str
    exercise_id: str
    placement: Placement
    reference: Reference
    taken: str
    recording: str


def to_toml(kept: KeptReference) -> str:
    """Return the text of the file."""
    reference = kept.reference
    lines = [
        f"schema = {SCHEMA}",
        f"person = {_quote(kept.person)}",
        f"exercise = {_quote(kept.exercise_id)}",
        f"placement = {_quote(kept.placement.value)}",
        f"taken = {_quote(kept.taken)}",
        f"recording = {_quote(kept.recording)}",
        f"reps = {reference.reps}",
        "",
        "[usual]",
        *(f"{key} = {getattr(reference, field) * factor:.4f}" for key, (field, factor) in _FIELDS.items()),
    ]
    if reference.mount:
        vectors = (("bottom", reference.mount.bottom), ("along", reference.mount.along))
        lines += ["", "[mount]", *(f"{key} = [{', '.join(f'{part:.6f}' for part in v)}]" for key, v in vectors)]
        lines += [f"side = {_quote(reference.mount.side.value)}"] if reference.mount.side else []
    return _HEAD + "\n".join(lines) + "\n"


def from_toml(text: str, source: str) -> KeptReference:
    """Read the text of a file. Raises InputError, naming `source`, for a damaged one."""
    try:
        return _read_kept(parse_toml(text))
    except (ValueError, OverflowError) as error:
        raise damaged_file_error(source, str(error)) from None


def damaged_file_error(source: str, reason: str) -> InputError:
    """Return the error for an unusable file."""
    return InputError(
        "damaged_reference",
        f"{source} is damaged: {reason}.",
        "Take the reference again with `sensorcoach calibrate`, which rewrites the file; or delete the file.",
    )


def _read_kept(table: Table) -> KeptReference:
    """Raises ValueError for a missing or impossible value."""
    if table.get("schema") != SCHEMA:
        raise ValueError(f"schema is {show_value(table.get('schema'))}, expected {SCHEMA}")
    return KeptReference(
        person=_read_text(table, "person"),
        exercise_id=_read_text(table, "exercise"),
        placement=Placement(_read_text(table, "placement")),
        reference=_read_reference(table),
        taken=_read_text(table, "taken"),
        recording=_read_text(table, "recording"),
    )


def _read_reference(table: Table) -> Reference:
    reps = _read_number(table, "reps", above_zero=True)
    if reps < 2 or reps != int(reps):
        raise ValueError(f"reps is {reps:g}, expected a whole number from 2 up")
    usual = _read_table(table, "usual")
    fields = {
        field: _read_number(usual, key, above_zero=key in _ABOVE_ZERO) / factor
        for key, (field, factor) in _FIELDS.items()
    }
    mount = _read_table(table, "mount") if "mount" in table else None
    return Reference(
        reps=int(reps),
        **fields,
        mount=_read_mount(mount) if mount else None,
        stored=True,
    )


def _read_mount(table: Table) -> Mount:
    side = Side(_read_text(table, "side")) if "side" in table else None
    return Mount(_read_direction(table, "bottom"), _read_direction(table, "along"), side)


def _read_table(table: Table, key: str) -> Table:
    value = table.get(key)
    if isinstance(value, dict):
        return cast("Table", value)
    raise ValueError(f"the table [{key}] is missing")


def _read_text(table: Table, key: str) -> str:
    value = table.get(key)
    if isinstance(value, str):
        return value
    raise ValueError(f"{key} is {show_value(value)}, expected a text")


def _read_number(table: Table, key: str, *, above_zero: bool) -> float:
    value = table.get(key)
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if math.isfinite(number) and (number > 0.0 or (number == 0.0 and not above_zero)):
        return number
    raise ValueError(f"{key} is {show_value(value)}, expected a number {'above 0' if above_zero else 'from 0 up'}")


def _read_direction(table: Table, key: str) -> Direction:
    value = table.get(key)
    parts = read_list(value) or []
    numbers = [float(part) for part in parts if isinstance(part, int | float)]
    if len(numbers) == len(parts) == 3 and abs(math.hypot(*numbers) - 1.0) < _UNIT_LENGTH:
        return numbers[0], numbers[1], numbers[2]
    raise ValueError(f"{key} is {show_value(value)}, expected three numbers of length 1")


def _quote(text: str) -> str:
    """Return a TOML text. TOML has the escapes of JSON; what neither can hold becomes a question mark."""
    plain = "".join("?" if character == "\x7f" else character for character in text)
    return json.dumps(plain.encode("utf-8", "replace").decode("utf-8"), ensure_ascii=False)
