"""A battery that discharges and reports each percent."""

import asyncio
from collections.abc import Callable


class Battery:
    """Discharges evenly from 100 % to 0. Calls `report` for each percent, then `run_out`."""

    def __init__(self, report: Callable[[int], None], run_out: Callable[[], None]) -> None:
        self._report = report
        self._run_out = run_out
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None

    def discharge(self, duration_s: float | None) -> None:
        """Start at 100 % and reach 0 after `duration_s`. None keeps the charge constant."""
        self.stop()
        if duration_s is not None:
            self._timer = self._loop.call_later(duration_s / 100.0, self._fall, 99, duration_s / 100.0)

    def stop(self) -> None:
        """Stop discharging."""
        if self._timer is not None:
            self._timer.cancel()

    def _fall(self, percent: int, step_s: float) -> None:
        if percent <= 0:
            self._run_out()
            return
        self._report(percent)
        self._timer = self._loop.call_later(step_s, self._fall, percent - 1, step_s)
