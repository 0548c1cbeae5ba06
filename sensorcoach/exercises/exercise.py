"""What an exercise is: the frozen form of one catalogue file (`loading.py` reads it).

Segment frame, as a person stands: x to the front, y to the left, z towards the head (pelvis) or the hip (thigh). The
bow is the angle by which the segment leans forward about y: 0° upright, 90° face down, -90° face up.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Placement(StrEnum):
    """Where the sensor is worn."""

    PELVIS = "pelvis"
    THIGH = "thigh"


class Bottom(StrEnum):
    """Whether the segment comes to rest on the surface between reps, or hovers above it."""

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


class Turn(StrEnum):
    """The way in which a lift turns the segment about y."""

    FACE_DOWN = "face-down"
    FACE_UP = "face-up"

    @property
    def sign(self) -> int:
        """1 where the lift increases the bow, -1 where it decreases it."""
        return 1 if self is Turn.FACE_DOWN else -1


class LiftEnd(StrEnum):
    """The end of a lift at which a bow is given."""

    BOTTOM = "bottom"
    TOP = "top"


class Joint(StrEnum):
    """The joints about which the worn segment turns in a lift."""

    SHOULDERS = "shoulders"
    HIPS = "hips"
    KNEES = "knees"


Vector = tuple[float, float, float]
"""Components along x, y and z of the segment frame."""


@dataclass(frozen=True, slots=True)
class SagittalPose:
    """The textbook attitude of a lift forwards or backwards: the bow at one end, radians, and the way it turns."""

    bow_rad: float
    turns: Turn
    bow_at: LiftEnd = LiftEnd.BOTTOM


@dataclass(frozen=True, slots=True)
class SidePose:
    """The textbook attitude of a lift lying on the side: `along` is the unit direction of up's turn, in the lift."""

    along: Vector


@dataclass(frozen=True, slots=True)
class SimulatedSegment:
    """How the simulator moves the worn segment. Angles in degrees, as in the file.

    `bow_deg`: bow at the end `bow_at` of the lift. `roll_deg`: turn about x, towards lying on the right side.
    `axis`: axis of the lift, of any length. `turns_about`: the joint that stays in place.
    `way_deg`: bows on the way down from standing. `sitting_deg`: bow when sitting up between sets.
    `below_standing_m`: how much lower than in standing the joint is. `range`: simulated ranges, None for the usual one.
    """

    bow_deg: float
    axis: Vector
    turns_about: Joint
    way_deg: tuple[float, ...]
    sitting_deg: float
    bow_at: LiftEnd = LiftEnd.BOTTOM
    roll_deg: float = 0.0
    below_standing_m: float = 0.8
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of the catalogue.

    `placements` in order of preference; `ranges` holds the usual range of each placement.
    `rules` are ids of the guides' rules (`guidelines.toml`), or sentences of the user's own.
    `poses`: the textbook attitude of each placement that has one; without it the posture is not checked there.
    `simulations`: how each placement is simulated; without it the simulator moves as in `generic`.
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
    poses: dict[Placement, SagittalPose | SidePose] = field(default_factory=dict[Placement, SagittalPose | SidePose])
    simulations: dict[Placement, SimulatedSegment] = field(default_factory=dict[Placement, SimulatedSegment])
