"""The lift angle over a whole recording, joined from the stretches that the pipeline emits."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sensorcoach.events import Event, LiftTrace
from sensorcoach.samples import FloatArray, freeze


@dataclass(frozen=True, slots=True, eq=False)
class LiftAngle:
    """Lift angle over time: `time_s` (n,) rises, `angle_rad` (n,); both read-only.

    Where samples are missing, or before the lift axis is known, there is no point.
    """

    time_s: FloatArray
    angle_rad: FloatArray

    def __len__(self) -> int:
        return len(self.time_s)

    def between(self, start_s: float, end_s: float) -> "LiftAngle":
        """The part from `start_s` to `end_s`, both included."""
        cut = slice(
            int(np.searchsorted(self.time_s, start_s, side="left")),
            int(np.searchsorted(self.time_s, end_s, side="right")),
        )
        return LiftAngle(self.time_s[cut], self.angle_rad[cut])


def join_lift_angle(events: Iterable[Event]) -> LiftAngle:
    """Join all stretches end to end; where two overlap, the later one replaces the earlier one."""
    pieces: list[tuple[FloatArray, FloatArray]] = []
    for event in events:
        if isinstance(event, LiftTrace) and len(event.time_s):
            _cut_pieces(pieces, float(event.time_s[0]))
            pieces.append((event.time_s, event.angle_rad))
    time_s = np.concatenate([piece[0] for piece in pieces]) if pieces else np.empty(0)
    angle_rad = np.concatenate([piece[1] for piece in pieces]) if pieces else np.empty(0)
    freeze(time_s)
    freeze(angle_rad)
    return LiftAngle(time_s, angle_rad)


def _cut_pieces(pieces: list[tuple[FloatArray, FloatArray]], start_s: float) -> None:
    """Drop every point from `start_s` on."""
    while pieces and pieces[-1][0][-1] >= start_s:
        time_s, angle_rad = pieces.pop()
        kept = int(np.searchsorted(time_s, start_s))
        if kept:
            pieces.append((time_s[:kept], angle_rad[:kept]))
