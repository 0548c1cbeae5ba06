"""Holes in the data, found from the sample times alone.

A step between samples of more than two and a half periods is a gap: it is reported and never
closed up. Up to `RESTART_S` the movement is carried across it. After that nobody knows what was done in it: the
attitude is taken anew from gravity behind it, and a rep that spans it is counted as uncertain. Beyond `BRIDGE_S`
everything begins again and the set is over.
"""

import itertools

import numpy as np

from sensorcoach.dsp.running import median
from sensorcoach.events import GapFound
from sensorcoach.samples import FloatArray, Samples

GAP_PERIODS = 2.5
GAP_LEAST_S = 0.06
RESTART_S = 0.3
"""A top or a bottom takes longer than this, so none can hide in a shorter hole, and a straight line is close to
what was done; a stall of the radio (0.24 s was measured) stays below it."""
BRIDGE_S = 40.0
"""A sensor out of range is back after some seconds, and the set goes on at the same rep: to walk off and back takes
longer. Whoever does something else meanwhile lies otherwise afterwards, which ends the set."""

_LEARN = 33
"""How many sample times it takes to know the period."""


class GapWatch:
    """Finds the gaps of a stream; holds its answer until the sensor's period is known."""

    def __init__(self) -> None:
        self._limit_s: float | None = None
        """Longest step that is no gap; None until `_LEARN` times were seen."""
        self._times: FloatArray = np.empty(0)
        """Times not yet judged; the first of them closes the last judged step."""

    def feed(self, time_s: FloatArray) -> tuple[GapFound, ...]:
        """The gaps that end within these times (n,)."""
        self._times = np.concatenate([self._times, time_s])
        if self._limit_s is None:
            if len(self._times) < _LEARN:
                return ()
            self._limit_s = max(GAP_PERIODS * median(np.diff(self._times[:_LEARN])), GAP_LEAST_S)
        steps_s = self._times[1:] - self._times[:-1]
        found = [
            GapFound(float(self._times[k]), float(self._times[k + 1])) for k in np.flatnonzero(steps_s > self._limit_s)
        ]
        self._times = self._times[-1:].copy()
        return tuple(found)


def split_at_outages(samples: Samples, last_s: float | None) -> list[tuple[bool, Samples]]:
    """Cut samples where more than `BRIDGE_S` passed without one.

    `last_s` is the time of the sample before these, None at the beginning. Each piece comes with
    whether a silence lies before it.
    """
    if len(samples) == 0:
        return []
    before_s = np.concatenate([[samples.time_s[0] if last_s is None else last_s], samples.time_s[:-1]])
    steps_s = samples.time_s - before_s
    if not (steps_s > BRIDGE_S).any():
        return [(False, samples)]
    cuts = [0, *(int(k) for k in np.flatnonzero(steps_s > BRIDGE_S) if k > 0), len(samples)]
    pieces: list[tuple[bool, Samples]] = []
    for low, high in itertools.pairwise(cuts):
        pieces.append((bool(steps_s[low] > BRIDGE_S), samples.cut(low, high)))
    return pieces
