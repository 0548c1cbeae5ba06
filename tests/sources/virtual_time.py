"""An event loop whose clock jumps to whatever is due next: hours pass in moments."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

Result = TypeVar("Result")


class _JumpingSelector(selectors.DefaultSelector):
    """Instead of waiting, tells how long it would have waited; for threads at work it does wait."""

    def __init__(self) -> None:
        super().__init__()
        self.passed_s = 0.0
        self.threads = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        events = super().select(None if timeout is None or (self.threads and timeout > 0.0) else 0.0)
        if not events and timeout is not None:
            self.passed_s += max(0.0, timeout)
        return events


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """Its `time()` begins at 100 s and passes only while everybody waits and no thread works."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return 100.0 + self._jumping.passed_s

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # noqa: ANN401 - asyncio's
        """As asyncio does, but time stands still meanwhile."""
        future = super().run_in_executor(executor, func, *args)
        self._jumping.threads += 1
        future.add_done_callback(self._thread_done)
        return future

    def _thread_done(self, future: asyncio.Future[Any]) -> None:
        del future
        self._jumping.threads -= 1


def run_virtually(work: Coroutine[Any, Any, Result]) -> Result:
    """Run it in virtual time."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(work)
