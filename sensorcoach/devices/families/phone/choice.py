"""Choose the streams of a phone that make the specific force, with their unit and sign.

In order of preference: `total`, the accelerometer including gravity; `sum`, the accelerometer without gravity plus the
gravity stream; `uncalibrated`, like total but straight from the chip. The force must be about 1 g. Otherwise the phone
is refused with the reason, and checked again later.

An iPhone without standardised units inverts the sign of all accelerations, and sends the uncalibrated stream in g,
which identifies it. Without that stream nothing does: a world inverted at each axis is the mirror image of ours, in
which gravity, acceleration and rotation still agree. Reps, range of motion and tempo are the same in it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from sensorcoach.devices.families.phone.message import GRAVITY, GYRO, LINEAR, TOTAL, UNCALIBRATED, Readings
from sensorcoach.units import STANDARD_GRAVITY_MPS2

_ONE_G = (0.7, 1.3)
"""Bounds of the median force of a second, in g. A jump is shorter."""

_LEAST_READINGS = 10
"""Least number of readings in that second."""

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
    """The chosen streams: `main` gives the times, `added` is added to it, `factor` converts the sum to our m/s²."""

    main: str
    added: str | None
    gyro: str | None
    factor: float

    @property
    def others(self) -> tuple[str, ...]:
        """The streams that are interpolated at the times of the main stream."""
        return tuple(name for name in (self.added, self.gyro) if name is not None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the streams cannot be used."""

    reason: str


def choose_stream(streams: Mapping[str, Readings]) -> StreamChoice | Refusal:
    """Choose streams by these first readings, or return the reason why none can be used."""
    enough = {name: stream for name, stream in streams.items() if len(stream) >= _LEAST_READINGS}
    gyro = GYRO if GYRO in enough else None
    chip_g = _level_g(enough[UNCALIBRATED].xyz) if UNCALIBRATED in enough else 0.0
    is_inverted = _is_one_g(chip_g * STANDARD_GRAVITY_MPS2)
    sign = -1.0 if is_inverted else 1.0
    if TOTAL in enough:
        main, added, factor, level_g = TOTAL, None, 1.0, _level_g(enough[TOTAL].xyz)
    elif LINEAR in enough and GRAVITY in enough:
        main, added, factor, level_g = LINEAR, GRAVITY, sign, _level_g(enough[GRAVITY].xyz)
    elif UNCALIBRATED in enough:
        unit = STANDARD_GRAVITY_MPS2 if is_inverted else 1.0
        main, added, factor, level_g = UNCALIBRATED, None, sign * unit, chip_g * unit
    else:
        return Refusal(_explain_refusal(streams, enough))
    if not _is_one_g(level_g):
        return Refusal(NOT_ONE_G.format(level=level_g * STANDARD_GRAVITY_MPS2))
    return StreamChoice(main, added, gyro, factor)


def _explain_refusal(streams: Collection[str], enough: Collection[str]) -> str:
    """Return why these streams, of which only some have enough readings, give no specific force."""
    if LINEAR in enough:
        return TOO_FEW if GRAVITY in streams else NO_GRAVITY
    return TOO_FEW if {LINEAR, TOTAL, UNCALIBRATED} & set(streams) else NOTHING


def _level_g(xyz: np.ndarray) -> float:
    """Median length of vectors (n, 3), in g if they are in m/s²."""
    return float(np.median(np.linalg.norm(xyz, axis=1))) / STANDARD_GRAVITY_MPS2


def _is_one_g(level_g: float) -> bool:
    return _ONE_G[0] <= level_g <= _ONE_G[1]
