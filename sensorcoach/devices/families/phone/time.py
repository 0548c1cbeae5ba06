"""The UTC that a phone writes on its readings as a device clock: it goes on, whatever somebody sets the phone to."""

import numpy as np

from sensorcoach.devices.families.phone.message import PhoneMessage
from sensorcoach.samples import FloatArray, IntArray, freeze

_AHEAD_S = 30.0
"""From one push to the next the readings may run ahead of arrival by this much: what had been held up before."""
_AHEAD_RATIO = 1.05
_BACK_S = 10.0
"""Streams of one push overlap those of the one before; what is further back is another clock."""
_LEAST_STEP_S = 0.001


class PhoneTime:
    """Device time of UTC readings: seconds since the first, by arrival over a leap of the phone's clock."""

    def __init__(self) -> None:
        self._device = ""
        """The phone."""
        self._origin_ns = 0
        """UTC at which the clock in force was, or would have been, at 0."""
        self._newest_ns: int | None = None
        """The newest reading of any push."""
        self._arrival_s = 0.0
        """Arrival of the last push with readings."""

    def follow(self, message: PhoneMessage, *, begins: bool) -> bool:
        """Take note of a push that `begins` a session or not; False where the phone's clock has leapt before it."""
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
        """Seconds on the device's clock, (n,)."""
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
