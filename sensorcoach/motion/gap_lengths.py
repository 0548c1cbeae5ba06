"""Gaps in the data, found from the sample times alone.

A step between samples of more than two and a half periods is a gap. It is reported and never closed up. Three lengths
differ in what follows:

- short, up to `MAX_BRIDGED_GAP_S`: the movement is carried across the gap;
- long: the movement in it is unknown. The attitude starts again from gravity behind the gap, and a rep that spans it
  counts as uncertain (`long_gaps.py`);
- an outage, beyond `MAX_OUTAGE_S`: everything starts again and the set is over.
"""

import itertools
import math
from typing import Annotated

import numpy as np

from sensorcoach.dsp.running import median
from sensorcoach.events import GapFound
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray, Samples

GAP_PERIODS: Annotated[float, Within(1.5, 5.0, "periods")] = 2.5
"""Step between samples, in sample periods, beyond which samples are missing. Jitter of two periods occurs."""

GAP_LEAST_S: Annotated[float, Within(0.01, 0.3, "s")] = 0.06
"""Shortest gap. A fast sensor's jitter stays below it."""

MAX_BRIDGED_GAP_S: Annotated[float, Within(0.1, 1.0, "s")] = 0.3
"""Longest gap across which the movement is carried. A top or a bottom takes longer, so none can hide in a shorter gap,
and a straight line is close to the movement; a stall of the radio (0.24 s was measured) stays below it."""

MAX_OUTAGE_S: Annotated[float, Within(5.0, 300.0, "s")] = 40.0
"""Longest gap that a set survives. A sensor out of range is back after some seconds, and the set continues at the same
rep. A person who does something else meanwhile lies differently afterwards, which ends the set."""

LEARN_TIMES: Annotated[int, Within(5, 200, "samples")] = 33
"""Number of sample times that show the period. The median of 32 steps is steady."""


class GapWatch:
    """Finds the gaps of a stream; holds its answer until the sensor's period is known."""

    def __init__(self) -> None:
        self._limit_s: float | None = None
        """Longest step that is not a gap; None until `LEARN_TIMES` times were seen."""
        self.learned_s = -math.inf
        """Time of the sample that showed the period. Earlier gaps are known from then on."""
        self._times: FloatArray = np.empty(0)
        """Times not yet judged; the first of them closes the last judged step."""

    def feed(self, time_s: FloatArray) -> tuple[GapFound, ...]:
        """Return the gaps that end within these times (n,)."""
        self._times = np.concatenate([self._times, time_s])
        if self._limit_s is None:
            if len(self._times) < LEARN_TIMES:
                return ()
            self.learned_s = float(self._times[LEARN_TIMES - 1])
            self._limit_s = max(GAP_PERIODS * median(np.diff(self._times[:LEARN_TIMES])), GAP_LEAST_S)
        steps_s = self._times[1:] - self._times[:-1]
        found = [
            GapFound(float(self._times[k]), float(self._times[k + 1])) for k in np.flatnonzero(steps_s > self._limit_s)
        ]
        self._times = self._times[-1:].copy()
        return tuple(found)


def split_at_outages(samples: Samples, last_s: float | None) -> list[tuple[bool, Samples]]:
    """Cut samples at outages, where more than `MAX_OUTAGE_S` passed without one.

    `last_s` is the time of the sample before these, None at the beginning. Each piece comes with true where an outage
    lies before it.
    """
    if len(samples) == 0:
        return []
    before_s = np.concatenate([[samples.time_s[0] if last_s is None else last_s], samples.time_s[:-1]])
    steps_s = samples.time_s - before_s
    if not (steps_s > MAX_OUTAGE_S).any():
        return [(False, samples)]
    cuts = [0, *(int(k) for k in np.flatnonzero(steps_s > MAX_OUTAGE_S) if k > 0), len(samples)]
    pieces: list[tuple[bool, Samples]] = []
    for low, high in itertools.pairwise(cuts):
        pieces.append((bool(steps_s[low] > MAX_OUTAGE_S), samples.cut(low, high)))
    return pieces
