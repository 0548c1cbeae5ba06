"""Listen for a phone and print what arrives, one line per second. Use it to set up the phone."""

import asyncio
import itertools
import math
from collections.abc import Mapping

import numpy as np

from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.runner.live.connector import Echo
from sensorcoach.samples import Frames
from sensorcoach.sources.pacing import Now
from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.sources.phone.source import PhoneSource

TICK_S = 1.0
"""Time between two lines."""


class PhoneReport:
    """Collects what arrives between two lines."""

    def __init__(self) -> None:
        self._levels_mps2: list[float] = []
        """Magnitude of the specific force of each sample since the last line."""
        self._previous_readings: dict[str, int] = {}
        """Readings of each stream at the last line."""
        self._shown_reason = ""
        """The reason that was shown last."""

    def add(self, frames: Frames) -> None:
        """Add samples."""
        self._levels_mps2 += np.linalg.norm(frames.acc_mps2, axis=1).tolist()

    def lines(self, status: LinkStatus, readings: Mapping[str, int], elapsed_s: float) -> list[str]:
        """Return the line for the last `elapsed_s` seconds, with the reason if it has changed. Begin the next line."""
        if status.state is LinkState.SCANNING:
            return [f"nothing from a phone yet ({status.silent_s:.0f} s)"]
        lines = [self._line(status, readings, elapsed_s)]
        if status.reason and status.reason != self._shown_reason:
            lines += [f"  {text}" for text in (status.reason, status.remedy) if text]
        self._shown_reason = status.reason
        self._previous_readings, self._levels_mps2 = dict(readings), []
        return lines

    def _line(self, status: LinkStatus, readings: Mapping[str, int], elapsed_s: float) -> str:
        new = {name: count - self._previous_readings.get(name, 0) for name, count in readings.items()}
        streams = ", ".join(f"{name} {count / elapsed_s:.0f}/s" for name, count in new.items() if count)
        parts = [status.state.value, streams or "nothing"]
        if status.rate_hz is not None and streams:  # without new readings the rate is of the time before
            parts.append(f"{status.rate_hz:.1f} Hz")
        if self._levels_mps2:
            parts.append(f"gravity {np.mean(self._levels_mps2):.2f} m/s²")
        if status.battery_percent is not None:
            parts.append(f"battery {status.battery_percent} %")
        parts.append(f"lost {status.lost}, repeated {status.repeated}, errors {status.errors}")
        return "; ".join(parts)


async def check_phone(
    settings: PhoneSettings,
    echo: Echo,
    seconds: float | None = None,
    *,
    with_code: bool = False,
    tick_s: float = TICK_S,
    now: Now | None = None,
) -> bool:
    """Listen for `seconds`, or until cancelled. Return whether any readings arrived.

    `with_code`: print the address as a QR code, too. Raises SensorError where the address or the port is not available.
    """
    report = PhoneReport()
    async with PhoneSource(settings, report.add, now=now) as phone:
        for line in phone.instructions(with_code=with_code):
            echo(line)
        left = itertools.count() if seconds is None else range(math.ceil(seconds / tick_s))
        for _ in left:
            try:
                async with asyncio.timeout(tick_s):
                    async for _ in phone:
                        pass
            except TimeoutError:
                for line in report.lines(phone.status, phone.readings, tick_s):
                    echo(line)
        return any(phone.readings.values())


def run_phone_check(settings: PhoneSettings, echo: Echo, seconds: float | None, *, with_code: bool) -> bool:
    """Run `check_phone` in a new event loop."""
    return asyncio.run(check_phone(settings, echo, seconds, with_code=with_code))
