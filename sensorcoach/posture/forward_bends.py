"""Bows: who stands and bends quickly and comes back has bent forwards, so the front of the pelvis is known.

Sitting down, getting up from a chair, getting down to the floor and picking something up all bow the pelvis by 20 to
50° and back within seconds. Nobody who stands bends backwards so far. A bow may be twisted, though: two that agree are
wanted before the sides are told apart.
"""

import math
from collections import deque

import numpy as np

from sensorcoach.motion.lift_axis import normalize
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

STANDING_RAD = 15.0 * RAD_PER_DEG
"""Within this of the attitude of walking a bow begins and ends."""

STANDING_S = 0.6
"""So long upright before it: who slouches on a seat leans any way."""

DEEP_RAD = 25.0 * RAD_PER_DEG
"""Less is sway, a step up or a glance round."""

LONGEST_S = 4.0
"""Staying out for longer is a posture, not a bow."""

_STANDING_COS, _DEEP_COS = math.cos(STANDING_RAD), math.cos(DEEP_RAD)

ALIKE_COS = math.cos(30.0 * RAD_PER_DEG)
"""Bows that differ by less than this point to the same front."""

TRUSTED_S = 300.0
"""So long a bow is trusted: a set and its rests."""


class ForwardBends:
    """Finds bows in the attitudes of looks, and keeps the two latest."""

    def __init__(self, look_points: int) -> None:
        self._look_points = look_points
        length = round((LONGEST_S + STANDING_S) * RATE_HZ / look_points) + 2
        self._recent: deque[FloatArray] = deque(maxlen=length)
        """Attitudes of the latest looks, oldest first."""
        self._out: deque[bool] = deque(maxlen=length)
        """Whether they were away from that of walking; so they are while that is unknown."""
        self._found: deque[tuple[int, FloatArray]] = deque(maxlen=2)
        """Grid point and direction of the latest bows."""
        self._front: tuple[FloatArray, bool] | None = None
        self._front_of: list[FloatArray] = []
        """What the front was last told to be, and from which bows."""

    def forget(self) -> None:
        """The sensor has been moved."""
        self._recent.clear()
        self._out.clear()
        self._found.clear()

    def look(self, now: int, up: FloatArray, head: FloatArray | None) -> None:
        """The attitude (3,) at this look, and that of walking, where it is known."""
        was_out = bool(self._out) and self._out[-1]
        self._recent.append(up)
        self._out.append(head is None or float(up @ head) < _STANDING_COS)
        if head is not None and was_out and not self._out[-1]:
            self._back(now, head)

    def _back(self, now: int, head: FloatArray) -> None:
        """The person is upright again: was it a bow?"""
        out = list(self._out)[:-1]
        begin = len(out) - next((k for k, was_out in enumerate(reversed(out)) if not was_out), len(out))
        standing = round(STANDING_S * RATE_HZ / self._look_points)
        if begin < standing or any(out[begin - standing : begin]):
            return
        away = np.array(self._recent)[begin:-1]
        deepest = away[int(np.argmin(away @ head))]
        if float(deepest @ head) <= _DEEP_COS:
            self._found.append((now, normalize(deepest - head * float(deepest @ head))))

    def front(self, now: int) -> tuple[FloatArray, bool] | None:
        """Towards the front (3,), and whether two bows agree on it; None while no bow is known or two disagree."""
        if not self._found:
            return None
        fresh = [way for point, way in self._found if now - point <= TRUSTED_S * RATE_HZ]
        if [id(way) for way in fresh] != [id(way) for way in self._front_of]:
            self._front, self._front_of = _front(fresh), fresh
        return self._front


def _front(bows: list[FloatArray]) -> tuple[FloatArray, bool] | None:
    """Away from none, one or two bows; None where two disagree."""
    if not bows or (len(bows) == 2 and float(bows[0] @ bows[1]) < ALIKE_COS):
        return None
    return -normalize(bows[0] if len(bows) == 1 else bows[0] + bows[1]), len(bows) == 2
