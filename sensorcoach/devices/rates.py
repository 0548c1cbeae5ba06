"""A rate that a sensor family does not have is refused in the same words for all of them."""

from collections.abc import Collection

from sensorcoach.errors import UsageError


def require_rate(sensor: str, rates_hz: Collection[float], rate_hz: float) -> None:
    """Raises UsageError, with the rates there are, where this is none of them. `sensor`: its name, with an article."""
    if rate_hz not in rates_hz:
        rates = ", ".join(f"{rate:g}" for rate in rates_hz)
        raise UsageError("unknown_rate", f"{sensor} cannot be asked for {rate_hz:g} Hz.", f"Choose from {rates}.")
