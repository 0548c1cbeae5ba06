"""Samples from a user: checked and copied, once.

Inside the program samples come from decoders and importers, which check them; there the plain base class is used, and
costs nothing. Only this class, the public `sensorcoach.Samples`, checks.
"""

import numpy as np
import numpy.typing as npt

from sensorcoach import samples as internal
from sensorcoach.api.argument_types import require_type
from sensorcoach.errors import InputError
from sensorcoach.samples import FloatArray, freeze

_UNITS = {"time_s": "s", "acc_mps2": "m/s²", "gyro_radps": "rad/s"}


class Samples(internal.Samples):
    """Timed samples of one sensor, n of them. Arguments may be arrays, lists or data frames; they are copied.

    `time_s` (n,): seconds, strictly increasing, from any origin. A gap in the times is a gap in the data.
    `acc_mps2` (n, 3): specific force in m/s², gravity included.
    `gyro_radps` (n, 3) or None: angular rate in rad/s, on the same axes.

    The attributes are read-only float64 arrays. Raises InputError, with the first bad index, for a wrong shape, a value
    that is not finite, and a time that does not increase.
    """

    __slots__ = ()

    def __init__(self, time_s: npt.ArrayLike, acc_mps2: npt.ArrayLike, gyro_radps: npt.ArrayLike | None = None) -> None:
        times = _copy("time_s", time_s)
        if times.ndim != 1:
            raise _wrong_shape("time_s", times, "(n,)")
        vectors = {"acc_mps2": _copy("acc_mps2", acc_mps2)}
        if gyro_radps is not None:
            vectors["gyro_radps"] = _copy("gyro_radps", gyro_radps)
        for name, values in vectors.items():
            if values.shape != (len(times), 3):
                raise _wrong_shape(name, values, f"({len(times)}, 3)")
        for name, values in {"time_s": times, **vectors}.items():
            _check_finite(name, values)
            freeze(values)
        check_increasing(times)
        super().__init__(times, vectors["acc_mps2"], vectors.get("gyro_radps"))


def check_samples(samples: internal.Samples) -> Samples:
    """The same samples, checked and copied unless they have been. Raises InputError."""
    if isinstance(samples, Samples):
        return samples
    require_type("samples", samples, (internal.Samples,), "Samples(time_s, acc_mps2, gyro_radps)")
    return Samples(samples.time_s, samples.acc_mps2, samples.gyro_radps)


def check_increasing(time_s: FloatArray) -> None:
    """Raises InputError at the first time that is not later than the time before it."""
    stuck = np.flatnonzero(np.diff(time_s) <= 0.0)
    if len(stuck):
        at = int(stuck[0]) + 1
        raise InputError(
            "time_backwards",
            f"time_s[{at}] = {float(time_s[at])!r} s is not later than time_s[{at - 1}] = {float(time_s[at - 1])!r} s.",
            "Sort the samples by time and remove repetitions.",
        )


def _copy(name: str, values: npt.ArrayLike) -> FloatArray:
    try:
        return np.array(values, dtype=np.float64, order="C")
    except (TypeError, ValueError) as error:
        message = f"{name} cannot be converted to an array of numbers: {str(error).rstrip('.')}."
        raise InputError("not_a_number", message, f"Give numbers in {_UNITS[name]}.") from None


def _wrong_shape(name: str, values: FloatArray, expected: str) -> InputError:
    return InputError(
        "wrong_shape",
        f"{name} has the shape {values.shape}; expected {expected}.",
        "Give one time a sample, and x, y and z in the columns of acc_mps2 and gyro_radps.",
    )


def _check_finite(name: str, values: FloatArray) -> None:
    bad = np.argwhere(~np.isfinite(values))
    if len(bad):
        at = tuple(int(place) for place in bad[0])
        raise InputError(
            "not_finite",
            f"{name}[{', '.join(map(str, at))}] is {float(values[at])}, not a finite number.",
            "Remove samples with missing values; a gap in the times is handled.",
        )
