"""Cycles seen from now: the angle between the present attitude and every earlier one.

Standing at the bottom of a lift just finished and looking back, the angle to the past is near zero
now, rises to the range of the lift, falls to near zero at the bottom before it, and so on. This
needs no axis and no idea of how the sensor is worn.
"""

import math
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


def alike_excursions(
    angles_rad: Sequence[float], newest: Sequence[Excursion], wanted: int, settle: int
) -> list[Excursion]:
    """The newest `wanted` excursions of similar height, newest first; fewer when there are not so many.

    `angles_rad`: angle to the present attitude, newest first. `newest`: the `excursions` in it of the least height
    that counts, as many as wanted at least. `settle`: how many steps without a new low end the search for an
    excursion's foot. Small ripples between larger excursions are passed over by asking again with a higher floor.
    """
    found = list(newest[:wanted])
    for _ in range(2):
        if len(found) < wanted or _are_alike(found):
            return found
        floor_rad = 1.01 * ALIKE_SHARE * max(excursion.height_rad for excursion in found)
        found = excursions(angles_rad, floor_rad, wanted, settle)
    return found if len(found) < wanted or _are_alike(found) else []


def _are_alike(found: Sequence[Excursion]) -> bool:
    heights_rad = [excursion.height_rad for excursion in found]
    return min(heights_rad) >= ALIKE_SHARE * max(heights_rad)


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
    peak, peak_rad, closing_rad = -1, least_rad, -math.inf
    for k in range(start, len(angles_rad)):
        angle = angles_rad[k]
        if angle > peak_rad or (peak < 0 and angle == least_rad):
            peak, peak_rad, closing_rad = k, angle, CLOSE_SHARE * angle
        elif angle < closing_rad:
            return peak, k
    return None


def _foot(
    angles_rad: Sequence[float], start: int, height_rad: float, rise_rad: float, creep: float, settle: int
) -> int:
    """Lowest point after the closing, until the angle rises again or rests."""
    foot, foot_rad = start, angles_rad[start]
    deeper_rad = creep * height_rad
    for k in range(start, len(angles_rad)):
        angle = angles_rad[k]
        if angle < foot_rad - deeper_rad:
            foot, foot_rad = k, angle
        elif angle > foot_rad + rise_rad or k - foot > settle:
            break
    return foot
