"""Who is let in: the rules for a request, before anything of its body is read.

    rule                                                         else
    no page in a browser sends it (no Origin, no Sec-Fetch)      403
    the token is in the path, /push/TOKEN,                       404: nothing here for whoever does not know it
        or is the bearer of an Authorization header              401
    it is a POST                                                 405
    not too many of them                                         429
    it says that it is JSON, or text, or nothing                 415
    it is not compressed                                         415
    it is not too long                                           413, by its own word or when it has become so

What type the application writes on its pushes is not documented: so text is let in, and what is no JSON is counted.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sensorcoach.devices.families.phone.body import MAX_BODY_BYTES

PATH = "/push"
PUSHES_PER_S, PUSHES_AT_ONCE = 20.0, 40.0
"""The application pushes ten times a second at most; what waited for the network comes at once."""
STRANGERS_PER_S, STRANGERS_AT_ONCE = 2.0, 10.0
"""Requests without the token: they take nothing away from the phone."""
_TYPES = {"", "application/json", "text/json", "text/plain"}
_BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class PhoneRequest:
    """A request as far as the door sees it; the names of `headers` in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Denied:
    """The answer to a request that is not let in."""

    status: int
    reason: str


class Bucket:
    """Lets through so many a second, and so many at once after a pause."""

    def __init__(self, per_s: float, at_once: float) -> None:
        self._per_s, self._at_once = per_s, at_once
        self._left = at_once
        self._then_s: float | None = None
        """When it was last asked."""

    def take(self, now_s: float) -> bool:
        """Whether one more may pass now."""
        passed_s = 0.0 if self._then_s is None else max(0.0, now_s - self._then_s)
        self._then_s = now_s
        self._left = min(self._at_once, self._left + passed_s * self._per_s)
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class AccessControl:
    """Says of each request whether it is let in; `token` is what whoever pushes has to know."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()
        self._pushes = Bucket(PUSHES_PER_S, PUSHES_AT_ONCE)
        self._strangers = Bucket(STRANGERS_PER_S, STRANGERS_AT_ONCE)

    def refusal(self, asked: PhoneRequest, now_s: float) -> Denied | None:
        """Why this request is not let in, None if it is."""
        stranger = self._stranger(asked)
        if stranger is not None:
            return stranger if self._strangers.take(now_s) else Denied(429, "Too many requests.")
        if asked.method != "POST":
            return Denied(405, "Only POST.")
        if not self._pushes.take(now_s):
            return Denied(429, f"More than {PUSHES_PER_S:g} pushes a second.")
        return _unreadable(asked.headers)

    def _stranger(self, asked: PhoneRequest) -> Denied | None:
        if "origin" in asked.headers or "sec-fetch-site" in asked.headers:
            return Denied(403, "Not from a browser.")
        bearer = asked.headers.get("authorization")
        if bearer is not None and asked.path == PATH:
            return None if self._is_token(bearer.removeprefix(_BEARER)) else Denied(401, "Another token.")
        is_known = self._is_token(asked.path.removeprefix(f"{PATH}/"))
        return None if is_known else Denied(404, "Nothing here.")

    def _is_token(self, given: str) -> bool:
        """Compared in the same time wherever the first difference is."""
        return secrets.compare_digest(given.encode(errors="replace"), self._token)


def _unreadable(headers: Mapping[str, str]) -> Denied | None:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        return Denied(415, "Only JSON.")
    if headers.get("content-encoding", "identity").lower() != "identity":
        return Denied(415, "Not compressed.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 12 or int(length) > MAX_BODY_BYTES:
        return Denied(413, f"At most {MAX_BODY_BYTES} bytes.")
    return None
