"""Select the connection to close when there are too many. This file opens and closes nothing.

A connection is unknown until it sends the token. Unknown ones have a limit of their own, so that they never take the
place of a known one. A new connection is always accepted, because it may be the phone: the limit closes an older one.
"""

from collections import Counter, deque
from typing import Generic, TypeVar

MAX_UNKNOWN = 128
"""Most connections without the token. The phone's own is among them until the server has read its first request."""
MAX_KNOWN = 16
"""Most connections with the token. A phone may open a new one for each push and leave the old ones open."""
_MAX_PHONE_ADDRESSES = 4
"""Addresses remembered as a phone's. A phone changes its address with its network."""

Connection = TypeVar("Connection")


class Connections(Generic[Connection]):
    """The open connections. Each method returns the connection to close, or None."""

    def __init__(self) -> None:
        self._unknown: dict[Connection, str] = {}
        """Address of each connection that has not sent the token, oldest first."""
        self._known: dict[Connection, str] = {}
        """Address of each connection that has sent the token, the one used longest ago first."""
        self._phone_addresses: deque[str] = deque(maxlen=_MAX_PHONE_ADDRESSES)
        """Addresses that have sent the token."""

    def __len__(self) -> int:
        return len(self._unknown) + len(self._known)

    def is_unknown(self, connection: Connection) -> bool:
        """Return whether the connection is open and has not sent the token."""
        return connection in self._unknown

    def add(self, connection: Connection, address: str) -> Connection | None:
        """Add a new connection from `address`."""
        self._unknown[connection] = address
        return self._select_unknown() if len(self._unknown) > MAX_UNKNOWN else None

    def mark_known(self, connection: Connection) -> Connection | None:
        """Record a request with the token."""
        address = self._unknown.pop(connection, self._known.pop(connection, None))
        if address is None:  # closed meanwhile
            return None
        self._known[connection] = address
        if address not in self._phone_addresses:
            self._phone_addresses.append(address)
        return next(iter(self._known)) if len(self._known) > MAX_KNOWN else None

    def remove(self, connection: Connection) -> None:
        """Remove a closed connection."""
        self._unknown.pop(connection, None)
        self._known.pop(connection, None)

    def _select_unknown(self) -> Connection:
        """Return the oldest connection of the address with the most connections; a phone's address comes last."""
        counts = Counter(self._unknown.values())
        address = max(counts, key=lambda one: (one not in self._phone_addresses, counts[one]))
        return next(connection for connection, its_address in self._unknown.items() if its_address == address)
