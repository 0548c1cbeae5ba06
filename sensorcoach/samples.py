"""Samples: what a decoder makes of packets (`Frames`, no time yet) and what the clock makes of those (`Samples`)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Frames:
    """Decoded samples in wire order, n of them; SI units; arrays are read-only.

    `arrival_s` (n,): arrival of the packet that completed each sample; it may fall where samples were sent again.
    `acc_mps2` (n, 3): specific force, gravity in it.
    `gyro_radps` (n, 3) or None: angular rate, where the sensor sends it.
    `index` (n,) or None: the device's own running sample number, unwrapped, where the wire has one.
    `device_time_s` (n,) or None: the device's own clock, unwrapped, where the wire has one.
    `segment` (n,) or None: how often the device had started anew by then; its clock is another one each time.
    """

    arrival_s: FloatArray
    acc_mps2: FloatArray
    gyro_radps: FloatArray | None = None
    index: IntArray | None = None
    device_time_s: FloatArray | None = None
    segment: IntArray | None = None

    def __post_init__(self) -> None:
        for array in (
            self.arrival_s,
            self.acc_mps2,
            self.gyro_radps,
            self.index,
            self.device_time_s,
            self.segment,
        ):
            if array is not None:
                frozen(array)

    def __len__(self) -> int:
        return len(self.arrival_s)


@dataclass(frozen=True, slots=True)
class Samples:
    """Timed samples, n of them; times strictly rise; a hole in the times is a hole in the data.

    `time_s` (n,): seconds on the recording's clock.
    `acc_mps2` (n, 3): specific force, gravity in it.
    `gyro_radps` (n, 3) or None.
    """

    time_s: FloatArray
    acc_mps2: FloatArray
    gyro_radps: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.time_s)


def frozen(array: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """The same array, made read-only: what crosses a module does not change any more."""
    array.flags.writeable = False
    return array
