"""What an exercise is: the frozen form of one catalogue file."""

from dataclasses import dataclass
from enum import StrEnum


class Placement(StrEnum):
    """Where the sensor is worn."""

    PELVIS = "pelvis"
    THIGH = "thigh"


class Bottom(StrEnum):
    """What the segment does between reps: comes to rest on the surface, or hovers above it."""

    TOUCH = "touch"
    HOVER = "hover"
    EITHER = "either"


class Sides(StrEnum):
    """How the sides share the work."""

    BOTH = "both"
    EACH = "each"
    ALTERNATE = "alternate"


class Posture(StrEnum):
    """The body's posture at rest."""

    SUPINE = "supine"
    RECLINED = "reclined"
    PRONE = "prone"
    ALL_FOURS = "all-fours"
    SIDE_LYING = "side-lying"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Tempo:
    """Target seconds in the order of movement: lift, hold, lower, rest."""

    lift_s: float
    hold_s: float
    lower_s: float
    rest_s: float


@dataclass(frozen=True, slots=True)
class Range:
    """The usual lift angle between people, radians."""

    low_rad: float
    high_rad: float


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of the catalogue.

    `placements` in order of preference; `ranges` holds the usual range of each placement;
    `rules` are the ids of the rules it carries; what each asks for stands in `guidelines.toml`.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    summary: str
    placements: tuple[Placement, ...]
    posture: Posture
    bottom: Bottom
    sides: Sides
    tempo: Tempo
    ranges: dict[Placement, Range]
    rules: tuple[str, ...]
    reminders: tuple[str, ...] = ()
