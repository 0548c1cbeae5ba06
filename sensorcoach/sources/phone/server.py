"""The HTTP server: reads a body that the door lets in, within limits of size and time, and answers at once.

It logs nothing: neither what is sent nor by whom.
"""

import asyncio
import errno
import logging
import os
from collections.abc import Callable

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from sensorcoach.devices.families.phone.body import MAX_BODY_BYTES
from sensorcoach.errors import SensorError
from sensorcoach.sources.pacing import Now
from sensorcoach.sources.phone.access import AccessControl, Denied, PhoneRequest
from sensorcoach.sources.phone.settings import LOCALHOST, PhoneSettings

MOST_CONNECTIONS = 16
IDLE_S = 15.0
"""A connection that has sent no whole request head for this long is closed."""
BODY_S = 10.0
"""A body must be there this long after its head."""
_LINGER_S = 0.2
"""How long what a refused request still sends is read, so that its sender sees the answer."""
_SHUTDOWN_S = 1.0
_CHUNK_BYTES = 1 << 16

TakeBody = Callable[[bytes], Denied | None]


class _Server(web.Server):
    """Closes connections beyond `MOST_CONNECTIONS` as they come."""

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()


class PhoneServer:
    """Listens while it is started; each body goes to `take`, which says None, or why it cannot take it."""

    def __init__(self, settings: PhoneSettings, take: TakeBody, now: Now) -> None:
        self._settings = settings
        self._door = AccessControl(settings.token)
        self._take, self._now = take, now
        self._runner: web.ServerRunner | None = None

    @property
    def port(self) -> int:
        """Where it listens, also where any free port was asked for."""
        addresses = self._runner.addresses if self._runner else []
        return addresses[0][1] if addresses else self._settings.port

    async def start(self) -> None:
        """Listen. Raises SensorError where the address or the port cannot be had."""
        server = _Server(
            self._answer,
            access_log=None,
            logger=_silent_logger(),
            keepalive_timeout=IDLE_S,
            lingering_time=_LINGER_S,
            auto_decompress=False,
        )
        self._runner = web.ServerRunner(server, shutdown_timeout=_SHUTDOWN_S)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._settings.bind, self._settings.port).start()
        except OSError as error:
            await self.stop()
            raise _cannot_listen(self._settings, error) from error

    async def stop(self) -> None:
        """Close the door and all connections."""
        runner, self._runner = self._runner, None
        if runner:
            await runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        refused = self._door.refusal(PhoneRequest(request.method, request.path, headers), self._now())
        if refused is None:
            body = await _read(request)
            refused = body if isinstance(body, Denied) else self._take(body)
        if refused is None:
            return web.Response(status=200, text="ok", headers={"Server": "sensorcoach"})
        return _no(refused)


async def _read(request: web.BaseRequest) -> bytes | Denied:
    """The body, or why it is not read to its end."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for piece in request.content.iter_chunked(_CHUNK_BYTES):
                body += piece
                if len(body) > MAX_BODY_BYTES:
                    return Denied(413, f"At most {MAX_BODY_BYTES} bytes.")
    except TimeoutError:
        return Denied(408, f"No whole body within {BODY_S:g} s.")
    return bytes(body) if body.lstrip().startswith(b"{") else Denied(400, "No JSON object.")


def _no(refused: Denied) -> web.Response:
    """The answer to a request that was not taken; its connection is closed."""
    headers = {"Server": "sensorcoach"}
    if refused.status == 405:
        headers["Allow"] = "POST"
    if refused.status in {429, 503}:
        headers["Retry-After"] = "1"
    response = web.Response(status=refused.status, text=refused.reason, headers=headers)
    response.force_close()
    return response


def _silent_logger() -> logging.Logger:
    """For aiohttp, which would write about broken requests onto the screen."""
    logger = logging.getLogger("sensorcoach.phone")
    logger.disabled = True
    return logger


def _cannot_listen(settings: PhoneSettings, error: OSError) -> SensorError:
    where = f"{settings.bind}, port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return SensorError(
            "port_in_use",
            f"Something listens at {where} already.",
            "Close the other sensorcoach, or name another port with --phone-port.",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        message = f"This user may not listen at {where}."
        return SensorError("port_refused", message, "Name a port above 1023 with --phone-port.")
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
    return SensorError(
        "no_such_address",
        f"This computer cannot listen at {where}: {reason}.",
        f"Name one of its own addresses with --phone-bind, or leave it out for {LOCALHOST}.",
    )
