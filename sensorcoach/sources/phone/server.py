"""HTTP server for pushes: reads the body of each admitted request, with limits for size and time.

The server writes no log.
"""

import asyncio
import errno
import os
from collections.abc import Callable

from aiohttp import web
from aiohttp.web_protocol import RequestPayloadError

from sensorcoach.devices.families.phone.body import MAX_BODY_BYTES
from sensorcoach.errors import SensorError
from sensorcoach.sources.pacing import Now
from sensorcoach.sources.phone.access import AccessControl, Denied, PhoneRequest
from sensorcoach.sources.phone.protocol import PhoneHttpServer, PlainResponse, denial_response
from sensorcoach.sources.phone.settings import LOCALHOST, PhoneSettings

BODY_S = 10.0
"""Limit for reading the body."""
_SHUTDOWN_S = 1.0
"""Limit for open requests when the server stops."""
_BACKLOG = 32
"""Connections to accept before the server reads again, so that a burst cannot displace a phone that it has not read."""
_CHUNK_BYTES = 1 << 16
"""Bytes to read at once."""

TakeBody = Callable[[bytes], Denied | None]
"""Receives a body; returns None, or the reason for rejecting it."""


class PhoneServer:
    """Listens from `start` to `stop` and passes each body to `take`. `now`: time in seconds for the rate limits."""

    def __init__(self, settings: PhoneSettings, take: TakeBody, now: Now) -> None:
        self._settings = settings
        self._access = AccessControl(settings.token)
        self._take, self._now = take, now
        self._server: PhoneHttpServer | None = None
        self._runner: web.ServerRunner | None = None

    @property
    def port(self) -> int:
        """The port that the server listens on, also if the settings request any free port."""
        addresses = self._runner.addresses if self._runner else []
        return addresses[0][1] if addresses else self._settings.port

    async def start(self) -> None:
        """Listen. Raises SensorError where the address or the port is not available."""
        self._server = PhoneHttpServer(self._respond, self._deny_malformed)
        self._runner = web.ServerRunner(self._server, shutdown_timeout=_SHUTDOWN_S)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._settings.bind, self._settings.port, backlog=_BACKLOG).start()
        except OSError as error:
            await self.stop()
            raise _listen_error(self._settings, error) from error

    async def stop(self) -> None:
        """Stop listening and close all connections."""
        runner, self._runner = self._runner, None
        if runner:
            await runner.cleanup()

    async def _respond(self, request: web.BaseRequest) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        denied = self._access.check(PhoneRequest(request.method, request.path, headers), self._now())
        if denied is None:
            if self._server is not None:
                self._server.mark_known(request.protocol)
            body = await _read_body(request)
            denied = body if isinstance(body, Denied) else self._take(body)
        return PlainResponse(status=200, text="ok") if denied is None else denial_response(denied)

    def _deny_malformed(self) -> Denied:
        return self._access.deny_malformed(self._now())


async def _read_body(request: web.BaseRequest) -> bytes | Denied:
    """Return the body, or the denial if it is too long, too slow or not a JSON object."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for piece in request.content.iter_chunked(_CHUNK_BYTES):
                body += piece
                if len(body) > MAX_BODY_BYTES:
                    return Denied(413, f"At most {MAX_BODY_BYTES} bytes.")
    except TimeoutError:
        return Denied(408, f"The body was not complete within {BODY_S:g} s.")
    except RequestPayloadError:
        return Denied(400, "Malformed body.")
    return bytes(body) if body.lstrip().startswith(b"{") else Denied(400, "The body is not a JSON object.")


def _listen_error(settings: PhoneSettings, error: OSError) -> SensorError:
    where = f"{settings.bind}, port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return SensorError(
            "port_in_use",
            f"Another program already listens at {where}.",
            "Close the other sensorcoach, or name another port with --phone-port.",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        message = f"This user is not allowed to listen at {where}."
        return SensorError("port_refused", message, "Name a port above 1023 with --phone-port.")
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
    return SensorError(
        "no_such_address",
        f"This computer cannot listen at {where}: {reason}.",
        f"Name one of its own addresses with --phone-bind, or leave it out for {LOCALHOST}.",
    )
