"""The current mounting of the sensor, from walks, forward bends and a stored reference, until the sensor is handled.

A stored reference describes the mounting at the time of its recording. It names nothing until it is confirmed. A walk
whose attitude agrees confirms it. A thigh, which may be the other one today, also needs the first step out of standing:
a standing person who lifts a thigh by 40° lifts its front. The arc of a set confirms it too, where that arc cannot be a
mirror image.
"""

import math
from collections import deque
from typing import Annotated

import numpy as np

from sensorcoach.exercises.exercise import Placement
from sensorcoach.exercises.pose import Pose
from sensorcoach.motion.lift_axis import LiftAxis, cross_product, normalize
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.posture.forward_bends import ForwardBends
from sensorcoach.posture.mounting import Mounting
from sensorcoach.posture.upright import UprightEstimator
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

TRUSTED_S: Annotated[float, Within(30.0, 1800.0, "s")] = 300.0
"""Time after a walk while its attitude is trusted, if no handling of the sensor is seen."""

HANDLED_S: Annotated[float, Within(1.0, 15.0, "s")] = 4.0
"""Time over which the turns of the sensor are added up. Hands turn a sensor within seconds."""

HANDLED_RAD: Annotated[float, Within(3.0, 15.0, "rad")] = 350.0 * RAD_PER_DEG
"""Sum of turns within that time that shows a sensor in somebody's hands. In daily life getting down, rolling and
sitting up turn it by 330° at most. A walking thigh turns as much, but stays near its attitude of walking."""

STRIDE_RAD: Annotated[float, Within(0.5, 1.3, "rad")] = 50.0 * RAD_PER_DEG
"""Largest angle of a striding segment from its mean attitude."""

STEPS_S: Annotated[float, Within(1.0, 10.0, "s")] = 3.0
"""Time of uninterrupted steps that is a walk. Hands that fasten a belt jolt it for less."""

DOUBT_S: Annotated[float, Within(2.0, 20.0, "s")] = 6.0
"""Time after which a sensor that seems handled is handled. A walk, which turns it as much, is recognised before."""

SWINGS_RAD: Annotated[float, Within(0.05, 0.3, "rad")] = 8.0 * RAD_PER_DEG
"""Least RMS swing of a walking thigh along a line that shows its front and back."""

SWINGS_AS_LINE: Annotated[float, Within(0.3, 0.9, "share")] = 0.6
"""Largest swing across that line, as a share of the swing along it. More is a swing without a direction."""

THIGH_SWING_RAD: Annotated[float, Within(0.14, 0.21, "rad")] = 11.5 * RAD_PER_DEG
"""RMS swing that no walking pelvis reaches. In recordings of daily life a pelvis swings by 2 to 8°, a thigh by 12 to
18°."""

AGREES_RAD: Annotated[float, Within(0.1, 0.8, "rad")] = 25.0 * RAD_PER_DEG
"""Largest angle between attitudes that confirms a reference."""

CONTRADICTS_RAD: Annotated[float, Within(0.4, 1.2, "rad")] = 40.0 * RAD_PER_DEG
"""Angle between attitudes beyond which the sensor has been moved since the reference."""

STEP_OUT_RAD: Annotated[float, Within(0.4, 1.2, "rad")] = 40.0 * RAD_PER_DEG
"""Angle of a thigh from the attitude of walking that is a step out of standing."""

_STRIDE_COS, _AGREES_COS = math.cos(STRIDE_RAD), math.cos(AGREES_RAD)
_CONTRADICTS_COS, _STEP_OUT_COS = math.cos(CONTRADICTS_RAD), math.cos(STEP_OUT_RAD)


class MountingTracker:
    """Learns the mounting, observation by observation; `reference` is the stored one.

    `hop_points`: grid points between two observations.
    """

    def __init__(self, hop_points: int, placement: Placement, reference: Mounting | None = None) -> None:
        self._placement = placement
        self._reference = reference
        self._is_confirmed = False
        """Whether the reference describes the current mounting."""
        self._upright = UprightEstimator(hop_points)
        self._bends = ForwardBends(hop_points)
        self._turned: deque[float] = deque(maxlen=round(HANDLED_S * RATE_HZ / hop_points))
        """Turns between observations, since the latest step."""
        self._recent: deque[FloatArray] = deque(maxlen=round(HANDLED_S * RATE_HZ / hop_points))
        """The latest attitudes."""
        self._walk_length = round(STEPS_S * RATE_HZ / hop_points)
        """Number of observations in a walk of `STEPS_S`."""
        self._steps = 0
        """Number of uninterrupted observations at steps."""
        self._doubted: int | None = None
        """Grid point since which the sensor seems handled."""
        self._is_standing = False
        """Whether a walk is known and the thigh has not stepped out since."""
        self._unknown = Mounting(placement)
        self._learned = self._unknown
        """The latest mounting learned without a reference."""
        self._learned_from: tuple[object, ...] = ()
        """Point of the walk, and state of the swing or points of the bends, from which it was learned."""

    def observe(
        self, now: int, up: FloatArray, turned_rad: float, walked: FloatArray | None, *, blurred: bool = False
    ) -> None:
        """Add an attitude `up` (3,); `turned_rad` adds up all turns since the previous observation.

        `walked` (n, 3): attitudes of a walk in progress, else None. `blurred`: quick movements are unreliable, as
        without a gyro, where each push looks like a bend.
        """
        self._detect_handling(now, up, turned_rad, walks=walked is not None)
        if walked is not None:
            self._upright.walk(now, walked)
            self._is_standing = True
        head = self._upright.head(now, TRUSTED_S)
        if self._placement is Placement.PELVIS and not blurred:
            self._bends.observe(now, up, head)
        if head is not None:
            self._check_reference(now, head, up)

    def is_upright(self, now: int, up: FloatArray) -> bool:
        """Return whether this attitude (3,) is that of the latest walk."""
        return self._upright.is_upright(now, up)

    def mounting(self, now: int) -> Mounting:
        """The mounting as far as it is known now."""
        reference = self._reference
        if self._doubted is not None:
            return self._unknown
        if reference is not None and self._is_confirmed:
            return reference
        known = self._upright.dated_head(now, TRUSTED_S)
        if known is None:
            return self._unknown
        head, walked = known
        is_thigh = self._placement is Placement.THIGH
        learned_from = (walked, self._upright.changes if is_thigh else self._bends.trusted_points(now))
        if learned_from != self._learned_from:
            self._learned, self._learned_from = self._learn(now, head), learned_from
        return self._learned

    def _learn(self, now: int, head: FloatArray) -> Mounting:
        """The mounting that follows from walks and bends, without a reference."""
        if self._placement is Placement.THIGH:
            return Mounting(self._placement, head, across=self._across(head))
        front = self._bends.front(now)
        if front is None:
            return Mounting(self._placement, head)
        return Mounting(self._placement, head, front[0], sure=front[1])

    def thigh_swing_rad(self, now: int) -> float | None:
        """RMS swing in walking of a sensor that should sit at the pelvis, where no pelvis swings so far; else None.

        Valid only with a gyro: without one each push seems to swing the sensor.
        """
        if self._placement is Placement.THIGH or self._upright.head(now, TRUSTED_S) is None:
            return None
        if self._upright.spread_rad() <= THIGH_SWING_RAD:
            return None
        wide_rad = self._upright.swing()[0]
        return wide_rad if wide_rad > THIGH_SWING_RAD else None

    def forget_walk_since(self, since: int) -> None:
        """Forget a walk that began after this grid point: it was a set of lifts."""
        self._upright.forget_since(since)

    def confirm_by_set(self, axis: LiftAxis, pose: Pose | None) -> None:
        """Confirm the reference if its own exercise, which has this pose, would draw this arc."""
        if self._reference is None or pose is None:
            return
        bottom, along = self._reference.in_sensor(pose.up), self._reference.in_sensor(pose.along)
        if bottom is None or along is None:
            return
        if float(bottom @ axis.bottom) > _AGREES_COS and float(along @ axis.along) > _AGREES_COS:
            self._is_confirmed = True

    def _detect_handling(self, now: int, up: FloatArray, turned_rad: float, *, walks: bool) -> None:
        """Doubt the mounting while the sensor seems to be in somebody's hands, and forget it after a while."""
        self._turned.append(turned_rad)
        self._recent.append(up)
        self._steps = self._steps + 1 if walks and self._is_striding() else 0
        if self._steps >= self._walk_length:
            self._doubted = None
            self._turned.clear()
        elif self._doubted is None:
            self._doubted = now if sum(self._turned) > HANDLED_RAD else None
        elif now - self._doubted > DOUBT_S * RATE_HZ:
            self._forget()

    def _is_striding(self) -> bool:
        """Return whether the segment has stayed near one attitude."""
        recent = np.array(self._recent)
        return bool((recent @ normalize(recent.sum(axis=0)) > _STRIDE_COS).all())

    def _forget(self) -> None:
        """Forget the mounting: the sensor has been handled."""
        self._upright.forget()
        self._bends.forget()
        self._reference, self._is_confirmed, self._is_standing = None, False, False
        self._doubted = None
        self._turned.clear()

    def _check_reference(self, now: int, head: FloatArray, up: FloatArray) -> None:
        """Confirm or drop the reference by the attitude of walking and the forward bends."""
        reference = self._reference
        if reference is None or reference.head is None or reference.front is None:
            return
        if float(reference.head @ head) < _CONTRADICTS_COS:
            self._reference, self._is_confirmed = None, False
        elif self._placement is Placement.THIGH:
            agrees = float(reference.head @ head) > _AGREES_COS
            self._check_step_out(reference.front, head, up, agrees=agrees)
        elif float(reference.head @ head) > _AGREES_COS:
            front = self._bends.front(now)
            self._is_confirmed = front is None or float(front[0] @ reference.front) > _CONTRADICTS_COS

    def _check_step_out(self, front: FloatArray, head: FloatArray, up: FloatArray, *, agrees: bool) -> None:
        """Check the first step out of standing: the thigh's front comes up, or the reference is the other leg's."""
        if not self._is_standing or float(up @ head) > _STEP_OUT_COS:
            return
        self._is_standing = False
        facing = float(normalize(up - head * float(up @ head)) @ front)
        if facing < 0.0:
            self._reference, self._is_confirmed = None, False
        elif agrees and facing > _CONTRADICTS_COS:
            self._is_confirmed = True

    def _across(self, head: FloatArray) -> FloatArray | None:
        """The line (3,) from side to side: a walking thigh swings at right angles to it."""
        wide_rad, narrow_rad, line = self._upright.swing()
        if wide_rad < SWINGS_RAD or narrow_rad > SWINGS_AS_LINE * wide_rad:
            return None
        return normalize(cross_product(head, line))
