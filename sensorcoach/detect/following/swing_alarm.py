"""Says within a lift that it has become faster than it should; once a rep."""

import math

from sensorcoach.detect.following.tracker_events import TrackedSwing

FROM_SHARE = 0.4
"""A lift is judged from this share of the usual range on: a jolt at its beginning is no swing."""


class SwingAlarm:
    """Knows the limit, and whether the rep in progress has passed it."""

    def __init__(self) -> None:
        self.limit_radps = math.inf
        """A lift faster than this is told of."""
        self._told = False
        """Whether the rep in progress has been."""

    def begin(self) -> None:
        """A new rep."""
        self._told = False

    def look(self, bottom: int, point: int, rate_radps: float, risen_share: float) -> list[TrackedSwing]:
        """What is to be said of a lift from `bottom` that turns at this rate and has risen by this share of usual."""
        if self._told or rate_radps <= self.limit_radps or risen_share < FROM_SHARE:
            return []
        self._told = True
        return [TrackedSwing(bottom, point, rate_radps, risen_share)]
