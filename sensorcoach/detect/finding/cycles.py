"""Pair strokes to cycles: out from a foot to a top and back to a foot, seen from the present pause.

Standing at the end of a lift just finished and looking back over the turning points, the angle to them rises to the
range of the lift, falls to near zero at the foot before it, and so on. Seen from the top of a hold the same movements
are cycles downwards; which end is the bottom is asked later (`direction`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sensorcoach.detect.finding.strokes import LEAST_TURN_RAD, Turn, chord

CLOSE_SHARE = 0.35
"""A cycle is closed when the angle has come back to this share of its top."""

ELSEWHERE_SHARE = 0.65
"""A first lift may begin this far from where it ends, as a share of its top."""

RISE_SHARE = 0.15
"""Rising again by this share of the top ends the search for a foot."""

SETTLE_TURNS = 4
"""Turning points without a new low that end it too."""

PULSE_SHARE = 0.45
"""Movements within a lift that are smaller than this share of it may be pulses at its top."""

MOST_CYCLES = 8
"""Cycles looked back at; more add nothing to the evidence."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """From turning point `foot` to `top` and back to `end`; `height` is the chord from the present pause to `top`."""

    foot: Turn
    top: Turn
    end: Turn
    height: float


@dataclass(frozen=True, slots=True)
class WholeLift:
    """A lift from grid point to grid point, and its height as a chord."""

    start: int
    end: int
    height: float

    def has_part(self, cycle: Cycle) -> bool:
        """Whether a cycle is a part of it: within it, and much smaller."""
        within = self.start <= cycle.foot.point and cycle.end.point <= self.end
        return within and cycle.height < PULSE_SHARE * self.height


def look_back(turns: Sequence[Turn], pause: Turn, earliest: int) -> list[list[Cycle]]:
    """The newest cycles, newest first, that end at `pause`: at the finest scale, and where that differs, coarser.

    `turns`: the turning points before it, oldest first; none before grid point `earliest` is used.
    """
    seen = [turn for turn in reversed(turns) if turn.point >= earliest]
    chords = [chord(pause.up, turn.up) for turn in seen]
    fine = _cycles(seen, chords, pause, LEAST_TURN_RAD)
    if not fine:
        return []
    floor = 1.01 * CLOSE_SHARE * max(cycle.height for cycle in fine[:4])
    if min(cycle.height for cycle in fine[:4]) >= floor:
        return [fine]
    coarse = _cycles(seen, chords, pause, floor)
    return [fine, coarse] if coarse else [fine]


def _cycles(turns: Sequence[Turn], chords: Sequence[float], pause: Turn, floor: float) -> list[Cycle]:
    found: list[Cycle] = []
    end, at = pause, 0
    while at < len(turns) and len(found) < MOST_CYCLES:
        top, closing = _top(chords, at, floor)
        if closing < 0:
            found += _begun_elsewhere(turns, chords, end, top)
            break
        foot = _foot(chords, closing, max(RISE_SHARE * chords[top], 0.5 * floor))
        found.append(Cycle(turns[foot], turns[top], end, chords[top]))
        end, at = turns[foot], foot + 1
    return found


def _begun_elsewhere(turns: Sequence[Turn], chords: Sequence[float], end: Turn, top: int) -> list[Cycle]:
    """The oldest cycle, where it began in another attitude than it ends: a first lift out of another position."""
    if top < 0 or top + 1 >= len(turns):
        return []
    foot = min(range(top + 1, len(turns)), key=lambda k: (chords[k], k))
    elsewhere = chords[foot] < ELSEWHERE_SHARE * chords[top]
    return [Cycle(turns[foot], turns[top], end, chords[top])] if elsewhere else []


def _top(chords: Sequence[float], start: int, floor: float) -> tuple[int, int]:
    """The farthest turning point of the next cycle, and the one with which it closes; -1 where it does not."""
    top, height = -1, floor
    for k in range(start, len(chords)):
        if chords[k] > height:
            top, height = k, chords[k]
        elif top >= 0 and chords[k] < CLOSE_SHARE * height:
            return top, k
    return top, -1


def _foot(chords: Sequence[float], start: int, rise: float) -> int:
    """The nearest turning point after the closing one, until the angle rises again."""
    foot, lowest = start, chords[start]
    for k in range(start, len(chords)):
        if chords[k] < lowest:
            foot, lowest = k, chords[k]
        elif chords[k] > lowest + rise or k - foot > SETTLE_TURNS:
            break
    return foot
