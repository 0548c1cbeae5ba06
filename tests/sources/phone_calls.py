"""A phone that calls: pushes over HTTP on this computer, and a clock that the test sets."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Self, TypeVar

from aiohttp import ClientSession

from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.sources.phone.source import PhoneSource

TOKEN = "a-token"  # noqa: S105 - of a test
Result = TypeVar("Result")


class Clock:
    """A clock that stops until it is set."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Line:
    """A listening source with a client for it."""

    def __init__(self, source: PhoneSource, client: ClientSession, clock: Clock) -> None:
        self.source, self.client, self.clock = source, client, clock

    @classmethod
    @asynccontextmanager
    async def to(cls, source: PhoneSource) -> AsyncGenerator[Self]:
        """Return a client for a source that listens already."""
        async with ClientSession() as client:
            yield cls(source, client, Clock())

    async def call(
        self,
        body: bytes | AsyncIterator[bytes] = b"{}",
        *,
        method: str = "POST",
        path: str = f"/push/{TOKEN}",
        headers: Mapping[str, str] | None = None,
    ) -> int:
        """Return the status of the response."""
        url = self.source.url.replace(f"/push/{TOKEN}", path)
        sent = {"Content-Type": "application/json", **(headers or {})}
        async with self.client.request(method, url, data=body, headers=sent) as answer:
            await answer.read()
            return answer.status


@asynccontextmanager
async def listening() -> AsyncGenerator[Line]:
    """A source at any free port, and its client; both closed at the end."""
    clock = Clock()
    async with (
        PhoneSource(PhoneSettings(port=0, token=TOKEN), now=clock) as source,
        ClientSession() as client,
    ):
        yield Line(source, client, clock)


def on_the_line(story: Callable[[Line], Awaitable[Result]]) -> Result:
    """Return the result of the script, run in a new event loop."""

    async def told() -> Result:
        async with listening() as line:
            return await story(line)

    return asyncio.run(told())
