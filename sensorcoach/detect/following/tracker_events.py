"""Findings of the tracker: reps and changes of phase by their grid points, and the reasons why a set ends."""

from dataclasses import dataclass
from enum import StrEnum

from sensorcoach.events import Phase


class SetEndReason(StrEnum):
    """Why a set ended."""

    IDLE = "idle"
    """No lift for a while."""
    RANGE = "range"
    """A rise much higher than usual."""
    BELOW = "below"
    """A descent far below the bottom."""
    LONG = "long"
    """A hold longer than idleness allows, or another set begun at the top."""
    REST = "rest"
    """A stay at the top too long for a hold: a rest there. The arc may have been read upside down."""
    ASIDE = "aside"
    """A posture outside the plane of the arc."""
    WALKING = "walking"
    """The wearer walks."""


@dataclass(frozen=True, slots=True)
class TrackedRep:
    """A movement up and down along the arc, by its grid points: the bottom before, the top, the bottom after.

    `range_rad`: rough rise. `sunk_rad`: rough descent. `decided`: the grid point at which it became known.
    """

    bottom: int
    top: int
    end: int
    range_rad: float
    sunk_rad: float
    decided: int


@dataclass(frozen=True, slots=True)
class TrackedSwing:
    """A lift in progress that is faster than it should be.

    `bottom`: grid point from which it rose. `decided`: grid point at which it became known. `rate_radps`: its rate.
    `risen_share`: its rise so far, as a share of the usual range.
    """

    bottom: int
    decided: int
    rate_radps: float
    risen_share: float


@dataclass(frozen=True, slots=True)
class TrackedPhase:
    """A change of phase at grid point `point`, known at grid point `decided`."""

    phase: Phase
    point: int
    decided: int


TrackedItem = TrackedRep | TrackedPhase | TrackedSwing
