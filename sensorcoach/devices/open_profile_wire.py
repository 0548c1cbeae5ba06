"""The stream packet of the open profile as bytes: the table stands in `families/open_profile.py`."""

import numpy as np

HEADER_BYTES = 12
MAX_PAYLOAD_BYTES = 244
"""What a notification holds at the usual ATT MTU of 247."""

FLAG_GYRO = 0x01
FLAG_OVERFLOW = 0x02
FLAG_REPLAYED = 0x04

RATES_HZ = (25.0, 50.0, 100.0, 200.0, 400.0)
BATCH_S = 0.1
"""Samples wait for their packet this long: longer saves the sensor's battery, shorter shows a rep sooner."""

HEADER = np.dtype([("version", "u1"), ("flags", "u1"), ("packet", "<u2"), ("index", "<u4"), ("time_us", "<u4")])


def samples_that_fit(payload_bytes: int, sample_bytes: int) -> int:
    """How many samples a notification of so many bytes holds; at least one."""
    return max(1, (payload_bytes - HEADER_BYTES) // sample_bytes)
