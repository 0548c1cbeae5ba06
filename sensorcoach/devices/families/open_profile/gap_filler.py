"""Samples behind a hole wait while the sensor is asked to send again what is missing.

    state     what happens                                                       next
    whole     a hole that the sensor's ring can still have                       waiting; ask from its first sample on
    whole     a hole it cannot have, a new start, or it never answered           whole; the hole stays
    waiting   what was missing came                                              whole, or waiting at the next hole
    waiting   the replay passed over the hole, or nothing came for RETRY_S       waiting; ask again
    waiting   nothing came for PATIENCE_S, or it is older than a ring            the hole stays; whole, or the next hole
    waiting   too much is held, the device started again, its scales changed     all holes stay; whole

All of it goes by the arrival times of the packets, so that a recording gives the same samples as the session did.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sensorcoach.devices.families.open_profile.wire import FLAG_REPLAYED, HEADER_BYTES
from sensorcoach.devices.wire.counters import LATE_SAMPLES, Due, signed_difference
from sensorcoach.packets import Packet

RING_S = 10.0
"""Longer holes are not asked for: no sensor needs to have more."""
_FORGOTTEN_S = 12.0
"""What lies this far behind the newest sample is in no ring any more."""
PATIENCE_S = 1.0
"""Samples wait this long for what is missing before them. Longer brings more back, and shows reps later."""
RETRY_S = 0.3
"""A request that brought nothing for so long is made again: some connection intervals and a burst."""
_MOST_HELD_SAMPLES = 8192
_MOST_UNANSWERED = 12
"""Requests without any answer after which a sensor is taken for one that cannot replay: about 3 s of asking."""
_UNANSWERED_AT_UP = _MOST_UNANSWERED - 4
"""After a reconnect it is asked for a hole once more."""
_CLOCK_TOLERANCE = (0.1, 0.05)
"""Index and device time of one run agree within so many seconds, and this share of the hole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Samples `start` to `stop`, counted from the hole at which waiting began, as a packet of their own."""

    start: int
    stop: int
    packet: Packet


class GapFiller:
    """Puts packets into the order of their samples, each sample once; `sample_bytes` of them are one sample."""

    def __init__(self) -> None:
        self.brought_back = 0
        """Samples that were missing and came by replay."""
        self.repeated_packets = 0
        """Packets that told nothing new while others were waiting."""
        self.request: int | None = None
        """Index from which on the sensor is to send again, until somebody has taken it."""
        self._held: list[Piece] = []
        """What came from behind the hole, in order, without overlap."""
        self._zero = 0
        """Wrapped index from which pieces are counted."""
        self._asked = 0
        """Where the newest request began, counted likewise..."""
        self._asked_s = 0.0
        """...and when it was made."""
        self._progress_s = 0.0
        """When the hole last became shorter."""
        self._unanswered = 0
        """Requests since something was last sent again."""
        self._was_down = False
        """The connection was lost since the last packet."""

    @property
    def is_waiting(self) -> bool:
        return bool(self._held)

    @property
    def is_answered(self) -> bool:
        """Whether it makes sense to ask this sensor."""
        return self._unanswered < _MOST_UNANSWERED

    def link_down(self) -> None:
        """The connection is lost: what is held waits for it to come back."""
        self._was_down = True

    def link_up(self) -> None:
        """There is a connection again."""
        self._unanswered = min(self._unanswered, _UNANSWERED_AT_UP)

    def new_start(self) -> None:
        """It is another run of the device, maybe another program."""
        self._unanswered = 0

    def give_up(self) -> list[Packet]:
        """All that is held, with the holes that are in it."""
        held, self._held = self._held, []
        self.request = None
        return [piece.packet for piece in held]

    def take(self, packet: Packet, due: Due, sample_bytes: int) -> list[Packet]:
        """What may go on because of a packet that is not the next in order, or that comes while others wait."""
        if not self._held:
            self._zero = due.raw_index
            self._asked = -1
            self._asked_s = self._progress_s = -1e9
        start = signed_difference(_index(packet) - self._zero)
        piece = Piece(start, start + (len(packet.payload) - HEADER_BYTES) // sample_bytes, packet)
        at = signed_difference(due.raw_index - self._zero)
        is_replayed = bool(packet.payload[1] & FLAG_REPLAYED)
        if is_replayed:
            self._unanswered = 0
        wanted = is_replayed and piece.stop > at
        if not _is_same_run(piece.start - at, packet, due) or not (wanted or self._is_hole(piece.start - at, due)):
            return [*self.give_up(), packet]
        if self._was_down:
            self._was_down = False
            self._progress_s, self._asked_s = packet.arrival_s, -1e9
        self._keep(piece, at, due, sample_bytes)
        at, released = self._released(at, packet.arrival_s, due)
        if self._held:
            self._ask(at, packet.arrival_s, passed_over=is_replayed and piece.start > at)
        return released

    def _is_hole(self, missing: int, due: Due) -> bool:
        """Whether a packet so many samples too far on waits: others do, or what is missing can be had."""
        return bool(self._held) or (missing > 0 and self.is_answered and missing * due.step_s <= RING_S)

    def _keep(self, piece: Piece, at: int, due: Due, sample_bytes: int) -> None:
        """Hold what is new in it."""
        gaps = list(self._uncovered(max(piece.start, at), piece.stop))
        if not gaps:
            self.repeated_packets += 1
        for start, stop in gaps:
            packet = _part(piece, start, stop, due.step_s, sample_bytes)
            if packet.payload[1] & FLAG_REPLAYED:
                self.brought_back += stop - start
            insort(self._held, Piece(start, stop, packet), key=_start)

    def _uncovered(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """What of these samples is not held yet."""
        number = max(0, bisect_left(self._held, start, key=_start) - 1)
        for held in self._held[number:]:
            if held.start >= stop:
                break
            if held.start > start:
                yield start, held.start
            start = max(start, held.stop)
        if start < stop:
            yield start, stop

    def _released(self, at: int, now_s: float, due: Due) -> tuple[int, list[Packet]]:
        """Where the first hole is that is still waited for, and what comes before it."""
        count = 0
        for held in self._held:
            if held.start > at:
                if not self._is_over(at, held, now_s, due):
                    break
            elif count == 0:
                self._progress_s, self._unanswered = now_s, 0
            at = held.stop
            count += 1
        released, self._held = self._held[:count], self._held[count:]
        if not self._held:
            self.request = None
        return at, [piece.packet for piece in released]

    def _is_over(self, at: int, behind: Piece, now_s: float, due: Due) -> bool:
        """Whether it is no use to wait for the hole between `at` and that piece."""
        newest = self._held[-1].stop
        return (
            not self.is_answered
            or now_s - max(behind.packet.arrival_s, self._progress_s) >= PATIENCE_S
            or (newest - at) * due.step_s > _FORGOTTEN_S
            or newest - behind.start > _MOST_HELD_SAMPLES
        )

    def _ask(self, at: int, now_s: float, *, passed_over: bool) -> None:
        """Make a request, if the one before has had its chance."""
        if (passed_over and at != self._asked) or now_s - max(self._asked_s, self._progress_s) >= RETRY_S:
            self._asked, self._asked_s = at, now_s
            self._unanswered += 1
            self.request = (self._zero + at) % (1 << 32)


def _start(piece: Piece) -> int:
    return piece.start


def _index(packet: Packet) -> int:
    return int.from_bytes(packet.payload[4:8], "little")


def _time_us(packet: Packet) -> int:
    return int.from_bytes(packet.payload[8:12], "little")


def _is_same_run(ahead: int, packet: Packet, due: Due) -> bool:
    """Whether its device time is what its index lets expect."""
    ahead_s = ahead * due.step_s
    off_s = signed_difference(_time_us(packet) - due.raw_us - round(ahead_s * 1e6)) * 1e-6
    least_s, share = _CLOCK_TOLERANCE
    return ahead > -LATE_SAMPLES and abs(off_s) <= least_s + share * abs(ahead_s)


def _part(piece: Piece, start: int, stop: int, step_s: float, sample_bytes: int) -> Packet:
    """Samples `start` to `stop` of this piece."""
    if (start, stop) == (piece.start, piece.stop):
        return piece.packet
    payload = piece.packet.payload
    skipped = start - piece.start
    index = (_index(piece.packet) + skipped) % (1 << 32)
    time_us = (_time_us(piece.packet) + round(skipped * step_s * 1e6)) % (1 << 32)
    samples = payload[HEADER_BYTES + skipped * sample_bytes :][: (stop - start) * sample_bytes]
    header = payload[:4] + index.to_bytes(4, "little") + time_us.to_bytes(4, "little")
    return replace(piece.packet, payload=header + samples)
