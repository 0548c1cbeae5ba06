"""Which radio: the computer's own, or one in its memory."""

from dataclasses import dataclass

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner


@dataclass(frozen=True, slots=True)
class Backend:
    """The classes that bleak is to use, None for those of the operating system."""

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None
