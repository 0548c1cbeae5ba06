"""Access control of the phone's server: token, size and rate."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.devices.families.phone.body import MAX_BODY_BYTES
from sensorcoach.errors import InputError, SensorError
from sensorcoach.sources.phone import protocol, server, source
from sensorcoach.sources.phone.access import (
    MAX_PUSHES_AT_ONCE,
    MAX_PUSHES_PER_S,
    MAX_UNKNOWN_AT_ONCE,
    AccessControl,
    PhoneRequest,
    RateLimiter,
)
from sensorcoach.sources.phone.settings import LOCALHOST, PhoneSettings, make_phone_settings, new_token
from sensorcoach.sources.phone.source import PhoneSource
from tests.sources.phone_calls import TOKEN, Line, on_the_line


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"path": "/push", "headers": {"Authorization": f"Bearer {TOKEN}"}}, 200),
        ({"headers": {"Content-Type": "text/plain; charset=UTF-8"}}, 200),
        ({"body": b""}, 400),
        ({"body": b"[1, 2]"}, 400),
        ({"path": "/push", "headers": {"Authorization": "Bearer another"}}, 401),
        ({"headers": {"Origin": "http://somewhere.example"}}, 403),
        ({"headers": {"Sec-Fetch-Site": "cross-site"}}, 403),
        ({"path": "/"}, 404),
        ({"path": "/push"}, 404),
        ({"path": "/push/another"}, 404),
        ({"path": f"/push/{TOKEN}/more"}, 404),
        ({"path": "/push/another", "method": "GET"}, 404),
        ({"method": "GET"}, 405),
        ({"method": "PUT"}, 405),
        ({"method": "OPTIONS"}, 405),
        ({"body": b" " * (MAX_BODY_BYTES + 1)}, 413),
        ({"headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 415),
        ({"headers": {"Content-Encoding": "gzip"}}, 415),
    ],
)
def test_accepted_requests(asked: dict[str, object], status: int):
    """A POST of JSON with the token is accepted; other requests are denied with the usual status."""

    async def story(line: Line) -> int:
        return await line.call(**asked)  # pyright: ignore[reportArgumentType] - a table of keyword arguments

    assert on_the_line(story) == status


def test_a_body_without_end_is_cut_off():
    """A body without a declared length is stopped at the size limit."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(2 * MAX_BODY_BYTES // 65536):
            yield b" " * 65536

    async def story(line: Line) -> int:
        return await line.call(pieces())

    assert on_the_line(story) == 413


def test_too_many_pushes_are_turned_away():
    """Pushes above the rate limit are denied, and accepted again at a lower rate."""

    async def story(line: Line) -> tuple[list[int], int]:
        burst = [await line.call() for _ in range(int(MAX_PUSHES_AT_ONCE) + 5)]
        line.clock.now_s += 1.0
        return burst, await line.call()

    burst, later = on_the_line(story)
    assert burst == [200] * int(MAX_PUSHES_AT_ONCE) + [429] * 5
    assert later == 200


def test_strangers_take_nothing_away_from_the_phone():
    """Requests without the token do not block the phone's pushes."""

    async def story(line: Line) -> tuple[list[int], int]:
        unknown_senders = [await line.call(path="/push/guess") for _ in range(int(MAX_UNKNOWN_AT_ONCE) + 5)]
        return unknown_senders, await line.call()

    unknown_senders, phone = on_the_line(story)
    assert unknown_senders == [404] * int(MAX_UNKNOWN_AT_ONCE) + [429] * 5
    assert phone == 200


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    """A sender of half a body receives an error after the limit."""
    monkeypatch.setattr(server, "BODY_S", 0.02)

    async def pieces() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(0.2)
        yield b"}"

    async def story(line: Line) -> int:
        return await line.call(pieces())

    assert on_the_line(story) == 408


def test_a_connection_that_says_nothing_is_closed(monkeypatch: pytest.MonkeyPatch):
    """A connection without a complete request head is closed, also if it sends a byte now and then."""
    monkeypatch.setattr(protocol, "HEAD_S", 0.02)

    async def story(line: Line) -> list[bytes]:
        answers: list[bytes] = []
        for said in (b"", b"POST /pu"):
            reader, writer = await asyncio.open_connection(LOCALHOST, port_of(line.source))
            writer.write(said)
            try:
                answers.append(await asyncio.wait_for(reader.read(), 5.0))
            except ConnectionResetError:
                answers.append(b"")
            writer.close()
        return answers

    assert on_the_line(story) == [b"", b""]


@pytest.mark.parametrize(
    "said",
    [
        b"\x16\x03\x01 no http\r\n\r\n",
        b"GET http://[::1]@ HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 9000 + b"\r\n\r\n",
        b"POST /push/another HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ],
)
def test_garbage_gets_a_short_answer(said: bytes, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    """A malformed request gets 400 without any version or echo, counts as a try, and writes nothing to the screen."""

    async def story(line: Line) -> tuple[list[bytes], int]:
        answers = [await answer_to(line, said) for _ in range(int(MAX_UNKNOWN_AT_ONCE) + 1)]
        return answers, await line.call(path="/push/another")

    answers, next_try = on_the_line(story)
    assert answers[0].startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
    for answer in answers:
        assert b"Server" not in answer
        assert b"aiohttp" not in answer
        assert b"\x16" not in answer
        assert len(answer) < 300
    assert next_try == 429, "the malformed requests have used up the tries"
    assert not [record for record in caplog.records if record.levelno > logging.DEBUG]
    assert capfd.readouterr() == ("", "")


async def answer_to(line: Line, said: bytes) -> bytes:
    """Return the raw answer to these bytes on a connection of its own."""
    reader, writer = await asyncio.open_connection(LOCALHOST, port_of(line.source))
    writer.write(said)
    answer = await asyncio.wait_for(reader.read(), 5.0)
    writer.close()
    return answer


def test_unread_packets_do_not_pile_up(monkeypatch: pytest.MonkeyPatch):
    """If the program is too slow, pushes are denied and memory does not grow."""
    monkeypatch.setattr(source, "_QUEUE_PACKETS", 3)

    async def story(line: Line) -> list[int]:
        return [await line.call() for _ in range(5)]

    assert on_the_line(story) == [200, 200, 200, 503, 503]


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]):
    """Neither a push nor invalid data writes to a log or the screen."""

    async def story(line: Line) -> bytes:
        await line.call(b'{"secret": 1}')
        await line.call(path="/push/another")
        reader, writer = await asyncio.open_connection(LOCALHOST, port_of(line.source))
        writer.write(b"\x16\x03\x01 no http\r\n\r\n")
        said = await reader.read()
        writer.close()
        await writer.wait_closed()
        return said

    with caplog.at_level(logging.DEBUG, "aiohttp"), caplog.at_level(logging.DEBUG, "sensorcoach"):
        assert b"400" in on_the_line(story)
    assert not [record for record in caplog.records if record.name != "asyncio"]
    assert capfd.readouterr() == ("", "")


def test_a_port_in_use_is_reported():
    """A second server on the same port fails with the reason and a remedy."""

    async def second(line: Line) -> None:
        await PhoneSource(PhoneSettings(port=port_of(line.source))).start()

    with pytest.raises(SensorError, match=r"already listens at 127\.0\.0\.1, port .*--phone-port"):
        on_the_line(second)


@pytest.mark.parametrize("bind", ["192.0.2.1", "no address"])
def test_an_address_of_another_computer_is_reported(bind: str):
    """An address of another computer is reported as an error."""
    with pytest.raises(SensorError, match=r"cannot listen at.*--phone-bind"):
        asyncio.run(PhoneSource(PhoneSettings(bind=bind, port=0)).start())


def test_only_this_computer_by_default():
    """By default, the server accepts connections from this computer only."""

    async def story(line: Line) -> str:
        return line.source.url

    assert PhoneSettings().bind == LOCALHOST
    assert on_the_line(story).startswith(f"http://{LOCALHOST}:")


def test_every_token_is_new():
    """Tokens are random: an old one does not reveal a new one."""
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 12
    assert PhoneSettings().token != PhoneSettings().token


def test_an_address_typed_into_a_phone_stays_good(data_folder: Path):
    """The token is stored, readable by its owner only; a deleted or damaged one is replaced."""
    first = make_phone_settings(LOCALHOST, 8421, None).token
    assert make_phone_settings(LOCALHOST, 8421, None).token == first
    kept = data_folder / "phone-token"
    assert os.name == "nt" or kept.stat().st_mode & 0o077 == 0
    kept.write_text("short", encoding="utf-8")
    assert make_phone_settings(LOCALHOST, 8421, None).token != first


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_token_that_others_can_read_is_refused(data_folder: Path, mode: int):
    """A token that other users can read is not used; the error names the file and the command that protects it."""
    first = make_phone_settings(LOCALHOST, 8421, None).token
    kept = data_folder / "phone-token"
    kept.chmod(mode)
    with pytest.raises(InputError, match=rf"mode {mode:o}.*chmod 600") as refused:
        make_phone_settings(LOCALHOST, 8421, None)
    assert first not in str(refused.value)
    kept.chmod(0o600)
    assert make_phone_settings(LOCALHOST, 8421, None).token == first


def test_the_end_of_a_source():
    """After the stop, the queued packets follow, then every iteration ends, and the port is closed."""

    async def story(line: Line) -> tuple[int, int, bool]:
        port = port_of(line.source)
        await line.call()
        await line.call()
        await line.source.aclose()
        await line.source.aclose()
        count, again = len([p async for p in line.source]), len([p async for p in line.source])
        with socket.socket() as probe:
            return count, again, probe.connect_ex((LOCALHOST, port)) != 0

    assert on_the_line(story) == (2, 0, True)


def test_the_first_request_for_a_packet_starts_it():
    """Iterating over a source starts it."""

    async def story() -> int:
        source = PhoneSource(PhoneSettings(port=0, token=TOKEN))
        first = asyncio.ensure_future(anext(source))
        await asyncio.sleep(0)
        await source.start()
        async with Line.to(source) as line:
            await line.call()
        packet = await first
        await source.aclose()
        return len(packet.payload)

    assert asyncio.run(story()) > 0


@given(
    method=st.sampled_from(["POST", "GET", "", "\x00"]),
    path=st.text(max_size=30) | st.sampled_from(["/push", "/push/", "/push/a", "/push/\ud800"]),
    headers=st.dictionaries(
        st.sampled_from(["authorization", "content-type", "content-length", "content-encoding"]),
        st.text(max_size=20) | st.sampled_from(["Bearer ", "²", "-1", "9" * 40]),
    ),
)
def test_no_request_gets_past_without_the_token(method: str, path: str, headers: dict[str, str]):
    """Every request without the token is denied without an exception."""
    refused = AccessControl("a long token of today").check(PhoneRequest(method, path, headers), 0.0)
    assert refused is not None
    assert refused.status in {401, 404}


def test_the_rate_is_the_announced_one():
    """In a minute, the limiter admits the allowed rate plus one burst."""
    limiter = RateLimiter(MAX_PUSHES_PER_S, MAX_PUSHES_AT_ONCE)
    passed = sum(limiter.admit(k / 100.0) for k in range(6000))
    assert passed == pytest.approx(60.0 * MAX_PUSHES_PER_S + MAX_PUSHES_AT_ONCE, abs=1.0)


def port_of(source: PhoneSource) -> int:
    """Return the port of the source, 0 while it does not listen."""
    return int(source.url.split(":")[2].split("/")[0])
