"""Read a set that has just been believed, from its start until now.

A set is believed a few reps late. Reading it from its start counts those reps. Where it really began shows only then:
after a rest, after a first movement that did not belong to it, or earlier than the search could tell.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sensorcoach.detect.finding.direction import find_arc_start
from sensorcoach.detect.finding.set_start import SetStart
from sensorcoach.detect.following.open_set import OpenSet
from sensorcoach.detect.following.tracker_events import SetEndReason
from sensorcoach.detect.motion_history import MotionHistory


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """A set read until now, the lift angles since its start, and why it is over by now, if it is."""

    current: OpenSet
    angles_rad: list[float]
    left: SetEndReason | None


def catch_up(
    begun: SetStart, start_set: Callable[[SetStart], OpenSet], history: MotionHistory, earliest: int
) -> CaughtUp:
    """Read a set from where it most likely began.

    `start_set` makes it. `earliest`: grid point before which nothing belongs to it.
    """
    found = _read_after_rest(begun, start_set)
    if found.left is not None and not found.current.movements.accepted and len(begun.feet) > 2:
        # The oldest cycle was getting into position: the set begins with the next.
        found = _read(replace(begun, start=begun.feet[-2], proved=begun.feet[-2]), start_set)
    early = find_arc_start(history, max(earliest, history.first), begun.start, begun.axis)
    if early < begun.start:
        longer = _read_after_rest(replace(begun, start=early), start_set)
        more_reps = longer.current.movements.accepted > found.current.movements.accepted
        if more_reps and (longer.left is None or found.left is not None):
            return longer
    return found


def _read_after_rest(begun: SetStart, start_set: Callable[[SetStart], OpenSet]) -> CaughtUp:
    """Read a set from its start, or from behind the latest rest that ends a set."""
    found = _read(begun, start_set)
    rested = found.current.movements.rested
    return found if rested is None else _read(replace(begun, start=rested), start_set)


def _read(begun: SetStart, start_set: Callable[[SetStart], OpenSet]) -> CaughtUp:
    current = start_set(begun)
    angles_rad, left = current.catch_up()
    return CaughtUp(current, angles_rad, left)
