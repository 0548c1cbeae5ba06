"""Settings of the HTTP server for a phone: address, port and token."""

import contextlib
import re
import secrets
from dataclasses import dataclass, field

from sensorcoach.errors import UsageError
from sensorcoach.storage import atomic_write_text, data_folder

LOCALHOST = "127.0.0.1"
PORT = 8421
"""The default port is fixed, so that the URL entered into the phone stays valid."""
_TOKEN_BYTES = 9
"""72 bits: too many to guess at the allowed rate, and short enough to type into a phone."""


def new_token() -> str:
    """Return a random token."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


_STORED_IN = "phone-token"
"""File in the data folder that stores the token, so that the URL stays valid. Delete it to get a new token."""


def load_token() -> str:
    """Return this computer's token. Create it first if needed; without write access each call returns a new one."""
    path = data_folder() / _STORED_IN
    with contextlib.suppress(OSError, UnicodeDecodeError):
        stored = path.read_text(encoding="utf-8").strip()
        if _TOKEN_PATTERN.fullmatch(stored):
            return stored
    token = new_token()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write_text(path, token + "\n")  # temporary files are readable by their owner only
    return token


_TOKEN_PATTERN = re.compile(r"[A-Za-z0-9_-]{8,128}")


def make_phone_settings(bind: str, port: int, token: str | None) -> "PhoneSettings":
    """Return settings for these options. Without a token, use this computer's own.

    Raises UsageError for a token that is too short or not valid in a URL.
    """
    if token is None:
        return PhoneSettings(bind, port, load_token())
    if not _TOKEN_PATTERN.fullmatch(token):
        message = "The token must have 8 to 128 letters, digits, hyphens or underscores."
        raise UsageError("bad_token", message, "Omit --phone-token to use this computer's own token.")
    return PhoneSettings(bind, port, token)


@dataclass(frozen=True, slots=True)
class PhoneSettings:
    """`bind`: address to listen at. `port`: 0 selects any free one. `token`: secret that the sender must know."""

    bind: str = LOCALHOST
    port: int = PORT
    token: str = field(default_factory=new_token)
