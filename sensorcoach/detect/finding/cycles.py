"""Pair strokes to cycles: out from a foot to a top and back to a foot, as seen from the present pause.

`SetSearch` calls `look_back` at every pause. The present attitude may be the end of a finished lift. The angle from it
to the earlier turning points then rises to the range of the lift, and falls to nearly zero at the foot before the lift.
The present attitude may also be the top of a hold: then the same movements are cycles downwards. `direction` decides
later which end is the bottom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from sensorcoach.detect.finding.strokes import LEAST_STROKE_RAD, Turn, chord
from sensorcoach.parameters import Within

CLOSE_SHARE: Annotated[float, Within(0.1, 0.6, "share")] = 0.35
"""Share of the top to which the angle must return to close a cycle. People do not return exactly to their start."""

DISPLACED_SHARE: Annotated[float, Within(0.35, 0.9, "share")] = 0.65
"""Largest distance from start to end of a first lift, as a share of its top. It may begin in another position."""

RISE_SHARE: Annotated[float, Within(0.05, 0.5, "share")] = 0.15
"""Rise from the lowest point, as a share of the top, that ends the search for a foot. The next cycle then begins."""

SETTLE_TURNS: Annotated[int, Within(1, 20, "turning points")] = 4
"""Turning points without a new low that end the search for a foot. Small shifts at the bottom make a few."""

PULSE_SHARE: Annotated[float, Within(0.2, 0.7, "share")] = 0.45
"""Share of a lift below which movements within it may be pulses at its top. Reps of one set differ by less."""

MOST_CYCLES: Annotated[int, Within(3, 50, "cycles")] = 8
"""Most cycles looked back at. More add nothing to the evidence."""

FINE_CYCLES: Annotated[int, Within(1, 8, "cycles")] = 4
"""Newest cycles whose sizes decide whether a coarser scale is searched. Pulses come a few at a time."""

# A little more than `CLOSE_SHARE`, so that the smaller cycles surely do not close at the coarser scale.
_COARSE_SHARE = 1.01 * CLOSE_SHARE


@dataclass(frozen=True, slots=True)
class Cycle:
    """A movement from turning point `foot` to `top` and back to `end`.

    `height`: chord from the attitude of the present pause to that of `top`.
    """

    foot: Turn
    top: Turn
    end: Turn
    height: float


@dataclass(frozen=True, slots=True)
class WholeLift:
    """A lift between two grid points, with its height as a chord."""

    start: int
    end: int
    height: float

    def has_part(self, cycle: Cycle) -> bool:
        """Return whether a cycle is a part of the lift: within it, and much smaller."""
        within = self.start <= cycle.foot.point and cycle.end.point <= self.end
        return within and cycle.height < PULSE_SHARE * self.height


def look_back(turns: Sequence[Turn], pause: Turn, earliest: int) -> list[list[Cycle]]:
    """Return the latest cycles that end at `pause`, newest first, at the finest scale and, if different, a coarser one.

    `turns`: the turning points before `pause`, oldest first; those before grid point `earliest` are ignored.
    """
    seen = [turn for turn in reversed(turns) if turn.point >= earliest]
    chords = [chord(pause.up, turn.up) for turn in seen]
    fine = _find_cycles(seen, chords, pause, LEAST_STROKE_RAD)
    if not fine:
        return []
    floor = _COARSE_SHARE * max(cycle.height for cycle in fine[:FINE_CYCLES])
    if min(cycle.height for cycle in fine[:FINE_CYCLES]) >= floor:
        return [fine]
    coarse = _find_cycles(seen, chords, pause, floor)
    return [fine, coarse] if coarse else [fine]


def _find_cycles(turns: Sequence[Turn], chords: Sequence[float], pause: Turn, floor: float) -> list[Cycle]:
    """Return the cycles higher than `floor`, newest first; `turns` are newest first, `chords` lead from `pause`."""
    found: list[Cycle] = []
    end, at = pause, 0
    while at < len(turns) and len(found) < MOST_CYCLES:
        top, closing = _find_top(chords, at, floor)
        if closing < 0:
            found += _find_displaced_first(turns, chords, end, top)
            break
        foot = _find_foot(chords, closing, max(RISE_SHARE * chords[top], 0.5 * floor))
        found.append(Cycle(turns[foot], turns[top], end, chords[top]))
        end, at = turns[foot], foot + 1
    return found


def _find_displaced_first(turns: Sequence[Turn], chords: Sequence[float], end: Turn, top: int) -> list[Cycle]:
    """Return the oldest cycle, if it is a first lift that began in another attitude than it ended in."""
    if top < 0 or top + 1 >= len(turns):
        return []
    foot = min(range(top + 1, len(turns)), key=lambda k: (chords[k], k))
    displaced = chords[foot] < DISPLACED_SHARE * chords[top]
    return [Cycle(turns[foot], turns[top], end, chords[top])] if displaced else []


def _find_top(chords: Sequence[float], start: int, floor: float) -> tuple[int, int]:
    """Return the indices of the top of the next cycle and of the turning point that closes it, each -1 without one."""
    top, height = -1, floor
    for k in range(start, len(chords)):
        if chords[k] > height:
            top, height = k, chords[k]
        elif top >= 0 and chords[k] < CLOSE_SHARE * height:
            return top, k
    return top, -1


def _find_foot(chords: Sequence[float], start: int, rise: float) -> int:
    """Return the index of the lowest turning point from `start` on, before the angle rises again."""
    foot, lowest = start, chords[start]
    for k in range(start, len(chords)):
        if chords[k] < lowest:
            foot, lowest = k, chords[k]
        elif chords[k] > lowest + rise or k - foot > SETTLE_TURNS:
            break
    return foot
