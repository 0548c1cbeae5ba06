"""aiohttp's server without its own answers: no version, no echo of the request, no log. Written for aiohttp 3.13, 3.14.

aiohttp answers a malformed request itself, names its version and Python's, and repeats part of the request. Its parser
raises other errors for some requests, such as IndexError for `GET http://[::1]@`; asyncio would print a traceback.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from sensorcoach.sources.phone.access import Denied
from sensorcoach.sources.phone.connections import Connections

HEAD_S = 5.0
"""A connection that has not sent the token within this time is closed, even if it sends a byte now and then."""
IDLE_S = 15.0
"""A connection with the token is closed after this time without a request."""
_LINGER_S = 0.2
"""Time for reading the rest of a denied request, so that its sender receives the response."""
_PARSER_ERRORS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""Errors that the parser of aiohttp lets through for a malformed request."""

DenyMalformed = Callable[[], Denied]
"""Counts a malformed request and returns its denial."""


class PlainResponse(web.Response):
    """A response without the header that names the server and its version."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        self.headers.popall("Server", None)


def denial_response(denied: Denied) -> PlainResponse:
    """Return the response to a denied request. It closes the connection."""
    headers: dict[str, str] = {}
    if denied.status == 405:
        headers["Allow"] = "POST"
    if denied.status in {429, 503}:
        headers["Retry-After"] = "1"
    response = PlainResponse(status=denied.status, text=denied.reason, headers=headers)
    response.force_close()
    return response


class _Handler(RequestHandler):
    """One connection. It answers malformed requests with `PlainResponse`."""

    __slots__ = ("_deny_malformed",)

    def __init__(
        self, server: "PhoneHttpServer", deny_malformed: DenyMalformed, *, loop: asyncio.AbstractEventLoop
    ) -> None:
        super().__init__(
            server,
            loop=loop,
            access_log=None,  # pyright: ignore[reportArgumentType] - aiohttp's own way to say: no access log
            logger=_silent_logger(),
            keepalive_timeout=IDLE_S,
            lingering_time=_LINGER_S,
            auto_decompress=False,
        )
        self._deny_malformed = deny_malformed

    def data_received(self, data: bytes) -> None:
        try:
            super().data_received(data)
        except _PARSER_ERRORS:
            self._deny_malformed()
            if self.transport is not None:
                self.transport.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        del request, exc, message
        return denial_response(self._deny_malformed() if status < 500 else Denied(500, "Internal error."))


class PhoneHttpServer(web.Server):
    """Makes the handlers, and closes connections beyond the limits."""

    def __init__(
        self, respond: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], deny_malformed: DenyMalformed
    ) -> None:
        super().__init__(respond)
        self._deny_malformed = deny_malformed
        self._limits: Connections[RequestHandler] = Connections()
        self._timers: dict[RequestHandler, asyncio.TimerHandle] = {}
        """The timer of each open connection for its first request with the token."""

    def __call__(self) -> RequestHandler:
        return _Handler(self, self._deny_malformed, loop=asyncio.get_running_loop())

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        peer = transport.get_extra_info("peername")
        self._abort(self._limits.add(handler, str(peer[0]) if peer else ""))
        self._timers[handler] = asyncio.get_running_loop().call_later(HEAD_S, self._end_patience, handler)

    def connection_lost(self, handler: RequestHandler, exc: BaseException | None = None) -> None:
        super().connection_lost(handler, exc)
        self._limits.remove(handler)
        timer = self._timers.pop(handler, None)
        if timer is not None:
            timer.cancel()

    def mark_known(self, handler: RequestHandler) -> None:
        """Record a request with the token on this connection."""
        self._abort(self._limits.mark_known(handler))

    def _end_patience(self, handler: RequestHandler) -> None:
        if self._limits.is_unknown(handler):
            self._abort(handler)

    def _abort(self, handler: RequestHandler | None) -> None:
        """Close a connection at once, after its task has started: aiohttp prints a traceback for an earlier end."""
        if handler is not None:
            self._limits.remove(handler)
            if handler.transport is not None:
                asyncio.get_running_loop().call_soon(_abort_transport, handler)


def _abort_transport(handler: RequestHandler) -> None:
    if isinstance(handler.transport, asyncio.Transport):
        handler.transport.abort()


def _silent_logger() -> logging.Logger:
    """Return a disabled logger. aiohttp would write messages about broken requests to the screen."""
    logger = logging.getLogger("sensorcoach.phone")
    logger.disabled = True
    return logger
