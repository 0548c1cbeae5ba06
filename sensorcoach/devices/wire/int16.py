"""The 16-bit numbers of most wires, for the fake sensors."""

import numpy as np
import numpy.typing as npt

from sensorcoach.samples import FloatArray

Int16Array = npt.NDArray[np.int16]


def encode_int16(steps: FloatArray) -> Int16Array:
    """Encode wire steps, little-endian; values out of range saturate."""
    return np.clip(np.rint(steps), -32768, 32767).astype("<i2")
