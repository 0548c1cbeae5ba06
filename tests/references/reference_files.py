"""References and reps to test with."""

import math
from dataclasses import replace

from sensorcoach.exercises.exercise import Placement
from sensorcoach.reference import Mount, Reference
from sensorcoach.references.calibration import CountedRep
from sensorcoach.references.kept_reference import KeptReference
from tests.scripted import rep

MOUNT = Mount((0.0, 0.0, 1.0), (1.0, 0.0, 0.0))

REFERENCE = Reference(
    reps=3,
    range_rad=math.radians(32.0),
    spread_rad=math.radians(1.5),
    lift_s=1.6,
    hold_s=1.1,
    lower_s=1.9,
    peak_lift_radps=0.7,
    peak_lower_radps=0.6,
    aside_rad=math.radians(1.2),
    mount=MOUNT,
    stored=True,
)


def kept(
    person: str = "Anna", exercise_id: str = "glute-bridge", placement: Placement = Placement.PELVIS
) -> KeptReference:
    """The stored reference of a person."""
    return KeptReference(person, exercise_id, placement, REFERENCE, "2026-03-01", "monday.mcap")


def counted(
    place: int, set_number: int = 1, lift_s: float = 1.5, lower_s: float = 1.5, rom_deg: float = 32.0
) -> CountedRep:
    """A rep of these times and this range."""
    plain = rep(place, 10.0 * place)
    hold_start_s = plain.lift_start_s + lift_s
    timed = replace(
        plain,
        hold_start_s=hold_start_s,
        lower_start_s=hold_start_s + 1.0,
        end_s=hold_start_s + 1.0 + lower_s,
        rom_rad=math.radians(rom_deg),
    )
    return CountedRep(place, set_number, MOUNT, timed)
