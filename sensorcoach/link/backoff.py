"""Decide when to connect again after a failed attempt or a lost connection.

Each failure doubles the pause, so a sensor in range is not flooded with attempts. A sensor that is heard for the first
time since the loss, or that had been away, is tried at once.
"""

PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Pause after the first, second, ... failure in a row. The last one applies to all further failures."""
AWAY_S = 1.0
"""Time without an advertisement after which a sensor counts as away. Sensors advertise several times a second."""


class Backoff:
    """Tracks failures and advertisements of one sensor. Times are the receiver's clock in seconds."""

    def __init__(self) -> None:
        self._failures = 0
        """Failed attempts in a row."""
        self._not_before_s = 0.0
        """End of the current pause."""
        self._heard_s = 0.0
        """Time of the newest advertisement, or the time at which listening began."""

    @property
    def failures(self) -> int:
        """Failed attempts in a row."""
        return self._failures

    def note_streaming(self) -> None:
        """Record that the sensor sends samples. This resets the failures."""
        self._failures = 0

    def note_loss(self, at_s: float) -> None:
        """Record the loss of a connection that streamed. No pause follows."""
        self._failures = 0
        self._not_before_s = at_s
        self._heard_s = at_s

    def note_broken_attempt(self, at_s: float) -> None:
        """Record a link that broke during an attempt. No pause follows the first one: the sensor only left again."""
        if self._failures:
            self.note_failure(at_s)
        else:
            self.note_loss(at_s)
            self._failures = 1

    def note_failure(self, at_s: float) -> None:
        """Record a failed attempt and begin the next pause."""
        self._not_before_s = at_s + PAUSES_S[min(self._failures, len(PAUSES_S) - 1)]
        self._failures += 1
        self._heard_s = at_s

    def pause_left_s(self, at_s: float) -> float:
        """Return the rest of the pause in seconds, 0 when it is over."""
        return max(0.0, self._not_before_s - at_s)

    def note_advertisement(self, at_s: float) -> bool:
        """Record an advertisement of the sensor. Return whether to connect now."""
        has_returned = at_s - self._heard_s >= AWAY_S
        self._heard_s = at_s
        if has_returned:
            self._failures = 0
        return has_returned or at_s >= self._not_before_s
