"""A battery that runs out: told percent by percent, then nothing more."""

import asyncio
from collections.abc import Callable


class Battery:
    """Tells its charge as it falls, evenly, from full to empty."""

    def __init__(self, tell: Callable[[int], None], run_out: Callable[[], None]) -> None:
        self._tell = tell
        self._run_out = run_out
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None

    def lasts(self, for_s: float | None) -> None:
        """From full, it is empty after so long; None: it does not fall."""
        self.stop()
        if for_s is not None:
            self._timer = self._loop.call_later(for_s / 100.0, self._fall, 99, for_s / 100.0)

    def stop(self) -> None:
        """It does not fall any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _fall(self, percent: int, step_s: float) -> None:
        if percent <= 0:
            self._run_out()
            return
        self._tell(percent)
        self._timer = self._loop.call_later(step_s, self._fall, percent - 1, step_s)
