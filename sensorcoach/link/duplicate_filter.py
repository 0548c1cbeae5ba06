"""Drop notifications that the operating system delivers twice (BlueZ after a reconnect, bleak issue 2002).

In that case every notification of a connection arrives as a pair of equal payloads, one right after the other. A
sensor at rest may also send equal payloads, and a busy radio may deliver both at once, but this does not happen all
the time. The filter therefore drops the second one only while the notifications of its role arrive in pairs.

A repeated connection counts as doubled until its first single notification, which costs at most one real frame. The
first connection of a session counts as single until three pairs have arrived.
"""

from collections import deque
from dataclasses import dataclass, field

DUPLICATE_WITHIN_S = 0.002
"""Longest time between both deliveries. They come from one system message; only our processing separates them."""
_HISTORY_NOTIFICATIONS = 8
"""Recent notifications that decide whether a role is doubled."""
_PAIRS_PER_SINGLE = 3
"""Pairs needed for each single notification. A single pair separated by a pause of our own changes nothing."""


@dataclass(slots=True)
class _RoleHistory:
    """Notifications of one role.

    `payload`, `arrival_s`: the newest one. `paired`: whether its second delivery has arrived. `were_pairs`: the same
    for the notifications before it.
    """

    payload: bytes = b""
    arrival_s: float = float("-inf")
    paired: bool = False
    were_pairs: deque[bool] = field(default_factory=lambda: deque(maxlen=_HISTORY_NOTIFICATIONS))

    @property
    def is_doubled(self) -> bool:
        """Return whether notifications arrive in pairs."""
        pairs = sum(self.were_pairs)
        return pairs >= _PAIRS_PER_SINGLE * (len(self.were_pairs) - pairs)


class DuplicateFilter:
    """Finds the second delivery of each notification. It stores a few notifications per role."""

    def __init__(self) -> None:
        self.dropped = 0
        """Second deliveries found so far."""
        self._roles: dict[str, _RoleHistory] = {}
        self._initial_pairs = [False]
        """Pairs assumed before the first notification of a role."""

    def begin_connection(self, *, again: bool) -> None:
        """Forget the previous connection. `again` is false for the first connection of a session."""
        self._roles.clear()
        self._initial_pairs = [] if again else [False]

    def drop_duplicate(self, role: str, payload: bytes, arrival_s: float) -> bool:
        """Record a notification. Return whether it is a second delivery, which the caller must ignore."""
        last = self._roles.get(role)
        if last is None:
            pairs = deque(self._initial_pairs, maxlen=_HISTORY_NOTIFICATIONS)
            self._roles[role] = _RoleHistory(payload, arrival_s, were_pairs=pairs)
            return False
        if payload == last.payload and arrival_s - last.arrival_s < DUPLICATE_WITHIN_S and not last.paired:
            last.paired = True
            if last.is_doubled:
                self.dropped += 1
                return True
            return False
        last.were_pairs.append(last.paired)
        last.payload, last.arrival_s, last.paired = payload, arrival_s, False
        return False
