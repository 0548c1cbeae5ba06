# ruff: noqa: ANN401 - the signatures are those of bleak, which pass on what they do not name
"""A scripted radio on which one call fails, or whose sensor misbehaves at one step."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

from sensorcoach.devices.device import Device, Outgoing
from sensorcoach.sources.radio.backend import Backend
from tests.sources.fake_radio import FakeClient, FakeRadio, FakeScanner


class HangError(Exception):
    """In place of an error: the call never returns."""


class FailingRadio(FakeRadio):
    """The call number `fails_at` of the radio raises `error`, once. `calls` has the names of all calls so far."""

    def __init__(self, device: Device, fails_at: int | None = None, error: BaseException | None = None) -> None:
        super().__init__(device, device.usual_hz)
        self.calls: list[str] = []
        self.fails_at, self.error = fails_at, error
        radio = self

        class Scanner(_FailingScanner):
            air = radio

        class Client(_FailingClient):
            air = radio

        self.backend = Backend(Scanner, Client)

    async def call(self, name: str) -> None:
        """Record a call, and fail if it is its turn."""
        number = len(self.calls)
        self.calls.append(name)
        if number != self.fails_at or self.error is None:
            return
        if isinstance(self.error, HangError):
            await asyncio.Event().wait()
        raise self.error


class MisbehavingRadio(FakeRadio):
    """The sensor's first `well` replies are right; the others are `fault`, until `recovers` is called.

    `fault`: "nothing" drops them, "garbage" replaces them with random bytes, "disconnect" breaks the link.
    """

    def __init__(self, device: Device, well: int, fault: str) -> None:
        super().__init__(device, device.usual_hz)
        self.well, self.fault = well, fault
        self.replies = 0
        self._random = random.Random(well)  # noqa: S311 - test data
        radio = self

        class Client(_MisbehavingClient):
            air = radio

        self.backend = Backend(self.backend.scanner, Client)

    def recovers(self) -> None:
        """From now on the sensor behaves."""
        self.fault = ""

    def misbehaves(self) -> bool:
        """Count a reply; whether it is a wrong one."""
        self.replies += 1
        return bool(self.fault) and self.replies > self.well

    def send(self, outgoing: list[Outgoing]) -> None:
        super().send([each for one in outgoing for each in self._spoil(one)])

    def garbage(self) -> bytes:
        """Between 0 and 24 random bytes."""
        return self._random.randbytes(self._random.randrange(25))

    def _spoil(self, one: Outgoing) -> Sequence[Outgoing]:
        if not self.misbehaves():
            return [one]
        if self.fault == "disconnect":
            self.drop()
        return [Outgoing(one.role, self.garbage())] if self.fault == "garbage" else []


class _FailingScanner(FakeScanner):
    air: FailingRadio  # pyright: ignore[reportIncompatibleVariableOverride] - each radio makes its own classes

    async def start(self) -> None:
        await self.air.call("scan")
        await super().start()

    async def stop(self) -> None:
        await super().stop()
        await self.air.call("stop scan")


class _FailingClient(FakeClient):
    air: FailingRadio  # pyright: ignore[reportIncompatibleVariableOverride] - each radio makes its own classes

    async def connect(self, pair: bool, **kwargs: Any) -> None:  # noqa: FBT001 - bleak's
        await self.air.call("connect")
        await super().connect(pair, **kwargs)
        await self.air.call("discover")

    async def disconnect(self) -> None:
        await super().disconnect()
        await self.air.call("disconnect")

    async def read_gatt_char(self, *args: Any, **kwargs: Any) -> bytearray:
        await self.air.call("read")
        return await super().read_gatt_char(*args, **kwargs)

    async def write_gatt_char(self, *args: Any, **kwargs: Any) -> None:
        await self.air.call("write")
        await super().write_gatt_char(*args, **kwargs)

    async def start_notify(self, *args: Any, **kwargs: Any) -> None:
        await self.air.call("start notify")
        await super().start_notify(*args, **kwargs)

    async def stop_notify(self, *args: Any, **kwargs: Any) -> None:
        await self.air.call("stop notify")
        await super().stop_notify(*args, **kwargs)


class _MisbehavingClient(FakeClient):
    air: MisbehavingRadio  # pyright: ignore[reportIncompatibleVariableOverride] - as above

    async def read_gatt_char(self, *args: Any, **kwargs: Any) -> bytearray:
        value = await super().read_gatt_char(*args, **kwargs)
        if not self.air.misbehaves():
            return value
        if self.air.fault == "disconnect":
            self.air.drop()
        if self.air.fault == "nothing":
            await asyncio.Event().wait()
        return bytearray(self.air.garbage())
