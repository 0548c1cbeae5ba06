"""An event loop whose time passes at once: where others would sleep, its clock is put forward.

Whatever waits by the loop's clock (`asyncio.sleep`, `wait_for`, `call_later`) waits its whole time by that clock and
none by the wall's, always in the same order. While a thread works for the loop the clock stands still. What comes over
the net takes no time here: it must not be waited for with a timeout.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from types import CoroutineType
from typing import Any, TypeVar, TypeVarTuple, Unpack

_BEGINNING_S = 1000.0
"""Not zero, so that nobody takes the loop's clock for the time since the session began."""

_TICK_S = 1e-9
"""What a turn of the loop takes. Were it nothing, who waits for less than a float can tell would wait for ever."""

_Result = TypeVar("_Result")
_Arguments = TypeVarTuple("_Arguments")


class StuckError(RuntimeError):
    """Everything waits for something that will never come."""


class _Jumping(selectors.DefaultSelector):
    """Puts the clock forward instead of waiting, when nothing is ready."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = _BEGINNING_S
        self.threads = 0
        """How many threads are at work for the loop: as long as there are any, it waits for them in earnest."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now_s += _TICK_S
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0.0):
            return ready
        if self.threads:
            return super().select(None)
        if timeout is None:
            raise StuckError("Nothing is due any more and nothing is ready: a task waits for what nobody will do.")
        self.now_s += timeout
        return []


class FastTimeLoop(asyncio.SelectorEventLoop):
    """An event loop with a clock of its own, which as good as stands still while anything runs."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now_s

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[_Arguments]], _Result], *args: *_Arguments
    ) -> asyncio.Future[_Result]:
        future = super().run_in_executor(executor, func, *args)
        self._jumping.threads += 1
        future.add_done_callback(self._thread_has_done)
        return future

    def _thread_has_done(self, future: asyncio.Future[Any]) -> None:
        del future
        self._jumping.threads -= 1

    def shutdown_default_executor(self, *timeout: float) -> "CoroutineType[Any, Any, None]":
        """Join the threads, which wake the loop from outside; newer Pythons give a timeout."""
        self._jumping.threads += 1
        return super().shutdown_default_executor(*timeout)


def run_fast(main: Coroutine[Any, Any, _Result]) -> _Result:
    """What `asyncio.run` does, in no time. Raises StuckError where that would wait for ever."""
    with asyncio.Runner(loop_factory=FastTimeLoop) as runner:
        return runner.run(main)
