"""The cycles that the search for a set sees in a recording, each with its comparisons."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sensorcoach.detect.detector import KEEP_S
from sensorcoach.detect.finding.comparisons import NAMES, WITH_BEFORE, CycleMeasures, compare, measure_cycle
from sensorcoach.detect.finding.cycles import Cycle, look_back
from sensorcoach.detect.finding.strokes import Pause, PauseKind, StrokeCutter
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import LOOK_BACK_S
from sensorcoach.motion.checked_motion import CheckedMotion
from sensorcoach.motion.gap_lengths import split_at_outages
from sensorcoach.motion.input_units import InputUnits
from sensorcoach.motion.motion_block import MotionBlock
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray, Samples, join_samples

GROUP = 3000
"""Samples fed at once; the result does not depend on it."""

NO_BEFORE = (np.nan,) * len(WITH_BEFORE)


@dataclass(frozen=True, slots=True)
class Seen:
    """Cycles of one recording, n of them: times of their tops (n,), sizes (n,), and values (n, comparisons).

    Values are in the order of `NAMES`; a comparison that needs an earlier cycle is NaN without one. `lasts_s`: length
    of the recording.
    """

    top_s: FloatArray
    size_rad: FloatArray
    values: FloatArray
    lasts_s: float

    def __len__(self) -> int:
        return len(self.top_s)


_Row = tuple[float, float, tuple[float, ...]]
"""Time of the top, size, values."""


def see(samples: Samples) -> Seen:
    """Return the cycles of a whole recording: at each pause the newest, at each scale, beside the one before it.

    Motion with a gyro that is found wrong is left out; the motion computed again without that gyro is in.
    """
    scale = InputUnits()
    scaled = join_samples([scale.feed(samples), scale.finish()])
    rows: list[_Row] = []
    for _, piece in split_at_outages(scaled, None):
        rows += _stretch_rows(piece)
    lasts_s = float(np.ptp(samples.time_s)) if len(samples) else 0.0
    if not rows:
        return Seen(np.empty(0), np.empty(0), np.empty((0, len(NAMES))), lasts_s)
    top_s, size_rad, values = zip(*rows, strict=True)
    return Seen(np.array(top_s), np.array(size_rad), np.array(values), lasts_s)


def _stretch_rows(samples: Samples) -> list[_Row]:
    motion = CheckedMotion(has_gyro=samples.gyro_radps is not None)
    follower, rows = _Follower(), list[_Row]()
    for start in range(0, len(samples), GROUP):
        for stretch in motion.feed(part(samples, slice(start, start + GROUP))):
            if stretch.restart is not None:
                follower, rows = _Follower(), []
            rows += follower.rows(stretch.block)
    return rows


def part(samples: Samples, which: slice) -> Samples:
    """A stretch of the samples."""
    gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[which]
    return Samples(samples.time_s[which], samples.acc_mps2[which], gyro_radps)


class _Follower:
    """Cuts the motion into strokes and pairs them to cycles, like the search without an open set."""

    def __init__(self) -> None:
        self._record = MotionHistory()
        self._strokes = StrokeCutter()

    def rows(self, block: MotionBlock) -> list[_Row]:
        """The cycles that end in this motion."""
        record = self._record
        record.append(block)
        rows: list[_Row] = []
        while (pause := self._strokes.read_to_pause(record, record.end)) is not None:
            if pause.kind is not PauseKind.START:
                rows += [self._row(cycles) for cycles in self._newest(pause)]
        record.forget(record.go_back(record.end, round((LOOK_BACK_S + KEEP_S) * RATE_HZ)))
        return rows

    def _newest(self, pause: Pause) -> Iterator[list[Cycle]]:
        """The cycles that end at this pause at each scale; where the newest is the same, once."""
        record = self._record
        if record.is_in_gap(pause.known):
            return
        earliest = max(record.first, record.go_back(pause.known, round(LOOK_BACK_S * RATE_HZ)))
        told: set[tuple[int, int]] = set()
        for cycles in look_back(self._strokes.turns, pause.turn, earliest):
            key = (cycles[0].foot.point, cycles[0].top.point)
            if key not in told:
                told.add(key)
                yield cycles

    def _row(self, cycles: list[Cycle]) -> _Row:
        one = self._measure(cycles[0])
        pair = compare(one, self._measure(cycles[1])) if len(cycles) > 1 else NO_BEFORE
        return self._record.time_s(cycles[0].top.point), one.size_rad, (*pair, *one.alone)

    def _measure(self, cycle: Cycle) -> CycleMeasures:
        return measure_cycle(self._record, cycle)
