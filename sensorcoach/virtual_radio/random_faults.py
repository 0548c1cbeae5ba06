"""Interrupt a radio link at random times."""

import asyncio

import numpy as np

from sensorcoach.virtual_radio.faults import Faults
from sensorcoach.virtual_radio.radio_link import RadioLink


class RandomFaults:
    """Interrupts a link at the times of a Poisson process with the rates in the faults."""

    def __init__(self, link: RadioLink, rng: np.random.Generator) -> None:
        self._link = link
        self._rng = rng
        self._loop = asyncio.get_running_loop()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        """Timer of the next interruption by kind."""

    def start(self, faults: Faults) -> None:
        """Interrupt the link with these rates and durations from now on."""
        self.stop()
        self._schedule("stall", faults.stalls_per_s, faults.stall_s)
        self._schedule("drop", faults.drops_per_s, faults.away_s)

    def stop(self) -> None:
        """Stop further interruptions. A current one continues."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _schedule(self, kind: str, per_s: float, duration_s: tuple[float, float]) -> None:
        if per_s > 0.0:
            wait_s = float(self._rng.exponential(1.0 / per_s))
            self._timers[kind] = self._loop.call_later(wait_s, self._interrupt, kind, per_s, duration_s)

    def _interrupt(self, kind: str, per_s: float, duration_s: tuple[float, float]) -> None:
        length_s = float(self._rng.uniform(*duration_s))
        self._link.hold(length_s)
        wait_s = length_s + float(self._rng.exponential(1.0 / per_s))
        self._timers[kind] = self._loop.call_later(wait_s, self._interrupt, kind, per_s, duration_s)
