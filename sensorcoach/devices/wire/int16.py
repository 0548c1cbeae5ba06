"""Numbers of 16 bits as they stand on most wires, for the fake sensors."""

import numpy as np
import numpy.typing as npt

from sensorcoach.samples import FloatArray

Int16Array = npt.NDArray[np.int16]


def encode_int16(steps: FloatArray) -> Int16Array:
    """These steps of the wire, little-endian; what is out of range sticks at the end of the scale."""
    return np.clip(np.rint(steps), -32768, 32767).astype("<i2")
