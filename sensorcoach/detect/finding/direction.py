"""Which end of the arc is the bottom?

Cycles look alike from the bottom and from the top. What is known of either end adds log-odds: the attitude in which a
set was armed, the force (a lift raises the sensor, so |a| exceeds gravity as the angle begins to grow), the set before
on the same arc, and the stay before the first lift.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from sensorcoach.detect.finding.search import Hypothesis
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.motion.lift_axis import LiftAxis, angles_between
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray

ARMED = 6.0
"""The person said "now" while at rest in this attitude: it is the bottom."""

BEFORE = 2.5
"""The set before was done on the same arc."""

RESTED = 2.0
"""The segment stayed at this end before the first lift."""

SAME_ARC = 0.75
"""Cosine between the directions of two arcs from which they are the same."""

REST_POINTS = round(0.4 * RATE_HZ)
FIRST = 0.6
"""Shortest stay that may be a rest, and how much the first one says beside a stay that outlasts all others."""

SETTLED_TIMES = 1.5
SETTLED_S = 1.0
"""A stay is the rest before the set when it is longer than this many times all others, and this."""

ARC_SHARE = 0.6
"""Attitudes within this share of the range of the arc's plane belong to the stay before the first lift."""

LONGEST_REST_S = 45.0
"""No further back than this is a rest looked for."""


@dataclass(frozen=True, slots=True)
class DirectionEvidence:
    """Log-odds that the feet of the cycles are the bottom, by what says so."""

    armed: float
    force: float
    before: float
    rested: float

    @property
    def log_odds(self) -> float:
        """All of them together."""
        return self.armed + self.force + self.before + self.rested


def weigh_direction(
    record: MotionHistory,
    found: Hypothesis,
    axis: LiftAxis,
    limits: MovementLimits,
    *,
    before: LiftAxis | None,
    armed_up: FloatArray | None,
    raising: float,
    earliest: int,
) -> DirectionEvidence:
    """What speaks for the feet of these cycles being the bottom; `axis` leads from them to the tops.

    `before`: arc of the set before; `armed_up` (3,): attitude in which a set was armed; `raising`: correlation of |a|
    with the angle's second difference; `earliest`: grid point until which the set before lasted.
    """
    along = 0.0 if before is None else float(_way(before) @ _way(axis))
    return DirectionEvidence(
        armed=0.0 if armed_up is None else ARMED * _nearer_to_bottom(axis, armed_up),
        force=limits.raising * raising,
        before=float(np.sign(along)) * BEFORE if abs(along) > SAME_ARC else 0.0,
        rested=RESTED * _rested(record, found, axis, earliest, alternate=limits.alternate),
    )


def _way(axis: LiftAxis) -> FloatArray:
    """Unit vector (3,) from the bottom to the top; unlike a tangent it only changes its sign with the end."""
    chord = axis.at(axis.range_rad) - axis.bottom
    return chord / np.sqrt(float(chord @ chord))


def _nearer_to_bottom(axis: LiftAxis, up: FloatArray) -> float:
    """1 at the bottom of the arc, -1 at its top, 0 off the arc."""
    ends = np.array([axis.bottom, axis.at(axis.range_rad)])
    bottom_rad, top_rad = angles_between(ends, up).tolist()
    if min(bottom_rad, top_rad) > ARC_SHARE * axis.range_rad:
        return 0.0
    return 1.0 if bottom_rad < top_rad else -1.0


def _rested(record: MotionHistory, found: Hypothesis, axis: LiftAxis, earliest: int, *, alternate: bool) -> float:
    """1 where the rest before the first lift was at the feet, -1 where it was at the tops, 0 where none was seen.

    A stay that outlasts all others is the rest before the set; else the first stay on the arc is. How long somebody
    stayed where nobody looked is not known.
    """
    leave, now = found.cycles[-1].measures.leave, found.pause.known
    start = find_arc_start(record, max(earliest, record.first), leave, axis)
    high = axis.angle_rad(record.up(start, now + 1)) > 0.5 * axis.range_rad
    edges = [0, *(1 + np.flatnonzero(np.diff(high))).tolist(), len(high)]
    stays = [ArcStay(a, b - a, bool(high[a])) for a, b in itertools.pairwise(edges)]
    stays = [stay for stay in stays if not record.has_gone(start + stay.start, start + stay.start + stay.points)]
    if alternate and len(stays) > 3:
        # The other side has its turn while this one is at the bottom, so the longer stays are there.
        low, high = ([stay.points for stay in stays[1:-1] if stay.high is end] for end in (False, True))
        return 1.0 if np.median(low) >= np.median(high) else -1.0
    before = [stay for stay in stays if stay.start <= max(leave - start - 1, 0)]
    longest = max(before, key=lambda stay: stay.points, default=None)
    others = max((stay.points for stay in stays if stay is not longest), default=0)
    if longest is None:
        return 0.0
    if longest.points <= SETTLED_TIMES * others + SETTLED_S * RATE_HZ:
        first = next((stay for stay in stays if stay.points >= REST_POINTS), None)
        return 0.0 if first is None else -FIRST if first.high else FIRST
    return -1.0 if longest.high else 1.0


@dataclass(frozen=True, slots=True)
class ArcStay:
    """A stretch of points on one side of the middle of the arc, from `start` on."""

    start: int
    points: int
    high: bool


def find_arc_start(record: MotionHistory, earliest: int, point: int, axis: LiftAxis) -> int:
    """The grid point from which on every attitude until `point` lies near the arc."""
    low = max(earliest, point - round(LONGEST_REST_S * RATE_HZ))
    up = record.up(low, point + 1)
    angle_rad = axis.angle_rad(up)
    off = np.abs(axis.sine_out_of_plane(up)) > ARC_SHARE * axis.range_rad
    off |= (angle_rad > 1.6 * axis.range_rad) | (angle_rad < -0.4 * axis.range_rad)
    where = np.flatnonzero(off)
    return low + int(where[-1]) + 1 if len(where) else low
