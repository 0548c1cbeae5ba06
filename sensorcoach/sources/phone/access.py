"""Access control for HTTP requests. All checks happen before the body is read.

    rule                                                    status if broken
    not from a web page (no Origin, no Sec-Fetch header)    403
    the token is in the path, /push/TOKEN,                  404, which hides the server from other senders
        or in the Authorization header (Bearer)             401
    the method is POST                                      405
    the rate is below the limit                             429
    the content type is JSON, text or missing               415
    the body is not compressed                              415
    the body is short enough                                413, by its header or while it is read

The application's documentation does not name its content type. Text is therefore allowed; the decoder counts bodies
that are not JSON.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sensorcoach.devices.families.phone.body import MAX_BODY_BYTES

PATH = "/push"
MAX_PUSHES_PER_S, MAX_PUSHES_AT_ONCE = 20.0, 40.0
"""The application pushes at most ten times a second. Pushes delayed by the network arrive together."""
MAX_UNKNOWN_PER_S, MAX_UNKNOWN_AT_ONCE = 2.0, 10.0
"""Limits for requests without the token. They do not reduce the phone's own limits."""
_TYPES = {"", "application/json", "text/json", "text/plain"}
_BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class PhoneRequest:
    """The parts of a request that access control checks. The names of `headers` are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Denied:
    """The response to a denied request."""

    status: int
    reason: str


class RateLimiter:
    """Token bucket: admits `per_s` requests a second, and up to `at_once` after a pause."""

    def __init__(self, per_s: float, at_once: float) -> None:
        self._per_s, self._at_once = per_s, at_once
        self._left = at_once
        self._last_s: float | None = None
        """Time of the last call of `admit`, None before the first."""

    def admit(self, now_s: float) -> bool:
        """Count a request. Return whether it is within the limit."""
        passed_s = 0.0 if self._last_s is None else max(0.0, now_s - self._last_s)
        self._last_s = now_s
        self._left = min(self._at_once, self._left + passed_s * self._per_s)
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class AccessControl:
    """Decides whether a request is admitted. `token`: the secret that the sender must know."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self._pushes = RateLimiter(MAX_PUSHES_PER_S, MAX_PUSHES_AT_ONCE)
        self._unknown_senders = RateLimiter(MAX_UNKNOWN_PER_S, MAX_UNKNOWN_AT_ONCE)

    def check(self, request: PhoneRequest, now_s: float) -> Denied | None:
        """Count a request. Return the denial, or None if it is admitted."""
        denied = self._check_sender(request)
        if denied is not None:
            return self._deny_unknown(denied, now_s)
        if request.method != "POST":
            return Denied(405, "Use POST.")
        if not self._pushes.admit(now_s):
            return Denied(429, f"Too many requests: at most {MAX_PUSHES_PER_S:g} a second.")
        return _check_body_headers(request.headers)

    def deny_malformed(self, now_s: float) -> Denied:
        """Count a request that is not valid HTTP, as one without the token. Return its denial."""
        return self._deny_unknown(Denied(400, "Malformed request."), now_s)

    def _deny_unknown(self, denied: Denied, now_s: float) -> Denied:
        return denied if self._unknown_senders.admit(now_s) else Denied(429, "Too many requests.")

    def _check_sender(self, request: PhoneRequest) -> Denied | None:
        if "origin" in request.headers or "sec-fetch-site" in request.headers:
            return Denied(403, "Requests from a browser are not allowed.")
        bearer = request.headers.get("authorization")
        if bearer is not None and request.path == PATH:
            return None if self._is_token(bearer.removeprefix(_BEARER)) else Denied(401, "Wrong token.")
        is_known = self._is_token(request.path.removeprefix(f"{PATH}/"))
        return None if is_known else Denied(404, "Not found.")

    def _is_token(self, given: str) -> bool:
        """Return whether `given` is the token. The comparison takes constant time."""
        return secrets.compare_digest(given.encode(errors="replace"), self._token)


def _check_body_headers(headers: Mapping[str, str]) -> Denied | None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        return Denied(415, "Send JSON.")
    if headers.get("content-encoding", "identity").lower() != "identity":
        return Denied(415, "Send an uncompressed body.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 12 or int(length) > MAX_BODY_BYTES:
        return Denied(413, f"At most {MAX_BODY_BYTES} bytes.")
    return None
