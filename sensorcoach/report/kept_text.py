"""Format kept references for people."""

from collections.abc import Iterator, Sequence

from sensorcoach.references.calibration import CountedRep
from sensorcoach.references.kept_reference import KeptReference
from sensorcoach.references.store import Shelf
from sensorcoach.units import DEG_PER_RAD


def format_calibration(kept: KeptReference, reps: Sequence[CountedRep], before: KeptReference | None, path: str) -> str:
    """The new reference, its reps, and how to use it."""
    return "\n".join(_format_calibration(kept, reps, before, path))


def format_references(shelf: Shelf, folder: str) -> str:
    """A line for each reference, and the errors of damaged files."""
    return "\n".join(_format_shelf(shelf, folder))


def _format_calibration(
    kept: KeptReference, reps: Sequence[CountedRep], before: KeptReference | None, path: str
) -> Iterator[str]:
    own = kept.reference
    places = ", ".join(str(one.place) for one in reps)
    yield f"{kept.person}: {kept.exercise_id}, worn at the {kept.placement.value}, from reps {places}"
    spread = f"(reps differ by {own.spread_rad * DEG_PER_RAD:.1f}°)"
    yield f"  range     {own.range_rad * DEG_PER_RAD:.1f}° from bottom to top {spread}"
    yield f"  tempo     lift {own.lift_s:.2f} s, hold {own.hold_s:.2f} s, lower {own.lower_s:.2f} s"
    up_dps, down_dps = own.peak_lift_radps * DEG_PER_RAD, own.peak_lower_radps * DEG_PER_RAD
    yield f"  peak      {up_dps:.0f}°/s up, {down_dps:.0f}°/s down"
    yield f"  out of the plane of the lift {own.aside_rad * DEG_PER_RAD:.1f}°"
    side = f", {own.mount.side.value} side" if own.mount and own.mount.side else ""
    yield f"  mounting  {'kept' if own.mount else 'unknown'}{side}"
    yield f"Stored in {path}"
    if before:
        was_deg = before.reference.range_rad * DEG_PER_RAD
        yield f"It replaces the reference of {before.taken} with a range of {was_deg:.1f}°."
    yield f"Use it with: sensorcoach analyze FILE --person {_quote(kept.person)}"


def _format_shelf(shelf: Shelf, folder: str) -> Iterator[str]:
    if not shelf.kept and not shelf.damaged:
        yield f"No reference is kept yet in {folder}."
        yield "Take one with: sensorcoach calibrate FILE --person NAME"
        return
    if shelf.kept:
        yield "person          exercise               worn at  taken       reps  range   tempo"
        yield "-" * 78
    for one in shelf.kept:
        own = one.reference
        tempo = "-".join(f"{time_s:.1f}" for time_s in (own.lift_s, own.hold_s, own.lower_s))
        yield (
            f"{one.person:<14}  {one.exercise_id:<21}  {one.placement.value:<7}  {one.taken:<10}"
            f"  {own.reps:4d}  {own.range_rad * DEG_PER_RAD:5.1f}°  {tempo}"
        )
    for error in shelf.damaged:
        yield f"{error.message} {error.remedy}"
    yield ""
    yield f"Tempo is lift-hold-lower in seconds. Stored in {folder}"


def _quote(name: str) -> str:
    """The name as typed in a shell: in quotes unless it has only letters and digits."""
    return name if name.isalnum() else f'"{name}"'
