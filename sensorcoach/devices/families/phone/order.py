"""Pushes in their order: they overtake one another, come twice, and some never come.

a push that comes next                          is given at once, and what waited behind it
a push further on                               waits for those before it, WAIT_S at most; then they are missing
a push that was given already                   is dropped and counted
a push that was given up as missing             is dropped: what comes out never goes back
a push of another session, the same phone       ends this session: the recording was started anew
a push of another phone                         is refused while this one is heard; it begins a session after that
a push of a session that has ended              is dropped and counted
"""

from collections import deque
from dataclasses import dataclass

from sensorcoach.devices.families.phone.message import PhoneMessage

WAIT_S = 1.5
"""How long a push waits for one before it. Smaller loses pushes that were sent again; larger shows reps later."""
OTHER_PHONE_S = 10.0
"""A phone that has been silent for this long may be replaced by another."""
_MOST_HELD = 64
_MOST_MISSING = 1024
_ENDED_SESSIONS = 8


@dataclass(frozen=True, slots=True)
class Ordered:
    """A push in its place. `begins`: it is the first of its session; `missing`: pushes right before it never came."""

    message: PhoneMessage
    begins: bool
    missing: bool


class MessageOrder:
    """Puts pushes in order by the clock of their arrival; the same however they are grouped."""

    def __init__(self) -> None:
        self.repeated = 0
        """Pushes dropped because they told nothing new."""
        self.refused = 0
        """Pushes of another phone, or of a session that has ended."""
        self._session: tuple[str, str] | None = None
        """Phone and recording session that are being followed."""
        self._ended: deque[tuple[str, str]] = deque(maxlen=_ENDED_SESSIONS)
        self._next: int | None = None
        """Number of the push that comes next; None until the first is given."""
        self._held: dict[int, PhoneMessage] = {}
        """Pushes that wait for one before them, by number."""
        self._missing: set[int] = set()
        """Numbers that were given up, as far as remembered."""
        self._heard_s = 0.0
        """When a push of this session last came."""

    def feed(self, message: PhoneMessage) -> list[Ordered]:
        """What this push makes available, in order."""
        released: list[Ordered] = []
        key = (message.device, message.session)
        if key != self._session:
            if not self._may_begin(key, message.arrival_s):
                self.refused += 1
                return self._released(message.arrival_s)
            released += self._end()
            self._session = key
        self._heard_s = message.arrival_s
        self._take(message)
        return released + self._released(message.arrival_s)

    def _may_begin(self, key: tuple[str, str], arrival_s: float) -> bool:
        if self._session is None:
            return True
        if key in self._ended:
            return False
        return key[0] == self._session[0] or arrival_s - self._heard_s >= OTHER_PHONE_S

    def _end(self) -> list[Ordered]:
        """The session is over: what still waited in it."""
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

    def _released(self, arrival_s: float) -> list[Ordered]:
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
