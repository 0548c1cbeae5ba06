"""An event loop with simulated time: instead of sleeping, it moves its clock forward.

`asyncio.sleep`, `wait_for` and `call_later` take their full time on this clock but no real time, always in the same
order. The clock stops while a thread works for the loop. Network traffic takes no time on this clock, so do not wait
for it with a timeout.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from types import CoroutineType
from typing import Any, TypeVar, TypeVarTuple, Unpack

_START_S = 1000.0
"""Clock at the start. It is not zero, to expose code that confuses loop time with time since the start."""

_TICK_S = 1e-9
"""Duration of one loop iteration. Must be positive, or a wait below the float resolution would never end."""

_Result = TypeVar("_Result")
_Arguments = TypeVarTuple("_Arguments")


class StuckError(RuntimeError):
    """All tasks wait for events that cannot happen."""


class _JumpingSelector(selectors.DefaultSelector):
    """Moves the clock forward instead of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = _START_S
        """Current time of the simulated clock."""
        self.threads = 0
        """Threads that work for the loop. The selector really waits while there are any."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now_s += _TICK_S
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0.0):
            return ready
        if self.threads:
            return super().select(None)
        if timeout is None:
            raise StuckError("No timer is due and no event is ready: a task waits for an event that cannot happen.")
        self.now_s += timeout
        return []


class FastTimeLoop(asyncio.SelectorEventLoop):
    """An event loop with a simulated clock, which hardly moves while code runs."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[_Arguments]], _Result], *args: *_Arguments
    ) -> asyncio.Future[_Result]:
        future = super().run_in_executor(executor, func, *args)
        self._jumping.threads += 1
        future.add_done_callback(self._on_thread_done)
        return future

    def _on_thread_done(self, future: asyncio.Future[Any]) -> None:
        del future
        self._jumping.threads -= 1

    def shutdown_default_executor(self, *timeout: float) -> "CoroutineType[Any, Any, None]":
        """Join the threads, which wake the loop from outside. Newer Python versions pass a timeout."""
        self._jumping.threads += 1
        return super().shutdown_default_executor(*timeout)


def run_fast(main: Coroutine[Any, Any, _Result]) -> _Result:
    """Run like `asyncio.run`, without real waiting. Raises StuckError for a wait that would never end."""
    with asyncio.Runner(loop_factory=FastTimeLoop) as runner:
        return runner.run(main)
