"""An event loop whose clock jumps to whatever is due next: hours pass in moments."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

_NOTHING_DUE_S = 0.01
"""Where nothing is due, a thread may still be at work: look again after so long, in real time."""


class _JumpingSelector(selectors.DefaultSelector):
    """Instead of waiting, tells how long it would have waited."""

    def __init__(self) -> None:
        super().__init__()
        self.passed_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        events = super().select(0.0 if timeout is not None else _NOTHING_DUE_S)
        if not events and timeout is not None:
            self.passed_s += max(0.0, timeout)
        return events


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """Its `time()` begins at 100 s and passes only while everybody waits."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return 100.0 + self._jumping.passed_s


def run_virtually(work: Coroutine[Any, Any, Result]) -> Result:
    """Run it in virtual time."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(work)
