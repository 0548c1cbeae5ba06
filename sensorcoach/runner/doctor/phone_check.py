"""Listens for a phone and says what arrives, a line a second: for setting it up, before anything is counted."""

import asyncio
import itertools
import math
from collections.abc import Callable, Mapping

import numpy as np

from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.samples import Frames
from sensorcoach.sources.pacing import Now
from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.sources.phone.source import PhoneSource

TICK_S = 1.0
Say = Callable[[str], None]


class PhoneCheck:
    """What has come since the last line; `line` says it and begins anew."""

    def __init__(self) -> None:
        self._levels_mps2: list[float] = []
        """Length of each sample's specific force."""
        self._readings: dict[str, int] = {}
        """Readings of each stream up to the last line."""
        self._reason = ""
        """What was last said to be wrong."""

    def take(self, frames: Frames) -> None:
        """Take note of samples."""
        self._levels_mps2 += np.linalg.norm(frames.acc_mps2, axis=1).tolist()

    def lines(self, status: LinkStatus, readings: Mapping[str, int], passed_s: float) -> list[str]:
        """What came within the last `passed_s`, and what is wrong where that has changed."""
        if status.state is LinkState.SCANNING:
            return [f"nothing from a phone yet ({status.silent_s:.0f} s)"]
        lines = [self._line(status, readings, passed_s)]
        if status.reason and status.reason != self._reason:
            lines += [f"  {text}" for text in (status.reason, status.remedy) if text]
        self._reason = status.reason
        self._readings, self._levels_mps2 = dict(readings), []
        return lines

    def _line(self, status: LinkStatus, readings: Mapping[str, int], passed_s: float) -> str:
        new = {name: count - self._readings.get(name, 0) for name, count in readings.items()}
        heard = ", ".join(f"{name} {count / passed_s:.0f}/s" for name, count in new.items() if count)
        parts = [status.state.value, heard or "nothing"]
        if status.rate_hz is not None:
            parts.append(f"{status.rate_hz:.1f} Hz")
        if self._levels_mps2:
            parts.append(f"gravity check {np.mean(self._levels_mps2):.2f} m/s²")
        if status.battery_percent is not None:
            parts.append(f"battery {status.battery_percent} %")
        parts.append(f"lost {status.lost}, repeated {status.repeated}, errors {status.errors}")
        return "; ".join(parts)


async def check_phone(
    settings: PhoneSettings, say: Say, seconds: float | None = None, *, tick_s: float = TICK_S, now: Now | None = None
) -> bool:
    """Listen for so long, or until cancelled; whether anything came.

    Raises SensorError where the address or the port cannot be had.
    """
    check = PhoneCheck()
    async with PhoneSource(settings, check.take, now=now) as phone:
        for line in phone.instructions():
            say(line)
        left = itertools.count() if seconds is None else range(math.ceil(seconds / tick_s))
        for _ in left:
            try:
                async with asyncio.timeout(tick_s):
                    async for _ in phone:
                        pass
            except TimeoutError:
                for line in check.lines(phone.status, phone.readings, tick_s):
                    say(line)
        return any(phone.readings.values())


def run_phone_check(settings: PhoneSettings, say: Say, seconds: float | None) -> bool:
    """As `check_phone`, in an event loop of its own."""
    return asyncio.run(check_phone(settings, say, seconds))
