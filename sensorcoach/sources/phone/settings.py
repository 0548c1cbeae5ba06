"""Where to listen for a phone, and by what to know it."""

import secrets
from dataclasses import dataclass, field

LOCALHOST = "127.0.0.1"
PORT = 8421
"""Always the same, so that the address typed into the phone stays good."""
_TOKEN_BYTES = 9
"""72 bits: more than can be guessed at the rate that is let in, and still short enough to be typed into a phone."""


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


@dataclass(frozen=True, slots=True)
class PhoneSettings:
    """`bind`: address of this computer to listen at; `port`: 0 for any free one; `token`: who knows it may push."""

    bind: str = LOCALHOST
    port: int = PORT
    token: str = field(default_factory=new_token)
