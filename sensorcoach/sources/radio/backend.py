"""The Bluetooth implementation to use: the operating system's, or a virtual one."""

from dataclasses import dataclass

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner


@dataclass(frozen=True, slots=True)
class Backend:
    """Classes passed to bleak as `backend`. None selects those of the operating system."""

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None
