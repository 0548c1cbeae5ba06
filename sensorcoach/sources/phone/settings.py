"""Where to listen for a phone, and by what to know it."""

import re
import secrets
from dataclasses import dataclass, field

from sensorcoach.errors import UsageError

LOCALHOST = "127.0.0.1"
PORT = 8421
"""Always the same, so that the address typed into the phone stays good."""
_TOKEN_BYTES = 9
"""72 bits: more than can be guessed at the rate that is let in, and still short enough to be typed into a phone."""


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,128}")


def settings_of(bind: str, port: int, token: str | None) -> "PhoneSettings":
    """The settings as a user names them. Raises UsageError for a token that is too short or does not fit an address."""
    if token is None:
        return PhoneSettings(bind, port)
    if not _TOKEN.fullmatch(token):
        message = "The token must have 8 to 128 letters, digits, hyphens or underscores."
        raise UsageError("bad_token", message, "Leave out --phone-token to have one drawn.")
    return PhoneSettings(bind, port, token)


@dataclass(frozen=True, slots=True)
class PhoneSettings:
    """`bind`: address of this computer to listen at; `port`: 0 for any free one; `token`: who knows it may push."""

    bind: str = LOCALHOST
    port: int = PORT
    token: str = field(default_factory=new_token)
