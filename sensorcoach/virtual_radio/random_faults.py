"""Stalls and drops at random moments, as often as the faults say, from a seeded generator."""

import asyncio

import numpy as np

from sensorcoach.virtual_radio.faults import Faults
from sensorcoach.virtual_radio.radio_link import RadioLink


class RandomFaults:
    """Holds a path up now and then; the moments are those of a Poisson process."""

    def __init__(self, path: RadioLink, rng: np.random.Generator) -> None:
        self._path = path
        self._rng = rng
        self._loop = asyncio.get_running_loop()
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def set(self, faults: Faults) -> None:
        """From now on so often, and so long."""
        self.stop()
        self._expect("stall", faults.stalls_per_s, faults.stall_s)
        self._expect("drop", faults.drops_per_s, faults.away_s)

    def stop(self) -> None:
        """No more of it; what is held up now stays so."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _expect(self, kind: str, per_s: float, for_s: tuple[float, float]) -> None:
        if per_s > 0.0:
            wait_s = float(self._rng.exponential(1.0 / per_s))
            self._timers[kind] = self._loop.call_later(wait_s, self._strike, kind, per_s, for_s)

    def _strike(self, kind: str, per_s: float, for_s: tuple[float, float]) -> None:
        length_s = float(self._rng.uniform(*for_s))
        self._path.hold(length_s)
        wait_s = length_s + float(self._rng.exponential(1.0 / per_s))
        self._timers[kind] = self._loop.call_later(wait_s, self._strike, kind, per_s, for_s)
