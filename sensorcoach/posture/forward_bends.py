"""Forward bends: a standing person who bends quickly and comes back bent forwards, so the front of the pelvis is known.

Sitting down, standing up from a chair, getting down to the floor and picking something up all bend the pelvis forwards
by 20 to 50° and back within seconds. Nobody who stands bends backwards so far. A bend may be twisted, so the sides are
named only after two bends that agree.
"""

import math
from collections import deque
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sensorcoach.motion.lift_axis import normalize
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

STANDING_RAD: Annotated[float, Within(0.1, 0.5, "rad")] = 15.0 * RAD_PER_DEG
"""Largest angle from the attitude of walking at which a bend begins and ends. Standing sways by less."""

STANDING_S: Annotated[float, Within(0.2, 3.0, "s")] = 0.6
"""Time of standing before a bend. A person who slouches on a seat leans in any direction."""

DEEP_RAD: Annotated[float, Within(0.3, 0.8, "rad")] = 25.0 * RAD_PER_DEG
"""Smallest angle of a bend. Less is sway, a step up or a glance round."""

LONGEST_S: Annotated[float, Within(1.0, 10.0, "s")] = 4.0
"""Longest bend. A longer one is a posture."""

ALIKE_RAD: Annotated[float, Within(0.1, 0.8, "rad")] = 30.0 * RAD_PER_DEG
"""Largest angle between two bends that agree on the front. A twisted bend differs by more."""

TRUSTED_S: Annotated[float, Within(30.0, 1800.0, "s")] = 300.0
"""Time after which a bend is forgotten. It covers a set and its rests."""

_STANDING_COS, _DEEP_COS, _ALIKE_COS = math.cos(STANDING_RAD), math.cos(DEEP_RAD), math.cos(ALIKE_RAD)


@dataclass(frozen=True, slots=True)
class _Bend:
    """A forward bend: the grid point at its end; its direction, a unit vector (3,) across the attitude of walking."""

    point: int
    direction: FloatArray


class ForwardBends:
    """Finds forward bends in observed attitudes, and keeps the two latest."""

    def __init__(self, hop_points: int) -> None:
        """`hop_points`: grid points between two observations."""
        self._hop_points = hop_points
        length = round((LONGEST_S + STANDING_S) * RATE_HZ / hop_points) + 2
        self._recent: deque[FloatArray] = deque(maxlen=length)
        """The latest attitudes, oldest first."""
        self._out: deque[bool] = deque(maxlen=length)
        """Whether each was away from the attitude of walking; true while that is unknown."""
        self._found: deque[_Bend] = deque(maxlen=2)
        """The latest bends."""
        self._front: tuple[FloatArray, bool] | None = None
        """The front that follows from the bends in `_front_points`."""
        self._front_points: tuple[int, ...] = ()
        """Grid points of those bends."""

    def forget(self) -> None:
        """Forget all bends: the sensor has been moved."""
        self._recent.clear()
        self._out.clear()
        self._found.clear()

    def observe(self, now: int, up: FloatArray, head: FloatArray | None) -> None:
        """Add the attitude (3,) at grid point `now`, and the attitude of walking, where it is known."""
        was_out = bool(self._out) and self._out[-1]
        self._recent.append(up)
        self._out.append(head is None or float(up @ head) < _STANDING_COS)
        if head is not None and was_out and not self._out[-1]:
            self._note_bend(now, head)

    def _note_bend(self, now: int, head: FloatArray) -> None:
        """Note a bend if the person, now upright again, came from one."""
        out = list(self._out)[:-1]
        begin = len(out) - next((k for k, was_out in enumerate(reversed(out)) if not was_out), len(out))
        standing = round(STANDING_S * RATE_HZ / self._hop_points)
        if begin < standing or any(out[begin - standing : begin]):
            return
        away = np.array(self._recent)[begin:-1]
        deepest = away[int(np.argmin(away @ head))]
        if float(deepest @ head) <= _DEEP_COS:
            self._found.append(_Bend(now, normalize(deepest - head * float(deepest @ head))))

    def trusted_points(self, now: int) -> tuple[int, ...]:
        """Grid points of the bends that are trusted now: the front changes only with them."""
        return tuple([bend.point for bend in self._found if now - bend.point <= TRUSTED_S * RATE_HZ])

    def front(self, now: int) -> tuple[FloatArray, bool] | None:
        """Direction of the front (3,), and whether two bends agree on it; None without a bend or where two disagree."""
        points = self.trusted_points(now)
        if points != self._front_points:
            self._front = _find_front([bend.direction for bend in self._found if bend.point in points])
            self._front_points = points
        return self._front


def _find_front(directions: list[FloatArray]) -> tuple[FloatArray, bool] | None:
    """The front from the directions (3,) of none, one or two bends; None where two disagree."""
    if not directions or (len(directions) == 2 and float(directions[0] @ directions[1]) < _ALIKE_COS):
        return None
    total = directions[0] if len(directions) == 1 else directions[0] + directions[1]
    return -normalize(total), len(directions) == 2
