"""The warm-up of the sample clock: the first samples, held back until it is known which of them were on time."""

from typing import Annotated

import numpy as np

from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray, Frames

WARM_UP_S: Annotated[float, Within(0.2, 5.0, "s")] = 1.0
"""Sensor time of the warm-up. One second contains packets that came without delay."""

RATE_FROM_S: Annotated[float, Within(0.5, 10.0, "s")] = 2.0
"""Arrival time of the warm-up where the sample rate is unknown too. Delays weigh too much on a shorter one."""

WARM_UP_PACKETS: Annotated[int, Within(1, 10, "packets")] = 2
"""Least number of whole packets in the warm-up. A long packet alone may be late."""

WARM_UP_SAMPLES: Annotated[int, Within(256, 65536, "samples")] = 4096
"""Largest number of samples in the warm-up. It bounds memory and delay for any arrivals."""


def find_warm_up_end(held: Frames, clock_s: FloatArray, *, rate_is_unknown: bool) -> int | None:
    """Return the number of samples in the warm-up, or None while it goes on.

    `clock_s` (n,): sensor times of the held frames, or their arrivals where the rate is unknown.
    """
    packets = np.cumsum(np.diff(held.arrival_s, prepend=held.arrival_s[0]) != 0.0)
    least_s = RATE_FROM_S if rate_is_unknown else WARM_UP_S
    passed = (clock_s - clock_s[0] >= least_s) & (packets >= WARM_UP_PACKETS)
    passed[WARM_UP_SAMPLES - 1 :] = True
    return int(np.argmax(passed)) + 1 if passed.any() else None
