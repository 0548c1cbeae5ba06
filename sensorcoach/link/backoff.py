"""When to try again after a try that came to nothing, or after a connection that was lost.

A sensor that is in range is not pestered: each failure doubles the pause. A sensor that comes back is not kept
waiting: one that is heard for the first time since the link was lost, or after it had been away, is tried at once.
"""

PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""After the first, second, ... failure in a row; the last one for all that follow."""
AWAY_S = 1.0
"""A sensor not heard for so long has been away: sensors advertise several times a second."""


class Backoff:
    """Decides from what is heard whether it is time to try. Times are the receiver's clock, seconds."""

    def __init__(self) -> None:
        self._failures = 0
        """Tries in a row that came to nothing."""
        self._not_before_s = 0.0
        """When the pause is over."""
        self._heard_s = 0.0
        """When the sensor was last heard, or listening began."""

    @property
    def failures(self) -> int:
        """Tries in a row that came to nothing."""
        return self._failures

    def streams(self) -> None:
        """The sensor sends: whatever failed before counts no more."""
        self._failures = 0

    def lost(self, at_s: float) -> None:
        """A connection that streamed is gone: no pause."""
        self._failures = 0
        self._not_before_s = at_s
        self._heard_s = at_s

    def broke(self, at_s: float) -> None:
        """The link broke during a try: the first time the sensor has only left again, and is waited for no longer."""
        if self._failures:
            self.failed(at_s)
        else:
            self.lost(at_s)
            self._failures = 1

    def failed(self, at_s: float) -> None:
        """A try came to nothing."""
        self._not_before_s = at_s + PAUSES_S[min(self._failures, len(PAUSES_S) - 1)]
        self._failures += 1
        self._heard_s = at_s

    def pause_left_s(self, at_s: float) -> float:
        """How much of the pause is left."""
        return max(0.0, self._not_before_s - at_s)

    def hears(self, at_s: float) -> bool:
        """The sensor is heard: is it time to try?"""
        back = at_s - self._heard_s >= AWAY_S
        self._heard_s = at_s
        if back:
            self._failures = 0
        return back or at_s >= self._not_before_s
