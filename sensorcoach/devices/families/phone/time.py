"""The UTC of a phone's readings as a device clock, which continues when somebody sets the phone's clock."""

import numpy as np

from sensorcoach.devices.families.phone.message import PhoneMessage
from sensorcoach.samples import FloatArray, IntArray, freeze

_AHEAD_S = 30.0
"""Largest lead of readings over arrival from push to push, beside the next factor. Pushes were held up before."""

_AHEAD_RATIO = 1.05
"""Largest rate of the readings' time against arrival."""

_BACK_S = 10.0
"""Largest overlap of the streams of two pushes. A larger step back is another clock."""

_LEAST_STEP_S = 0.001
"""Least step of device time over a leap of the clock."""


class PhoneTime:
    """Device time of UTC readings: seconds since the first; over a leap of the phone's clock, arrival counts."""

    def __init__(self) -> None:
        self._device = ""
        """Identifier of the phone."""
        self._origin_ns = 0
        """UTC at which the present device clock is 0."""
        self._newest_ns: int | None = None
        """The newest reading of any push."""
        self._arrival_s = 0.0
        """Arrival of the last push with readings."""

    def follow(self, message: PhoneMessage, *, begins: bool) -> bool:
        """Take a push that may begin a session; returns False where the phone's clock has leapt before it."""
        if not message.streams:
            return True
        first_ns = min(int(one.time_ns[0]) for one in message.streams.values())
        goes_on = self._goes_on(message, first_ns, begins=begins)
        if self._newest_ns is None:
            self._origin_ns = first_ns
        elif not goes_on:
            passed_s = max(_LEAST_STEP_S, message.arrival_s - self._arrival_s)
            self._origin_ns += first_ns - (self._newest_ns + round(passed_s * 1e9))
        newest_ns = max(int(one.time_ns[-1]) for one in message.streams.values())
        self._newest_ns = newest_ns if not goes_on else max(newest_ns, self._newest_ns or 0)
        self._arrival_s, self._device = message.arrival_s, message.device
        return goes_on

    def device_time_s(self, time_ns: IntArray) -> FloatArray:
        """Return seconds (n,) on the device's clock."""
        time_s = (time_ns - self._origin_ns).astype(np.float64) * 1e-9
        freeze(time_s)
        return time_s

    def _goes_on(self, message: PhoneMessage, first_ns: int, *, begins: bool) -> bool:
        if self._newest_ns is None:
            return True
        ahead_s = (first_ns - self._newest_ns) * 1e-9
        waited_s = max(0.0, message.arrival_s - self._arrival_s)
        back_s = 0.0 if begins else _BACK_S
        is_same = message.device == self._device
        return is_same and -back_s <= ahead_s <= _AHEAD_S + _AHEAD_RATIO * waited_s
