"""Settings of the HTTP server for a phone: address, port and token."""

import contextlib
import os
import re
import secrets
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from sensorcoach.errors import InputError, UsageError
from sensorcoach.storage import atomic_write_text, data_folder

LOCALHOST = "127.0.0.1"
PORT = 8421
"""The default port is fixed, so that the URL entered into the phone stays valid."""
_TOKEN_BYTES = 9
"""72 bits: too many to guess at the allowed rate, and short enough to type into a phone."""


def new_token() -> str:
    """Return a random token."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


_OWNER_ONLY = 0o600
_STORED_IN = "phone-token"
"""File in the data folder that stores the token, so that the URL stays valid. Delete it to get a new token."""


def load_token() -> str:
    """Return this computer's token. Create it first if needed; without write access each call returns a new one.

    Raises InputError where other users of this computer can read the stored token.
    """
    path = data_folder() / _STORED_IN
    with contextlib.suppress(OSError, UnicodeDecodeError):
        stored = path.read_text(encoding="utf-8").strip()
        if _TOKEN_PATTERN.fullmatch(stored):
            _check_owner_only(path)
            return stored
    token = new_token()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write_text(path, token + "\n")
        path.chmod(_OWNER_ONLY)
    return token


def _check_owner_only(path: Path) -> None:
    """Check the permissions of the file. Windows has others; there the user's folder protects it."""
    mode = path.stat().st_mode & 0o777
    if os.name != "nt" and mode & ~_OWNER_ONLY:
        message = (
            f"Other users of this computer can read or change {path} (mode {mode:o}), which holds the phone's token."
        )
        remedy = f"Delete it to get a new token, or keep the token: `chmod 600 {shlex.quote(str(path))}`."
        raise InputError("token_not_private", message, remedy)


_TOKEN_PATTERN = re.compile(r"[A-Za-z0-9_-]{8,128}")


def make_phone_settings(bind: str, port: int, token: str | None) -> "PhoneSettings":
    """Return settings for these options. Without a token, use this computer's own.

    Raises UsageError for a token that is too short or not valid in a URL, InputError where others can read the own one.
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
