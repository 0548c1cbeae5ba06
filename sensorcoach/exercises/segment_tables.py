"""The tables of an exercise file about the worn segment: `[pose.pelvis]`, `[simulation.thigh]` and so on.

Both are optional, for each placement of the exercise. A bow is the angle by which the segment leans forward: 0°
upright, 90° face down, -90° face up. The segment frame is that of `exercise.py`: x to the front, y to the left, z up.

    [pose.pelvis]         the textbook attitude: the posture of each set is checked against it
    bow_deg               bow at the bottom of the lift, -180 to 180
    turns                 the way in which the lift turns the segment: "face-down" (bow grows) or "face-up" (it falls)
    bow_at                "top" where bow_deg is the bow at the top; "bottom" if it is left out

    [pose.thigh]          the same for an exercise with posture = "side-lying"
    along                 [x, 0, z], a unit vector: the direction towards which the lift turns up

    [simulation.pelvis]   how `sensorcoach simulate` moves the segment; without it, as in `generic`
    bow_deg               as above, of a simulated person
    axis                  [x, y, z]: axis of the lift; [0, 1, 0] turns face down
    turns_about           "shoulders" (pelvis only), "hips", "knees" (thigh only): the joint that stays in place
    way_deg               bows on the way down from standing, one after the other
    sitting_deg           bow when sitting up between sets
    bow_at                as above; "top" needs an axis of [0, 1, 0] or [0, -1, 0]
    roll_deg              turn about x, towards lying on the right side; 0 if it is left out
    below_standing_m      how much lower than in standing the joint is; 0.8 if it is left out
    range_deg             [low, high]: simulated ranges, where they differ from the usual ones
"""

import math

from sensorcoach.exercises.exercise import (
    Joint,
    LiftEnd,
    Placement,
    Posture,
    Range,
    SagittalPose,
    SidePose,
    SimulatedSegment,
    Turn,
)
from sensorcoach.exercises.toml_source import Table, TomlSource
from sensorcoach.units import RAD_PER_DEG

_HALF_TURN_DEG = 180.0
_DEEPEST_M = 1.5
_UNIT_LENGTH = 1e-6
_JOINTS = {Placement.PELVIS: (Joint.SHOULDERS, Joint.HIPS), Placement.THIGH: (Joint.HIPS, Joint.KNEES)}


def read_poses(
    source: TomlSource, table: Table, placements: tuple[Placement, ...], posture: Posture
) -> dict[Placement, SagittalPose | SidePose]:
    """Return the pose of each placement that has one. Raises ExerciseError with the line of what is wrong."""
    tables = _read_placement_tables(source, table, "pose", placements)
    if tables and posture is Posture.ANY:
        raise source.error('there is a pose for posture = "any"', "Name the posture, or remove [pose].", "posture")
    return {place: _read_pose(source, own, f"pose.{place.value}", posture) for place, own in tables.items()}


def read_simulations(
    source: TomlSource, table: Table, placements: tuple[Placement, ...]
) -> dict[Placement, SimulatedSegment]:
    """Return the simulation of each placement that has one. Raises ExerciseError with the line of what is wrong."""
    tables = _read_placement_tables(source, table, "simulation", placements)
    return {place: _read_simulation(source, own, place) for place, own in tables.items()}


def _read_placement_tables(
    source: TomlSource, table: Table, key: str, placements: tuple[Placement, ...]
) -> dict[Placement, Table]:
    if key not in table:
        return {}
    below = source.read_subtable(table, key)
    known = {place.value: place for place in placements}
    for name in below:
        if name not in known:
            remedy = f"The exercise has {' and '.join(f'[{key}.{one}]' for one in known)} only."
            raise source.error(f"[{key}.{name}] is not for a placement of the exercise", remedy, "", f"{key}.{name}")
    return {known[name]: source.read_subtable(below, name, key) for name in below}


def _read_pose(source: TomlSource, table: Table, where: str, posture: Posture) -> SagittalPose | SidePose:
    if posture is Posture.SIDE_LYING:
        source.check_keys(table, ("along",), (), where)
        along = source.read_vector(table["along"], "along", where)
        if along[1] or abs(math.hypot(*along) - 1.0) > _UNIT_LENGTH:
            raise source.error(f"along = {list(along)}", "Expected [x, 0, z] of length 1.", "along", where)
        return SidePose(along)
    source.check_keys(table, ("bow_deg", "turns"), ("bow_at",), where)
    bow_deg = _read_angle(source, table, "bow_deg", where)
    turns = source.read_word(Turn, table["turns"], "turns", where)
    return SagittalPose(bow_deg * RAD_PER_DEG, turns, _read_end(source, table, where))


def _read_simulation(source: TomlSource, table: Table, placement: Placement) -> SimulatedSegment:
    where = f"simulation.{placement.value}"
    required = ("bow_deg", "axis", "turns_about", "way_deg", "sitting_deg")
    source.check_keys(table, required, ("bow_at", "roll_deg", "below_standing_m", "range_deg"), where)
    axis, bow_at = source.read_vector(table["axis"], "axis", where), _read_end(source, table, where)
    if bow_at is LiftEnd.TOP and axis not in {(0.0, 1.0, 0.0), (0.0, -1.0, 0.0)}:
        raise source.error('bow_at = "top" with another axis', "Expected an axis of [0, ±1, 0].", "bow_at", where)
    about = source.read_word(Joint, table["turns_about"], "turns_about", where)
    if about not in _JOINTS[placement]:
        joints = " or ".join(f'"{one.value}"' for one in _JOINTS[placement])
        message = f'turns_about = "{about.value}" at the {placement.value}'
        raise source.error(message, f"Expected {joints}.", "turns_about", where)
    lower_m = table.get("below_standing_m", 0.8)
    return SimulatedSegment(
        bow_deg=_read_angle(source, table, "bow_deg", where),
        axis=axis,
        turns_about=about,
        way_deg=source.read_numbers(table["way_deg"], -_HALF_TURN_DEG, _HALF_TURN_DEG, "way_deg", where),
        sitting_deg=_read_angle(source, table, "sitting_deg", where),
        bow_at=bow_at,
        roll_deg=_read_angle(source, table, "roll_deg", where),
        below_standing_m=source.read_number(lower_m, 0.0, _DEEPEST_M, "below_standing_m", where),
        range=_read_range(source, table, where),
    )


def _read_angle(source: TomlSource, table: Table, key: str, where: str) -> float:
    return source.read_number(table.get(key, 0.0), -_HALF_TURN_DEG, _HALF_TURN_DEG, key, where)


def _read_end(source: TomlSource, table: Table, where: str) -> LiftEnd:
    return source.read_word(LiftEnd, table.get("bow_at", LiftEnd.BOTTOM.value), "bow_at", where)


def _read_range(source: TomlSource, table: Table, where: str) -> Range | None:
    if "range_deg" not in table:
        return None
    low, high = source.read_span(table["range_deg"], _HALF_TURN_DEG, "range_deg", where)
    return Range(low * RAD_PER_DEG, high * RAD_PER_DEG)
