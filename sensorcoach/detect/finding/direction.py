"""Weigh which end of the arc is the bottom.

`set_start` turns the arc over where the evidence is against its bottom. Cycles look alike from the bottom and from the
top, so the evidence comes from elsewhere: the attitude in which a set was armed, the force (a lift raises the sensor,
so |a| exceeds gravity as the angle begins to grow), the set before on the same arc, and the rest before the first lift.
"""

import itertools
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from sensorcoach.detect.finding.search import Hypothesis
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.movement_limits import MovementLimits
from sensorcoach.motion.lift_axis import LiftAxis, angles_between
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray

ARMED_LOG_ODDS: Annotated[float, Within(0.0, 12.0, "log-odds")] = 6.0
"""Evidence for the end at which the set was armed. The wearer arms it at rest at the bottom."""

BEFORE_LOG_ODDS: Annotated[float, Within(0.0, 12.0, "log-odds")] = 2.5
"""Evidence for the bottom of the set before, on the same arc. People mostly repeat the movement there."""

RESTED_LOG_ODDS: Annotated[float, Within(0.0, 12.0, "log-odds")] = 2.0
"""Evidence for the end at which the segment rested before the first lift. Some people get ready at the top."""

SAME_ARC_COS: Annotated[float, Within(0.3, 1.0, "cosine")] = 0.75
"""Least cosine between the directions of two equal arcs. People lie down again a little differently."""

REST_S: Annotated[float, Within(0.1, 2.0, "s")] = 0.4
"""Shortest stay that may be a rest. A segment that passes by stays for less."""

FIRST_STAY_SHARE: Annotated[float, Within(0.0, 1.0, "share")] = 0.6
"""Weight of the first stay on the arc, as a share of the weight of a rest that outlasts all other stays. It may be
chance."""

LONGER_TIMES: Annotated[float, Within(1.0, 4.0, "times")] = 1.5
"""Factor by which the rest before a set outlasts all other stays, beyond `LONGER_S`. Holds vary by less."""

LONGER_S: Annotated[float, Within(0.0, 5.0, "s")] = 1.0
"""Time by which the rest before a set outlasts that multiple. Of two short stays neither is a rest."""

ARC_SHARE: Annotated[float, Within(0.2, 1.0, "share")] = 0.6
"""Distance from an arc, as a share of its range, within which an attitude is near it. Lifts leave it by less."""

MOST_ANGLE_SHARE: Annotated[float, Within(1.1, 3.0, "share")] = 1.6
"""Largest angle near an arc, as a share of its range. Larger lifts are other movements."""

LEAST_ANGLE_SHARE: Annotated[float, Within(-1.0, -0.1, "share")] = -0.4
"""Smallest angle near an arc, as a share of its range. A person who rests lower is not in position yet."""

LONGEST_REST_S: Annotated[float, Within(5.0, 300.0, "s")] = 45.0
"""Longest rest before a set that is searched. A longer one is no better evidence."""

_REST_POINTS = round(REST_S * RATE_HZ)


@dataclass(frozen=True, slots=True)
class DirectionEvidence:
    """Log-odds that the feet of the cycles are the bottom, by source.

    `armed`: attitude in which the set was armed. `force`: force on the sensor. `before`: set before on the same arc.
    `rested`: rest before the first lift.
    """

    armed: float
    force: float
    before: float
    rested: float

    @property
    def log_odds(self) -> float:
        """Sum of all evidence."""
        return self.armed + self.force + self.before + self.rested


def weigh_direction(
    history: MotionHistory,
    found: Hypothesis,
    axis: LiftAxis,
    limits: MovementLimits,
    earliest: int,
    *,
    before: LiftAxis | None,
    armed_up: FloatArray | None,
    force_correlation: float,
) -> DirectionEvidence:
    """Return the evidence that the feet of the cycles are the bottom; `axis` leads from them to the tops.

    `earliest`: grid point at which the set before ended. `before`: its arc. `armed_up` (3,): attitude in which the set
    was armed. `force_correlation`: how the force follows the lift angle, -1 to 1.
    """
    along = 0.0 if before is None else float(_find_chord(before) @ _find_chord(axis))
    return DirectionEvidence(
        armed=0.0 if armed_up is None else ARMED_LOG_ODDS * _find_nearer_end(axis, armed_up),
        force=limits.force_log_odds * force_correlation,
        before=float(np.sign(along)) * BEFORE_LOG_ODDS if abs(along) > SAME_ARC_COS else 0.0,
        rested=RESTED_LOG_ODDS * _find_rested_end(history, found, axis, earliest, alternate=limits.alternate),
    )


def _find_chord(axis: LiftAxis) -> FloatArray:
    """Return the unit vector (3,) from bottom to top; unlike a tangent it only changes its sign with the bottom."""
    chord = axis.at(axis.range_rad) - axis.bottom
    return chord / np.sqrt(float(chord @ chord))


def _find_nearer_end(axis: LiftAxis, up: FloatArray) -> float:
    """Return 1 for an attitude near the bottom of the arc, -1 near its top, 0 off the arc."""
    ends = np.array([axis.bottom, axis.at(axis.range_rad)])
    bottom_rad, top_rad = angles_between(ends, up).tolist()
    if min(bottom_rad, top_rad) > ARC_SHARE * axis.range_rad:
        return 0.0
    return 1.0 if bottom_rad < top_rad else -1.0


def _find_rested_end(
    history: MotionHistory, found: Hypothesis, axis: LiftAxis, earliest: int, *, alternate: bool
) -> float:
    """Return 1 where the rest before the first lift was at the feet, -1 at the tops, 0 without a rest.

    A stay that outlasts all others is that rest. Else it is the first stay on the arc, which yields `FIRST_STAY_SHARE`.
    Stays in gaps have no known length.
    """
    leave, now = found.cycles[-1].measures.leave, found.pause.known
    start = find_arc_start(history, max(earliest, history.first), leave, axis)
    stays = _list_stays(history, start, now, axis)
    if alternate and len(stays) > 3:
        # The other side has its turn while this one is at the bottom, so the longer stays are there.
        low, high = ([stay.points for stay in stays[1:-1] if stay.high is end] for end in (False, True))
        return 1.0 if np.median(low) >= np.median(high) else -1.0
    before = [stay for stay in stays if stay.start <= max(leave - start - 1, 0)]
    longest = max(before, key=lambda stay: stay.points, default=None)
    others = max((stay.points for stay in stays if stay is not longest), default=0)
    if longest is None:
        return 0.0
    if longest.points <= LONGER_TIMES * others + LONGER_S * RATE_HZ:
        first = next((stay for stay in stays if stay.points >= _REST_POINTS), None)
        return 0.0 if first is None else -FIRST_STAY_SHARE if first.high else FIRST_STAY_SHARE
    return -1.0 if longest.high else 1.0


@dataclass(frozen=True, slots=True)
class ArcStay:
    """A stay of `points` grid points from `start` on, in one half of the arc; `high`: in the half of the top."""

    start: int
    points: int
    high: bool


def _list_stays(history: MotionHistory, start: int, now: int, axis: LiftAxis) -> list[ArcStay]:
    """Return the stays from grid point `start` to `now`, numbered from `start`, except those with gaps."""
    high = axis.angle_rad(history.up(start, now + 1)) > 0.5 * axis.range_rad
    edges = [0, *(1 + np.flatnonzero(np.diff(high))).tolist(), len(high)]
    stays = [ArcStay(a, b - a, bool(high[a])) for a, b in itertools.pairwise(edges)]
    return [stay for stay in stays if not history.has_gap(start + stay.start, start + stay.start + stay.points)]


def find_arc_start(history: MotionHistory, earliest: int, point: int, axis: LiftAxis) -> int:
    """Return the grid point from which on every attitude until `point` is near the arc."""
    low = max(earliest, point - round(LONGEST_REST_S * RATE_HZ))
    up = history.up(low, point + 1)
    angle_rad = axis.angle_rad(up)
    off = np.abs(axis.sine_out_of_plane(up)) > ARC_SHARE * axis.range_rad
    off |= (angle_rad > MOST_ANGLE_SHARE * axis.range_rad) | (angle_rad < LEAST_ANGLE_SHARE * axis.range_rad)
    where = np.flatnonzero(off)
    return low + int(where[-1]) + 1 if len(where) else low
