"""Compare the rate that arrives with the rate that was agreed on, and report a stream that lacks samples."""

SLOW_SHARE, USUAL_SHARE = 0.8, 0.9
"""Shares of the agreed rate: a stream below the first is slow until it is above the second. Clocks are within 1 %."""

REMEDY = (
    "Come closer. If it stays so, the connection is too narrow for the sensor's packets: ask for fewer samples with "
    "--rate, or use a Bluetooth 4.2 dongle or newer."
)


class RateWatch:
    """Follows the rate of one sensor."""

    def __init__(self) -> None:
        self.is_slow = False
        """Whether too few samples arrive."""

    def update(self, rate_hz: float | None, nominal_hz: float | None, measured_s: float) -> None:
        """Take the rate in a window of `measured_s`. A short one changes nothing, since packets come in bursts."""
        if rate_hz is None or not nominal_hz or measured_s < LEAST_S:
            return
        self.is_slow = rate_hz < (USUAL_SHARE if self.is_slow else SLOW_SHARE) * nominal_hz

    def reset(self) -> None:
        """Begin a new connection."""
        self.is_slow = False


LEAST_S = 5.0
"""Shortest window for a judgement."""


def describe_slow(rate_hz: float, nominal_hz: float) -> str:
    """Return the sentence about a slow stream. Its rate is in steps of ten percent, so that it seldom changes."""
    tenths = round(10.0 * rate_hz / nominal_hz)
    return f"Only about {10 * tenths} % of the samples arrive, of {nominal_hz:g} a second."
