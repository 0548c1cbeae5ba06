"""Where to listen for a phone, and by what to know it."""

import contextlib
import re
import secrets
from dataclasses import dataclass, field

from sensorcoach.errors import UsageError
from sensorcoach.storage import atomic_write_text, data_folder

LOCALHOST = "127.0.0.1"
PORT = 8421
"""Always the same, so that the address typed into the phone stays good."""
_TOKEN_BYTES = 9
"""72 bits: more than can be guessed at the rate that is let in, and still short enough to be typed into a phone."""


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


_KEPT_IN = "phone-token"
"""In the data folder: an address typed into the phone once stays good. Who deletes it has a new one drawn."""


def load_token() -> str:
    """The token of this computer, drawn when it is first asked for; a new one each time where none can be kept."""
    path = data_folder() / _KEPT_IN
    with contextlib.suppress(OSError, UnicodeDecodeError):
        kept = path.read_text(encoding="utf-8").strip()
        if _TOKEN.fullmatch(kept):
            return kept
    token = new_token()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write_text(path, token + "\n")  # readable by its owner alone, as temporary files are made
    return token


_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,128}")


def make_phone_settings(bind: str, port: int, token: str | None) -> "PhoneSettings":
    """The settings as a user names them; without a token this computer's own.

    Raises UsageError for a token that is too short or does not fit an address.
    """
    if token is None:
        return PhoneSettings(bind, port, load_token())
    if not _TOKEN.fullmatch(token):
        message = "The token must have 8 to 128 letters, digits, hyphens or underscores."
        raise UsageError("bad_token", message, "Leave out --phone-token to use this computer's own.")
    return PhoneSettings(bind, port, token)


@dataclass(frozen=True, slots=True)
class PhoneSettings:
    """`bind`: address of this computer to listen at; `port`: 0 for any free one; `token`: who knows it may push."""

    bind: str = LOCALHOST
    port: int = PORT
    token: str = field(default_factory=new_token)
