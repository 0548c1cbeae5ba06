"""The time that the computer has slept, which the clock of the event loop leaves out on some systems."""

import time
from collections.abc import Callable

_LEAST_S = 0.5
"""Shortest sleep that counts. The two clocks are read one after the other, so their difference varies."""


def read_slept_s() -> float:
    """Return the seconds slept since the computer was started, 0 where the system's clock includes them."""
    if not hasattr(time, "CLOCK_BOOTTIME"):
        return 0.0
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


class SleepClock:
    """Measures the time slept since it was made. `read_slept_s` returns the time slept since any fixed moment."""

    def __init__(self, read_slept_s: Callable[[], float] = read_slept_s) -> None:
        self._read_slept_s = read_slept_s
        self._begin_s = read_slept_s()
        self._slept_s = 0.0

    def update_slept_s(self) -> float:
        """Return the seconds slept so far. They never decrease."""
        slept_s = self._read_slept_s() - self._begin_s
        if slept_s - self._slept_s >= _LEAST_S:
            self._slept_s = slept_s
        return self._slept_s
