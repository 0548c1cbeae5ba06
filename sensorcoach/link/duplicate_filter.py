"""Notifications that the operating system delivers twice (BlueZ after a reconnect, bleak issue 2002).

There, every notification of a connection comes as a pair: the same bytes, one right behind the other. A sensor at rest
may also send the same bytes twice, and a busy radio deliver both in one bunch; but not all the time. So a second
one is dropped only while the notifications of its role do come in pairs. A connection made again is believed to be
doubled until the first notification without a twin, so that at most one true frame is lost to that; the first
connection of a session is believed to be single until there have been three pairs.
"""

from collections import deque
from dataclasses import dataclass, field

WITHIN_S = 0.002
"""Both twins come out of the same message of the system: only how long we take lies between them."""
_REMEMBERED = 8
"""Notifications whose being paired or not tells whether the next twin is one."""
_PAIRS_A_SINGLE = 3
"""Pairs are the rule while there are so many for each single: one torn apart by a pause of ours changes nothing."""


@dataclass(slots=True)
class _Role:
    """What came of one role: the newest payload, when, whether its twin has come, and what those before it were."""

    payload: bytes = b""
    arrival_s: float = float("-inf")
    paired: bool = False
    were_pairs: deque[bool] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    @property
    def doubled(self) -> bool:
        """Do notifications come in pairs?"""
        pairs = sum(self.were_pairs)
        return pairs >= _PAIRS_A_SINGLE * (len(self.were_pairs) - pairs)


class DuplicateFilter:
    """Finds the second of each pair of notifications; memory is a few notifications a role."""

    def __init__(self) -> None:
        self.dropped = 0
        """Notifications that came twice."""
        self._roles: dict[str, _Role] = {}
        self._believed = [False]
        """What a role begins with: were the notifications before its first one pairs?"""

    def connected(self, *, again: bool) -> None:
        """A new connection, the first of the session or another: whether it is doubled has to be seen anew."""
        self._roles.clear()
        self._believed = [] if again else [False]

    def is_twin(self, role: str, payload: bytes, arrival_s: float) -> bool:
        """Is this notification the second delivery of the one before it?"""
        last = self._roles.get(role)
        if last is None:
            self._roles[role] = _Role(payload, arrival_s, were_pairs=deque(self._believed, maxlen=_REMEMBERED))
            return False
        if payload == last.payload and arrival_s - last.arrival_s < WITHIN_S and not last.paired:
            last.paired = True
            if last.doubled:
                self.dropped += 1
                return True
            return False
        last.were_pairs.append(last.paired)
        last.payload, last.arrival_s, last.paired = payload, arrival_s, False
        return False
