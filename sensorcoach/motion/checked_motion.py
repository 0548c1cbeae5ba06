"""Motion that uses the gyro as long as the gyro agrees with gravity, and drops it from then on.

The samples of the last minutes are kept. When the gyro proves wrong, their motion is computed again without it, so that
the movements that showed the fault are not lost.
"""

from collections import deque
from dataclasses import dataclass
from typing import Annotated

from sensorcoach.motion.motion import Motion
from sensorcoach.motion.motion_block import MotionBlock
from sensorcoach.parameters import Within
from sensorcoach.samples import Samples

KEPT_S: Annotated[float, Within(30.0, 600.0, "s")] = 120.0
"""Time before the fault that is computed again. The gyro is found wrong within the first turns of a set."""

GYRO_NOT_USED = "gyro_not_used"
"""Code of the notice that the gyro was dropped."""

GYRO_MESSAGE = (
    "The gyroscope contradicts the accelerometer (unit, sign or axes), so it is not used: reps are counted from the "
    "accelerometer alone."
)
"""Text of that notice."""


@dataclass(frozen=True, slots=True)
class CheckedBlock:
    """Motion for detection.

    `dropped_s`: time at which the gyro was dropped, with the first block of the motion computed again; else None.
    """

    block: MotionBlock
    dropped_s: float | None = None


class CheckedMotion:
    """Motion of one piece of recording without an outage, with a check of its gyro."""

    def __init__(self, *, has_gyro: bool) -> None:
        self._motion = Motion(has_gyro=has_gyro)
        self._kept: deque[Samples] = deque()
        """The latest samples, while a gyro is used."""

    @property
    def has_gyro(self) -> bool:
        """Whether the gyro is used."""
        return self._motion.has_gyro

    def feed(self, samples: Samples) -> list[CheckedBlock]:
        """Return the motion that these samples complete."""
        if not self._motion.has_gyro:
            samples = Samples(samples.time_s, samples.acc_mps2, None)
        block = self._motion.feed(samples)
        found = [] if block is None else [CheckedBlock(block)]
        if not self._motion.has_gyro:
            return found
        self._keep(samples)
        if block is None or self._motion.gyro_wrong_at is None:
            return found
        return [*found, *self._restart_without_gyro(block.time_s(self._motion.gyro_wrong_at) + block.late_s)]

    def _keep(self, samples: Samples) -> None:
        if len(samples):
            self._kept.append(samples)
        while self._kept and self._kept[0].time_s[-1] < self._kept[-1].time_s[0] - KEPT_S:
            self._kept.popleft()

    def _restart_without_gyro(self, dropped_s: float) -> list[CheckedBlock]:
        """Compute the motion of the kept samples without their gyro, from `KEPT_S` before the drop on."""
        self._motion = Motion(has_gyro=False)
        found: list[CheckedBlock] = []
        for samples in self._kept:
            recent = samples.time_s >= dropped_s - KEPT_S
            block = self._motion.feed(Samples(samples.time_s[recent], samples.acc_mps2[recent], None))
            if block is not None:
                found.append(CheckedBlock(block, None if found else dropped_s))
        self._kept.clear()
        return found
