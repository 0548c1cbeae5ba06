"""Warns within a lift that it is faster than it should be, once a rep."""

import math
from typing import Annotated

from sensorcoach.detect.following.tracker_events import TrackedSwing
from sensorcoach.parameters import Within

FROM_SHARE: Annotated[float, Within(0.2, 0.8, "share")] = 0.4
"""Share of the usual range from which a lift in progress is judged. A jolt at its beginning is not a swing."""


class SwingAlarm:
    """Holds the limit, and whether the rep in progress has passed it."""

    def __init__(self) -> None:
        self.limit_radps = math.inf
        """Rate above which a lift is reported."""
        self._reported = False
        """Whether the rep in progress has been reported."""

    def begin(self) -> None:
        """Begin a new rep."""
        self._reported = False

    def check(self, bottom: int, point: int, rate_radps: float, risen_share: float) -> list[TrackedSwing]:
        """Return the swing, the first time that the lift from `bottom` turns too fast at grid point `point`.

        `risen_share`: its rise so far, as a share of the usual range.
        """
        if self._reported or rate_radps <= self.limit_radps or risen_share < FROM_SHARE:
            return []
        self._reported = True
        return [TrackedSwing(bottom, point, rate_radps, risen_share)]
