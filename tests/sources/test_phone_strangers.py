"""Strangers who occupy the phone's server: the phone's pushes arrive all the same."""

import asyncio
import contextlib
import logging

import pytest
from aiohttp import ClientSession, TCPConnector

from sensorcoach.sources.phone.connections import MAX_KNOWN, MAX_UNKNOWN, Connections
from sensorcoach.sources.phone.settings import LOCALHOST
from tests.sources.phone_calls import Line, on_the_line

STRANGERS = 200
PUSHES = 200


async def occupy(port: int, kind: str, was_open: asyncio.Event) -> None:
    """Hold a connection, and open a new one whenever it is closed, until cancelled. Set `was_open` for the first."""
    while True:
        try:
            reader, writer = await asyncio.open_connection(LOCALHOST, port)
        except OSError:
            await asyncio.sleep(0.01)
            continue
        was_open.set()
        try:
            await speak(writer, kind)
            await reader.read()
        except OSError:
            pass
        finally:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        await asyncio.sleep(0.02)


async def speak(writer: asyncio.StreamWriter, kind: str) -> None:
    """Send the first bytes of a stranger of this kind."""
    if kind == "garbage":
        writer.write(b"\x16\x03\x01 no http\r\n\r\n")
    if kind == "wrong token":
        writer.write(b"POST /push/another HTTP/1.1\r\nContent-Length: 100000\r\n\r\n{")
    if kind == "slow":
        for sign in b"POST /push/anoth":
            if writer.is_closing():
                break
            writer.write(bytes([sign]))
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("keeps_connection", [True, False])
@pytest.mark.parametrize("kinds", [["slow"], ["idle", "slow", "garbage", "wrong token"]])
def test_strangers_do_not_displace_the_phone(
    kinds: list[str],
    keeps_connection: bool,  # noqa: FBT001 - a parameter
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
):
    """200 connections of strangers cost not one of 200 pushes, although they come from the phone's own address."""

    async def story(line: Line) -> list[int]:
        port = int(line.source.url.split(":")[2].split("/")[0])
        opened = [asyncio.Event() for _ in range(STRANGERS)]
        strangers = [
            asyncio.ensure_future(occupy(port, kinds[k % len(kinds)], was_open)) for k, was_open in enumerate(opened)
        ]
        async with asyncio.timeout(30.0):
            for was_open in opened:
                await was_open.wait()
        async with ClientSession(connector=TCPConnector(force_close=not keeps_connection)) as client:
            phone = Line(line.source, client, line.clock)
            statuses: list[int] = []
            for _ in range(PUSHES):
                line.clock.now_s += 0.1
                statuses.append(await phone.call())
        for stranger in strangers:
            stranger.cancel()
        await asyncio.gather(*strangers, return_exceptions=True)
        return statuses

    with caplog.at_level(logging.INFO):
        assert on_the_line(story) == [200] * PUSHES
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_the_oldest_of_the_busiest_address_is_closed():
    """Of too many unknown connections, the address with the most loses its oldest; all others stay."""
    limits: Connections[int] = Connections()
    limits.add(-1, "one more address")
    closed = [limits.add(k, "stranger") for k in range(MAX_UNKNOWN)]
    assert closed == [None] * (MAX_UNKNOWN - 1) + [0]
    assert limits.is_unknown(-1)


def test_the_address_of_a_phone_is_spared():
    """An address that has sent the token keeps its new connections, even if it has more than a stranger."""
    limits: Connections[int] = Connections()
    limits.add(-1, "phone")
    limits.mark_known(-1)
    limits.add(-2, "stranger")
    closed = [limits.add(k, "phone") for k in range(MAX_UNKNOWN)]
    assert closed[-1] == -2


def test_connections_left_open_by_the_phone_are_closed():
    """A phone that opens a connection for each push loses the one that it used longest ago."""
    limits: Connections[int] = Connections()
    for k in range(MAX_KNOWN):
        limits.add(k, "phone")
        assert limits.mark_known(k) is None
    limits.mark_known(0)
    limits.add(MAX_KNOWN, "phone")
    assert limits.mark_known(MAX_KNOWN) == 1
    limits.remove(1)
    assert limits.mark_known(1) is None, "a closed connection does not return"
    assert len(limits) == MAX_KNOWN


def test_a_connection_without_an_address():
    """A connection whose address the system does not report is known once it has sent the token."""
    limits: Connections[int] = Connections()
    limits.add(1, "")
    limits.mark_known(1)
    assert len(limits) == 1
    assert not limits.is_unknown(1)
