"""What the tracker finds: reps and changes of phase by their grid points, and why a set ended."""

from dataclasses import dataclass
from enum import StrEnum

from sensorcoach.events import Phase


class SetEndReason(StrEnum):
    """Why a set ended."""

    IDLE = "idle"
    """Nothing was lifted for a while."""
    RANGE = "range"
    """It rose much higher than usual."""
    BELOW = "below"
    """It sank far below the bottom."""
    LONG = "long"
    """It stayed up too long, or another set began up there."""
    REST = "rest"
    """It stayed up as nobody holds: it rests there, and the arc may have been read upside down."""
    ASIDE = "aside"
    """It left the arc's plane."""
    WALKING = "walking"
    """The wearer walks."""


@dataclass(frozen=True, slots=True)
class TrackedRep:
    """A rep by its grid points: the bottom before, the top, the bottom after; and its rough range."""

    bottom: int
    top: int
    end: int
    range_rad: float
    sunk_rad: float
    decided: int


@dataclass(frozen=True, slots=True)
class TrackedSwing:
    """A lift that has become faster than it should, while it lasts.

    `bottom`: the grid point that it rose from; `decided`: where it became known; `rate_radps`: how fast it is;
    `risen_share`: how far it has risen, as a share of the usual range.
    """

    bottom: int
    decided: int
    rate_radps: float
    risen_share: float


@dataclass(frozen=True, slots=True)
class TrackedPhase:
    """A change of phase: at which grid point it became known."""

    phase: Phase
    point: int
    decided: int
