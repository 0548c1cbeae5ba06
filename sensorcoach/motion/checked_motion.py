"""Motion with a gyro that is checked against gravity, corrected where one correction explains it, else dropped.

The samples of the last minutes are kept. When the gyro is found wrong, motion is computed again from them, with the
corrected gyro or without one, so that the movements that showed the fault are not lost.
"""

from collections import deque
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from sensorcoach.motion.gyro_correction import GyroCorrection, explain_gyro
from sensorcoach.motion.gyro_faults import GyroFaults
from sensorcoach.motion.motion import Motion
from sensorcoach.motion.motion_block import MotionBlock
from sensorcoach.parameters import Within
from sensorcoach.samples import Samples, join_samples

KEPT_S: Annotated[float, Within(30.0, 600.0, "s")] = 120.0
"""How much of the past is computed again. A set that began earlier loses its first reps; more costs memory."""

MOST_CORRECTIONS: Annotated[int, Within(0, 5, "times")] = 2
"""How often a gyro may be corrected. Lifts about one axis explain it only partly; other lifts may show the rest."""

GYRO_NOT_USED, GYRO_CORRECTED = "gyro_not_used", "gyro_corrected"
"""Codes of the notices."""


CONTRADICTS_MESSAGE = "The gyroscope contradicts the accelerometer; no unit, sign or order of axes explains it."
NOT_USED_MESSAGE = "It is not used: reps are counted from the accelerometer alone."


class Restart(NamedTuple):
    """Why the motion begins again: the gyro was found wrong at `known_s`. Code and message are those of a notice."""

    code: str
    message: str
    known_s: float


@dataclass(frozen=True, slots=True)
class CheckedBlock:
    """Motion to be detected in. `restart`: the gyro was found wrong, and the motion begins again before that."""

    block: MotionBlock
    restart: Restart | None = None


@dataclass(slots=True)
class GyroTrust:
    """What is known of one sensor's gyro: whether it is used, and the correction that is applied to it.

    `corrections` counts how often one was looked for.
    """

    is_used: bool = True
    correction: GyroCorrection | None = None
    corrections: int = 0


class CheckedMotion:
    """One unbroken stretch of recording, with a gyro that is watched; `gyro` carries over to the next stretch."""

    def __init__(self, *, has_gyro: bool, gyro: GyroTrust | None = None) -> None:
        self._gyro = gyro or GyroTrust()
        self._motion = Motion(has_gyro=has_gyro and self._gyro.is_used)
        self._faults = GyroFaults()
        self._kept: deque[Samples] = deque()
        """The latest samples as the sensor sent them, as long as a gyro is used."""

    @property
    def has_gyro(self) -> bool:
        """Whether the gyro is used."""
        return self._motion.has_gyro

    def feed(self, samples: Samples) -> list[CheckedBlock]:
        """The motion that these samples complete."""
        faulty_s = self._look_for_faults(samples)
        if faulty_s < float("inf"):
            until = self._motion.feed(
                self._corrected(samples.cut(0, int(samples.time_s.searchsorted(faulty_s, "right"))))
            )
            return [*([] if until is None else [CheckedBlock(until)]), *self._restart(faulty_s)]
        block = self._motion.feed(self._corrected(samples))
        found = [] if block is None else [CheckedBlock(block)]
        while block is not None and self._motion.gyro_wrong_at is not None:
            again = self._restart(block.time_s(self._motion.gyro_wrong_at) + block.late_s)
            found += again
            block = again[-1].block if again else None
        return found

    def _look_for_faults(self, samples: Samples) -> float:
        """Keep samples whose gyro is used; return when its own readings showed a fault, infinity where they do not."""
        if not self._motion.has_gyro:
            return float("inf")
        self._keep(samples)
        self._faults.feed(samples)
        return self._faults.fault_s

    def _corrected(self, samples: Samples) -> Samples:
        """The samples with the gyro that is used."""
        if not self._motion.has_gyro:
            return Samples(samples.time_s, samples.acc_mps2, None)
        return self._gyro.correction.apply(samples) if self._gyro.correction else samples

    def _keep(self, samples: Samples) -> None:
        if len(samples):
            self._kept.append(samples)
        while self._kept and self._kept[0].time_s[-1] < self._kept[-1].time_s[0] - KEPT_S:
            self._kept.popleft()

    def _restart(self, wrong_s: float) -> list[CheckedBlock]:
        """The motion of the kept samples, those older than `KEPT_S` before `wrong_s` left out, with a better gyro."""
        recent = [one.cut(*one.time_s.searchsorted([wrong_s - KEPT_S, float("inf")])) for one in self._kept]
        restart = self._explain(wrong_s, [one.cut(0, int(one.time_s.searchsorted(wrong_s, "right"))) for one in recent])
        self._motion = Motion(has_gyro=self._gyro.is_used)
        if not self._gyro.is_used:
            self._kept.clear()
        found: list[CheckedBlock] = []
        for samples in recent:
            block = self._motion.feed(self._corrected(samples))
            if block is not None:
                found.append(CheckedBlock(block, None if found else restart))
            if self._motion.gyro_wrong_at is not None:
                break
        return found

    def _explain(self, wrong_s: float, until_wrong: list[Samples]) -> Restart:
        """Look for a correction that explains the readings so far; without one the gyro is not used any more."""
        delay_s = self._motion.gyro_delay_s
        fault = f"is {abs(delay_s):.1f} s {'late' if delay_s > 0.0 else 'early'}" if delay_s else self._faults.fault
        if fault is not None:
            self._gyro.is_used = False
            return Restart(GYRO_NOT_USED, f"The gyroscope {fault}. {NOT_USED_MESSAGE}", wrong_s)
        self._gyro.corrections += 1
        few = self._gyro.corrections <= MOST_CORRECTIONS
        self._gyro.correction = explain_gyro(join_samples(until_wrong)) if few else None
        if self._gyro.correction is None:
            self._gyro.is_used = False
            return Restart(GYRO_NOT_USED, f"{CONTRADICTS_MESSAGE} {NOT_USED_MESSAGE}", wrong_s)
        message = f"The gyroscope {self._gyro.correction.describe()}. Its readings are corrected."
        return Restart(GYRO_CORRECTED, message, wrong_s)
