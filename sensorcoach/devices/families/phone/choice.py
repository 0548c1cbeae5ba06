"""Which of a phone's streams make the specific force, in which unit and with which sign.

In the order of preference, `total`: accelerometer with gravity as the phone measures it; `sum`: accelerometer without
gravity, and gravity from its own stream; `uncalibrated`: like total, as the chip gives it. Whatever it is, it must
show about 1 g: a phone that does not is refused with the reason, and looked at again.

An iPhone whose units are not standardised turns the sign of all accelerations round, and gives the uncalibrated one
in g: by that it is known. Without that stream nothing tells, since a world turned round at every axis is the mirror
image of ours: gravity, acceleration and rotation agree in it as they do here. Reps, range and tempo are the same in it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from sensorcoach.devices.families.phone.message import GRAVITY, GYRO, LINEAR, TOTAL, UNCALIBRATED, Readings
from sensorcoach.units import STANDARD_GRAVITY_MPS2

_ONE_G = (0.7, 1.3)
"""Median of a second, in g, of anybody who exercises; a jump is shorter."""
_LEAST_READINGS = 10

NOTHING = "The phone sends no acceleration."
TOO_FEW = "The phone sends fewer than ten readings a second."
NO_GRAVITY = "The phone sends its accelerometer without gravity, and no gravity stream beside it."
NOT_ONE_G = "The phone's acceleration does not show gravity: {level:.2f} m/s² where 9.81 is expected."
SWITCH_ON = (
    "In Sensor Logger switch on Accelerometer, Gravity and Gyroscope, "
    "and in Settings, Sensor Configuration, Standardise Units & Frames."
)


@dataclass(frozen=True, slots=True)
class StreamChoice:
    """How samples are made: `main` gives their times, `added` is put to it, `factor` makes both m/s² with our sign."""

    main: str
    added: str | None
    gyro: str | None
    factor: float

    @property
    def others(self) -> tuple[str, ...]:
        """The streams that are read off at the times of the main one."""
        return tuple(name for name in (self.added, self.gyro) if name is not None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the streams cannot be used."""

    reason: str


def choose_stream(streams: Mapping[str, Readings]) -> StreamChoice | Refusal:
    """The choice for these first readings, or why there is none."""
    enough = {name: stream for name, stream in streams.items() if len(stream) >= _LEAST_READINGS}
    gyro = GYRO if GYRO in enough else None
    chip_g = _level_g(enough[UNCALIBRATED].xyz) if UNCALIBRATED in enough else 0.0
    is_turned_round = _is_one_g(chip_g * STANDARD_GRAVITY_MPS2)
    sign = -1.0 if is_turned_round else 1.0
    if TOTAL in enough:
        main, added, factor, level_g = TOTAL, None, 1.0, _level_g(enough[TOTAL].xyz)
    elif LINEAR in enough and GRAVITY in enough:
        main, added, factor, level_g = LINEAR, GRAVITY, sign, _level_g(enough[GRAVITY].xyz)
    elif UNCALIBRATED in enough:
        unit = STANDARD_GRAVITY_MPS2 if is_turned_round else 1.0
        main, added, factor, level_g = UNCALIBRATED, None, sign * unit, chip_g * unit
    else:
        return Refusal(_lacking(streams, enough))
    if not _is_one_g(level_g):
        return Refusal(NOT_ONE_G.format(level=level_g * STANDARD_GRAVITY_MPS2))
    return StreamChoice(main, added, gyro, factor)


def _lacking(streams: Collection[str], enough: Collection[str]) -> str:
    """Why no specific force can be had of these streams, of which only some have enough readings."""
    if LINEAR in enough:
        return TOO_FEW if GRAVITY in streams else NO_GRAVITY
    return TOO_FEW if {LINEAR, TOTAL, UNCALIBRATED} & set(streams) else NOTHING


def _level_g(xyz: np.ndarray) -> float:
    """Median length, in g if these are m/s²."""
    return float(np.median(np.linalg.norm(xyz, axis=1))) / STANDARD_GRAVITY_MPS2


def _is_one_g(level_g: float) -> bool:
    return _ONE_G[0] <= level_g <= _ONE_G[1]
