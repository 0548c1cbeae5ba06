"""Cycles seen from now: the angle between the present attitude and every earlier one.

Standing at the bottom of a lift just finished and looking back, the angle to the past is near zero
now, rises to the range of the lift, falls to near zero at the bottom before it, and so on. This
needs no axis and no idea of how the sensor is worn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

CLOSE_SHARE = 0.35
"""An excursion is closed when the angle has come back to this share of its top."""

ALIKE_SHARE = 0.35
"""Excursions belong together when the smallest reaches this share of the largest."""


@dataclass(frozen=True, slots=True)
class Excursion:
    """One way out and back, looking backwards: `top` and `foot` are steps back from now."""

    height_rad: float
    top: int
    foot: int


def alike_excursions(angles_rad: Sequence[float], least_rad: float, wanted: int, settle: int) -> list[Excursion]:
    """The newest `wanted` excursions of similar height, newest first; fewer when there are not so many.

    `angles_rad`: angle to the present attitude, newest first. `settle`: how many steps without a
    new low end the search for an excursion's foot. Small ripples between larger excursions are
    passed over by asking again with a higher floor.
    """
    floor_rad = least_rad
    for _ in range(3):
        found = excursions(angles_rad, floor_rad, wanted, settle)
        heights = [excursion.height_rad for excursion in found]
        if len(found) < wanted or min(heights) >= ALIKE_SHARE * max(heights):
            return found
        floor_rad = 1.01 * ALIKE_SHARE * max(heights)
    return []


def excursions(
    angles_rad: Sequence[float], least_rad: float, wanted: int, settle: int, creep: float = 0.0
) -> list[Excursion]:
    """The newest closed excursions of at least that height, at most `wanted`.

    `creep`: sinking by this share of the height or less is still the same foot.
    """
    found: list[Excursion] = []
    position, end = 0, len(angles_rad)
    while position < end and len(found) < wanted:
        top = _top(angles_rad, position, least_rad)
        if top is None:
            break
        peak, closing = top
        foot = _foot(
            angles_rad, closing, angles_rad[peak], max(0.15 * angles_rad[peak], 0.5 * least_rad), creep, settle
        )
        found.append(Excursion(angles_rad[peak], peak, foot))
        position = foot + 1
    return found


def _top(angles_rad: Sequence[float], start: int, least_rad: float) -> tuple[int, int] | None:
    """Highest point of the next excursion and where it has come back below its closing level."""
    peak = -1
    for k in range(start, len(angles_rad)):
        angle = angles_rad[k]
        if peak < 0:
            if angle >= least_rad:
                peak = k
        elif angle > angles_rad[peak]:
            peak = k
        elif angle < CLOSE_SHARE * angles_rad[peak]:
            return peak, k
    return None


def _foot(
    angles_rad: Sequence[float], start: int, height_rad: float, rise_rad: float, creep: float, settle: int
) -> int:
    """Lowest point after the closing, until the angle rises again or rests."""
    foot = start
    deeper_rad = creep * height_rad
    for k in range(start, len(angles_rad)):
        if angles_rad[k] < angles_rad[foot] - deeper_rad:
            foot = k
        elif angles_rad[k] > angles_rad[foot] + rise_rad or k - foot > settle:
            break
    return foot
