"""How the sensor is worn now: what walking, bows and a stored reference tell, until the sensor is handled.

A stored reference says how the sensor sat when it was made. Before it names anything it must be borne out: by a walk
whose attitude agrees, and for a thigh, which may be the other one today, by the first step out of standing as well:
whoever stands and lifts a thigh by 40° lifts its front. Or by the arc of a set, where that cannot be a mirror image.
"""

import math
from collections import deque

import numpy as np

from sensorcoach.exercises.exercise import Placement
from sensorcoach.exercises.pose import Pose
from sensorcoach.motion.lift_axis import LiftAxis, cross_product, normalize
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.posture.forward_bends import ForwardBends
from sensorcoach.posture.mounting import Mounting
from sensorcoach.posture.upright import UprightEstimator
from sensorcoach.samples import FloatArray
from sensorcoach.units import RAD_PER_DEG

TRUSTED_S = 300.0
"""So long after a walk its attitude is trusted while nobody is seen to handle the sensor."""

HANDLED_S = 4.0
HANDLED_RAD = 350.0 * RAD_PER_DEG
"""Turning through so much in so long is a sensor in somebody's hands: in daily life getting down, rolling and sitting
up turn it by 330° at the most. A thigh that walks does so too, but stays near its attitude of walking."""

STRIDE_COS = math.cos(50.0 * RAD_PER_DEG)
"""Strides take no segment further from its mean attitude."""

STEPS_S = 3.0
"""So many seconds of steps on end are a walk; hands that fasten a belt jolt it for less."""

DOUBT_S = 6.0
"""A walk is known as such only after so long: until then it may be what turned the sensor so much."""

SWINGS_RAD = 8.0 * RAD_PER_DEG
SWINGS_AS_LINE = 0.6
"""A thigh that swings by this RMS, and across that by less than this share, swings from back to front."""

THIGH_SWING_RAD = 11.5 * RAD_PER_DEG
"""No pelvis swings by this RMS in walking: 2 to 8° in recordings of daily life; a thigh by 12 to 18°."""

AGREES_COS = math.cos(25.0 * RAD_PER_DEG)
"""Attitudes this close bear a reference out."""

CONTRADICTS_COS = math.cos(40.0 * RAD_PER_DEG)
"""Attitudes further apart than this show that the sensor has been moved since."""

STEP_OUT_COS = math.cos(40.0 * RAD_PER_DEG)
"""A thigh this far from the attitude of walking has stepped out of it."""


class MountingTracker:
    """Learns the mounting, look by look; `reference` is the stored one."""

    def __init__(self, look_points: int, placement: Placement, reference: Mounting | None = None) -> None:
        self._placement = placement
        self._reference = reference
        self._borne_out = False
        """Whether the reference has proved to be that of today."""
        self._posture = UprightEstimator(look_points)
        self._bows = ForwardBends(look_points)
        self._turned: deque[float] = deque(maxlen=round(HANDLED_S * RATE_HZ / look_points))
        """Angle turned through between looks, since the latest step."""
        self._recent: deque[FloatArray] = deque(maxlen=round(HANDLED_S * RATE_HZ / look_points))
        """Attitudes at the latest looks."""
        self._walk_looks = round(STEPS_S * RATE_HZ / look_points)
        self._steps = 0
        """Looks at steps on end."""
        self._doubted: int | None = None
        """Grid point since which the sensor seems to be handled."""
        self._standing = False
        """Whether a walk is known and the thigh has not stepped out since."""
        self._unknown = Mounting(placement)
        self._told = self._unknown
        self._told_from: tuple[object, object] = (None, None)
        """The mounting last told without a reference, and what the walk and the bows, or the swing, were then."""

    def look(
        self, now: int, up: FloatArray, turned_rad: float, walked: FloatArray | None, *, blurred: bool = False
    ) -> None:
        """`up` (3,) is the attitude, `turned_rad` how far it turned, to and fro, since the look before.

        `walked` (n, 3): attitudes of a walk now under way, else None. `blurred`: quick movements cannot be trusted, as
        without a gyro, where every push looks like a bow.
        """
        self._handling(now, up, turned_rad, walks=walked is not None)
        if walked is not None:
            self._posture.walk(now, walked)
            self._standing = True
        head = self._posture.head(now, TRUSTED_S)
        if self._placement is Placement.PELVIS and not blurred:
            self._bows.look(now, up, head)
        if head is not None:
            self._check(now, head, up)

    def is_upright(self, now: int, up: FloatArray) -> bool:
        """Is this attitude (3,) that of the latest walk?"""
        return self._posture.is_upright(now, up)

    def mounting(self, now: int) -> Mounting:
        """What is known now."""
        reference = self._reference
        if self._doubted is not None:
            return self._unknown
        if reference is not None and self._borne_out:
            return reference
        head = self._posture.head(now, TRUSTED_S)
        if head is None:
            return self._unknown
        more = self._posture.swing() if self._placement is Placement.THIGH else self._bows.front(now)
        if head is not self._told_from[0] or more is not self._told_from[1]:
            self._told, self._told_from = self._seen(now, head), (head, more)
        return self._told

    def _seen(self, now: int, head: FloatArray) -> Mounting:
        """What walks and bows tell, without a reference."""
        if self._placement is Placement.THIGH:
            return Mounting(self._placement, head, across=self._across(head))
        bowed = self._bows.front(now)
        if bowed is None:
            return Mounting(self._placement, head)
        return Mounting(self._placement, head, bowed[0], sure=bowed[1])

    def thigh_swing_rad(self, now: int) -> float | None:
        """By how much the walk swings a sensor that is said to sit at the pelvis, where no pelvis does; else None.

        Only with a gyro: without one every push seems to swing the sensor.
        """
        if self._placement is Placement.THIGH or self._posture.head(now, TRUSTED_S) is None:
            return None
        if self._posture.spread_rad() <= THIGH_SWING_RAD:
            return None
        wide_rad = self._posture.swing()[0]
        return wide_rad if wide_rad > THIGH_SWING_RAD else None

    def forget_walk_since(self, since: int) -> None:
        """Forget a walk that began after this grid point: it was a set of lifts."""
        self._posture.forget_since(since)

    def lifted(self, axis: LiftAxis, pose: Pose | None) -> None:
        """A set of the reference's own exercise, which has this pose: its arc may bear the reference out."""
        if self._reference is None or pose is None:
            return
        bottom, along = self._reference.in_sensor(pose.up), self._reference.in_sensor(pose.along)
        if bottom is None or along is None:
            return
        if float(bottom @ axis.bottom) > AGREES_COS and float(along @ axis.along) > AGREES_COS:
            self._borne_out = True

    def _handling(self, now: int, up: FloatArray, turned_rad: float, *, walks: bool) -> None:
        """Is the sensor in somebody's hands? Then all is doubtful, and after a while forgotten."""
        self._turned.append(turned_rad)
        self._recent.append(up)
        self._steps = self._steps + 1 if walks and self._strides() else 0
        if self._steps >= self._walk_looks:
            self._doubted = None
            self._turned.clear()
        elif self._doubted is None:
            self._doubted = now if sum(self._turned) > HANDLED_RAD else None
        elif now - self._doubted > DOUBT_S * RATE_HZ:
            self._forget()

    def _strides(self) -> bool:
        """Has the segment stayed near one attitude?"""
        recent = np.array(self._recent)
        return bool((recent @ normalize(recent.sum(axis=0)) > STRIDE_COS).all())

    def _forget(self) -> None:
        """The sensor has been handled: nothing is known of how it sits."""
        self._posture.forget()
        self._bows.forget()
        self._reference, self._borne_out, self._standing = None, False, False
        self._doubted = None
        self._turned.clear()

    def _check(self, now: int, head: FloatArray, up: FloatArray) -> None:
        """Does what is seen bear the reference out, or contradict it?"""
        reference = self._reference
        if reference is None or reference.head is None or reference.front is None:
            return
        if float(reference.head @ head) < CONTRADICTS_COS:
            self._reference, self._borne_out = None, False
        elif self._placement is Placement.THIGH:
            agrees = float(reference.head @ head) > AGREES_COS
            self._step_out(reference.front, head, up, agrees=agrees)
        elif float(reference.head @ head) > AGREES_COS:
            bowed = self._bows.front(now)
            self._borne_out = bowed is None or float(bowed[0] @ reference.front) > CONTRADICTS_COS

    def _step_out(self, front: FloatArray, head: FloatArray, up: FloatArray, *, agrees: bool) -> None:
        """The first step out of standing: the thigh's front comes up, or the reference is another leg's."""
        if not self._standing or float(up @ head) > STEP_OUT_COS:
            return
        self._standing = False
        facing = float(normalize(up - head * float(up @ head)) @ front)
        if facing < 0.0:
            self._reference, self._borne_out = None, False
        elif agrees and facing > CONTRADICTS_COS:
            self._borne_out = True

    def _across(self, head: FloatArray) -> FloatArray | None:
        """The line from side to side: a thigh that walks swings at right angles to it."""
        wide_rad, narrow_rad, line = self._posture.swing()
        if wide_rad < SWINGS_RAD or narrow_rad > SWINGS_AS_LINE * wide_rad:
            return None
        return normalize(cross_product(head, line))
