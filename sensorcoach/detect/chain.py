"""A chain: the newest cycles, as grid points, newest first."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sensorcoach.detect.cycles import Excursion, alike_excursions, excursions
from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.motion.lift_axis import angles_between
from sensorcoach.samples import FloatArray

STEP = 5
"""Grid points between looked-at attitudes: 0.1 s, far below the quickest rep."""

SETTLE_STEPS = 5
"""Steps without a new low that end an excursion's foot: 0.5 s."""

TURN_SHARE = 0.2
"""At a turn or at rest the segment turns less than this share of the range in `TURN_S`."""

QUICK_S = 1.6
"""Cycles quicker than this come at the pace of strides."""

PROOFS = (2, 3, 4)
"""Numbers of cycles that may be proof enough."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The newest excursions; `feet` holds one more than `tops`, the first of them is now.

    `out_s`: how long each excursion stayed beyond half its height, those with a hole in them left out; `apart_s`: how
    long the segment stayed nearer than that between one excursion and the next, as far as it was seen.
    """

    heights_rad: list[float]
    tops: list[int]
    feet: list[int]
    out_s: list[float]
    apart_s: list[float]

    @property
    def now(self) -> int:
        return self.feet[0]

    @property
    def start(self) -> int:
        """Grid point of the oldest foot."""
        return self.feet[-1]

    @property
    def cycle_points(self) -> float:
        """How many grid points a cycle lasts."""
        return (self.now - self.start) / len(self.tops)

    @property
    def quickest_points(self) -> int:
        """How many grid points the shortest cycle lasts."""
        return min(new - old for new, old in itertools.pairwise(self.feet))


def wanted_cycles(chain: Chain, limits: Limits, *, holed: bool, much_alike: bool) -> int | None:
    """How many cycles are proof enough: life repeats a bend or a reach, but seldom twice alike.

    `holed`: samples are missing there; a third may lie in the hole, so two are enough.
    `much_alike`: they are as alike as most people's reps; what is less so must come once more.
    None where no number is: legs pedal, climb stairs and bounce at such a pace for minutes.
    """
    if limits.quick:
        enough = 4 if chain.cycle_points < QUICK_S * RATE_HZ else 2
    elif chain.quickest_points < QUICK_S * RATE_HZ:
        return None
    else:
        enough = 2 if holed else 3 if much_alike else 4
    return max(enough, 3) if min(chain.heights_rad) < limits.small_rad else enough


def newest_chains(record: MotionRecord, now: int, earliest: int, limits: Limits) -> Iterator[Chain]:
    """The newest alike cycles, as many as each of `PROOFS` wants, where there are so many and they may be enough."""
    low = max(earliest, record.back(now, round(limits.look_back_s * RATE_HZ)))
    past = record.up_backwards(now, low, STEP)
    angles_rad = angles_between(past, past[0])
    if record.turned_at(now) > TURN_SHARE * float(angles_rad.max()):
        return
    steps_rad = angles_rad.tolist()
    newest = excursions(steps_rad, limits.least_rad, PROOFS[-1], SETTLE_STEPS)
    two_may_do = limits.quick or record.has_hole(low - round(limits.idle_s * RATE_HZ), now)
    for wanted in PROOFS if two_may_do else PROOFS[1:]:
        found = alike_excursions(steps_rad, newest, wanted, SETTLE_STEPS)
        if len(found) == wanted:
            yield _as_points(found, angles_rad, now, record)


def _as_points(found: list[Excursion], angles_rad: FloatArray, now: int, record: MotionRecord) -> Chain:
    """Excursions, told in steps back from now, as grid points and seconds; what lies in a hole lasts no time."""
    unseen = record.gone(now - STEP * found[-1].foot, now + 1)[::-1]

    def seen(new: int, old: int) -> int:
        return old - new - round(int(np.count_nonzero(unseen[STEP * new : STEP * old])) / STEP)

    def is_whole(new: int, old: int) -> bool:
        return not unseen[STEP * new : STEP * old].any()

    step_s = STEP / RATE_HZ
    starts = [0] + [e.foot for e in found[:-1]]
    inside = [angles_rad[a : e.foot + 1] > 0.5 * e.height_rad for a, e in zip(starts, found, strict=True)]
    edges = [np.flatnonzero(out) + a for a, out in zip(starts, inside, strict=True)]
    outs = [(int(edge[0]), int(edge[-1]) + 1) for edge in edges]
    whole = [out for out in outs if is_whole(*out)]
    return Chain(
        heights_rad=[e.height_rad for e in found],
        tops=[now - STEP * e.top for e in found],
        feet=[now] + [now - STEP * e.foot for e in found],
        out_s=[step_s * (last - first) for first, last in (whole or outs)],
        apart_s=[step_s * seen(int(new[-1]), int(old[0])) for new, old in itertools.pairwise(edges)],
    )
