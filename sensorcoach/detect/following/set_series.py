"""The sets of a session so far: all that outlasts the open set, and an outage."""

from typing import Annotated

from sensorcoach.detect.following.open_set import OpenSet
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

TELLING_REPS: Annotated[int, Within(1, 10, "reps")] = 3
"""Smallest number of reps of a set whose arc tells later sets which end is the bottom. Fewer may be a mistake."""


class SetSeries:
    """Numbers sets, and keeps what later ones need of earlier ones."""

    def __init__(self) -> None:
        self.number = 0
        """Number of the latest set."""
        self.discardable = 0
        """Number of the latest finished set that was not discarded; 0 without any."""
        self.parked: OpenSet | None = None
        """The armed set while the body is off its arc: the next set found continues it."""
        self.armed_up: FloatArray | None = None
        """Attitude (3,) in which the set was armed; None while none is."""
        self.gap_seen = False
        """Whether there was a gap in the data since the latest set was recognised."""
        self._arc: LiftAxis | None = None
        """Arc of the latest set of at least `TELLING_REPS`."""

    @property
    def next_number(self) -> int:
        """Number that a set found now gets."""
        return self.number + 1 if self.parked is None else self.parked.number

    @property
    def reps_so_far(self) -> int:
        """Number of reps that a set found now has already."""
        return 0 if self.parked is None else self.parked.count

    @property
    def expected_arc(self) -> LiftAxis | None:
        """Arc on which a set may be expected."""
        return self._arc if self.parked is None else self.parked.axis

    def begin(self) -> OpenSet | None:
        """Begin a set: return the parked one that it continues, or count a new one."""
        parked, self.parked = self.parked, None
        self.number += parked is None
        self.gap_seen = False
        return parked

    def close(self, done: OpenSet) -> None:
        """Close a set; the number of one without reps is free again."""
        if done.count == 0:
            self.number -= 1
            return
        if done.count >= TELLING_REPS:
            self._arc = done.axis
        self.discardable = done.number

    def discard(self, current: OpenSet | None) -> int:
        """Discard this set, or else the latest; return its number, 0 without a set that has reps."""
        number, self.discardable = self.discardable, 0
        if current is None:
            return number
        self.number -= current.count == 0
        return current.number if current.count else 0
