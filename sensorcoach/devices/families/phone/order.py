"""Put pushes in order: they overtake one another, repeat, and some are lost.

the next push                                is given out at once, with those that waited behind it
a later push                                 waits for earlier ones, at most WAIT_S; then they are missing
a push already given out                     is dropped and counted
a push given up as missing                   is dropped: the output never goes back
a push of a new session, the same phone      ends this session: the recording was started again
a push of another phone                      is refused while this one sends; later it begins a session
a push of a finished session                 is dropped and counted
"""

from collections import deque
from dataclasses import dataclass

from sensorcoach.devices.families.phone.message import PhoneMessage

WAIT_S = 1.5
"""Longest wait of a push for an earlier one. Shorter loses retransmitted pushes; longer shows reps later."""

OTHER_PHONE_S = 10.0
"""Time without a push after which another phone may replace this one."""

_MOST_HELD = 64
"""Largest number of pushes that wait."""

_MOST_MISSING = 1024
"""Largest number of missing pushes that are remembered."""

_ENDED_SESSIONS = 8
"""Number of finished sessions that are remembered."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A push in order. `begins`: it is the first of its session; `missing`: pushes right before it were lost."""

    message: PhoneMessage
    begins: bool
    missing: bool


class MessageOrder:
    """Puts pushes in order by their arrival; their grouping does not matter."""

    def __init__(self) -> None:
        self.repeated = 0
        """Number of pushes dropped as repetitions."""
        self.refused = 0
        """Number of pushes from another phone, or from a finished session."""
        self._session: tuple[str, str] | None = None
        """The present phone and recording session."""
        self._ended: deque[tuple[str, str]] = deque(maxlen=_ENDED_SESSIONS)
        self._next: int | None = None
        """Number of the next push; None until the first is given out."""
        self._held: dict[int, PhoneMessage] = {}
        """Pushes that wait for earlier ones, by number."""
        self._missing: set[int] = set()
        """Numbers of the latest pushes given up as missing."""
        self._heard_s = 0.0
        """Arrival of the latest push of this session."""

    def feed(self, message: PhoneMessage) -> list[Ordered]:
        """Return the pushes that this one releases, in order."""
        released: list[Ordered] = []
        key = (message.device, message.session)
        if key != self._session:
            if not self._may_begin(key, message.arrival_s):
                self.refused += 1
                return self._release(message.arrival_s)
            released += self._end()
            self._session = key
        self._heard_s = message.arrival_s
        self._take(message)
        return released + self._release(message.arrival_s)

    def _may_begin(self, key: tuple[str, str], arrival_s: float) -> bool:
        if self._session is None:
            return True
        if key in self._ended:
            return False
        return key[0] == self._session[0] or arrival_s - self._heard_s >= OTHER_PHONE_S

    def _end(self) -> list[Ordered]:
        """End the session; returns the pushes that still waited."""
        released = [self._give(number) for number in sorted(self._held)]
        if self._session:
            self._ended.append(self._session)
        self._next = None
        self._missing.clear()
        return released

    def _take(self, message: PhoneMessage) -> None:
        number = message.number
        if number in self._held:
            self.repeated += 1
        elif self._next is None or number >= self._next:
            self._held[number] = message
        elif number in self._missing:
            self._missing.discard(number)
        else:
            self.repeated += 1

    def _release(self, arrival_s: float) -> list[Ordered]:
        released: list[Ordered] = []
        while self._held:
            first = min(self._held)
            is_next = first == (self._next or 0)
            waited_s = arrival_s - min(held.arrival_s for held in self._held.values())
            if not is_next and waited_s < WAIT_S and len(self._held) <= _MOST_HELD:
                break
            released.append(self._give(first))
        return released

    def _give(self, number: int) -> Ordered:
        begins = self._next is None
        missing = self._next is not None and number > self._next
        if self._next is not None and number - self._next <= _MOST_MISSING:
            self._missing.update(range(self._next, number))
        if len(self._missing) > _MOST_MISSING:
            self._missing = set(sorted(self._missing)[-_MOST_MISSING:])
        self._next = number + 1
        return Ordered(self._held.pop(number), begins, missing)
