"""Motion with a gyro only as long as the gyro agrees with gravity; without it from the moment it does not.

The samples of the last minutes are kept: when the gyro is found wrong, motion is worked out again from them without
it, so that the movements that showed the fault are not lost.
"""

from collections import deque
from dataclasses import dataclass

from sensorcoach.motion.motion import Motion
from sensorcoach.motion.motion_block import MotionBlock
from sensorcoach.samples import Samples

KEPT_S = 120.0
"""How much of the past is worked out again."""

GYRO_NOT_USED = "gyro_not_used"
"""Code of the notice."""

GYRO_MESSAGE = (
    "The gyroscope contradicts the accelerometer (unit, sign or axes), so it is not used: reps are counted from the "
    "accelerometer alone."
)
"""What it says."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Motion to be detected in. `dropped_s`: the gyro was dropped then, and the motion begins again before it."""

    block: MotionBlock
    dropped_s: float | None = None


class CheckedMotion:
    """One unbroken stretch of recording, with a gyro that is watched."""

    def __init__(self, *, has_gyro: bool) -> None:
        self._motion = Motion(has_gyro=has_gyro)
        self._kept: deque[Samples] = deque()
        """The latest samples, as long as a gyro is used."""

    @property
    def has_gyro(self) -> bool:
        """Whether the gyro is used."""
        return self._motion.has_gyro

    def feed(self, samples: Samples) -> list[Stretch]:
        """The motion that these samples complete."""
        if not self._motion.has_gyro:
            samples = Samples(samples.time_s, samples.acc_mps2, None)
        block = self._motion.feed(samples)
        found = [] if block is None else [Stretch(block)]
        if not self._motion.has_gyro:
            return found
        self._keep(samples)
        if block is None or self._motion.gyro_wrong_at is None:
            return found
        return [*found, *self._begin_again(block.time_s(self._motion.gyro_wrong_at) + block.late_s)]

    def _keep(self, samples: Samples) -> None:
        if len(samples):
            self._kept.append(samples)
        while self._kept and self._kept[0].time_s[-1] < self._kept[-1].time_s[0] - KEPT_S:
            self._kept.popleft()

    def _begin_again(self, dropped_s: float) -> list[Stretch]:
        """The kept samples without their gyro; those that are older than `KEPT_S` before now are left out."""
        self._motion = Motion(has_gyro=False)
        found: list[Stretch] = []
        for samples in self._kept:
            recent = samples.time_s >= dropped_s - KEPT_S
            block = self._motion.feed(Samples(samples.time_s[recent], samples.acc_mps2[recent], None))
            if block is not None:
                found.append(Stretch(block, None if found else dropped_s))
        self._kept.clear()
        return found
