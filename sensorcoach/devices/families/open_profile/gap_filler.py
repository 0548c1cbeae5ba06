"""Hold samples behind a gap while the sensor is asked to retransmit the missing ones.

    state     event                                                          next
    whole     a gap that the sensor's ring can still contain                 waiting; request from its first sample on
    whole     a gap it cannot contain, a restart, or it never answered       whole; the gap stays
    waiting   the missing samples came                                       whole, or waiting at the next gap
    waiting   the replay skipped the gap, or nothing came for RETRY_S        waiting; request again
    waiting   nothing came for PATIENCE_S, or the gap is older than a ring   the gap stays; whole, or the next gap
    waiting   too much is held, the device restarted, its scales changed     all gaps stay; whole

All limits refer to the arrival times of the packets, so a recording gives the same samples as its session.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sensorcoach.devices.families.open_profile.wire import FLAG_REPLAYED, HEADER_BYTES
from sensorcoach.devices.wire.counters import LATE_SAMPLES, Due, signed_difference
from sensorcoach.packets import Packet

RING_S = 10.0
"""Longest gap that is requested: no sensor has to store more."""

_FORGOTTEN_S = 12.0
"""Age of samples, behind the newest, that no ring contains any more."""

PATIENCE_S = 1.0
"""Longest wait of samples for missing ones before them. Longer recovers more, and shows reps later."""

RETRY_S = 0.3
"""Time without a reply before a request is repeated: some connection intervals and a burst."""

_MOST_HELD_SAMPLES = 8192
"""Largest number of samples held; it bounds memory."""

_MOST_UNANSWERED = 12
"""Number of unanswered requests after which a sensor counts as unable to replay: about 3 s of requests."""

_UNANSWERED_AT_UP = _MOST_UNANSWERED - 4
"""Largest number of unanswered requests after a reconnect: the sensor gets a few more."""

_CLOCK_TOLERANCE = (0.1, 0.05)
"""Largest disagreement of index and device time in one run: seconds, plus a share of the gap."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Samples `start` to `stop`, counted from the gap at which waiting began, as a packet of their own."""

    start: int
    stop: int
    packet: Packet


class GapFiller:
    """Puts packets into the order of their samples, each sample once. A sample has `sample_bytes` bytes."""

    def __init__(self) -> None:
        self.recovered = 0
        """Number of missing samples that came by replay."""
        self.repeated_packets = 0
        """Number of packets dropped as repetitions while others were waiting."""
        self.request: int | None = None
        """Index from which the sensor shall retransmit, until the decoder has taken it."""
        self._held: list[Piece] = []
        """Samples behind the gap, in order, without overlap."""
        self._zero = 0
        """Wrapped index from which pieces are counted."""
        self._asked = 0
        """First sample of the newest request, counted like pieces."""
        self._asked_s = 0.0
        """Time of the newest request."""
        self._progress_s = 0.0
        """Time at which the gap last became shorter."""
        self._unanswered = 0
        """Number of requests since the last retransmission."""
        self._was_down = False
        """Whether the connection was lost since the last packet."""

    @property
    def is_waiting(self) -> bool:
        return bool(self._held)

    @property
    def is_answered(self) -> bool:
        """Whether this sensor answers requests, as far as is known."""
        return self._unanswered < _MOST_UNANSWERED

    def note_link_down(self) -> None:
        """Note a lost connection: held samples wait for the reconnect."""
        self._was_down = True

    def note_link_up(self) -> None:
        """Note a new connection."""
        self._unanswered = min(self._unanswered, _UNANSWERED_AT_UP)

    def note_restart(self) -> None:
        """Note a new run of the device, maybe with another program."""
        self._unanswered = 0

    def give_up(self) -> list[Packet]:
        """Return all held packets, with the gaps among them."""
        held, self._held = self._held, []
        self.request = None
        return [piece.packet for piece in held]

    def take(self, packet: Packet, due: Due, sample_bytes: int) -> list[Packet]:
        """Take a packet that is not the next, or that comes while others wait; returns the released packets."""
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
        if not _is_same_run(piece.start - at, packet, due) or not (wanted or self._is_gap(piece.start - at, due)):
            return [*self.give_up(), packet]
        if self._was_down:
            self._was_down = False
            self._progress_s, self._asked_s = packet.arrival_s, -1e9
        self._keep(piece, at, due, sample_bytes)
        at, released = self._release(at, packet.arrival_s, due)
        if self._held:
            self._ask(at, packet.arrival_s, passed_over=is_replayed and piece.start > at)
        return released

    def _is_gap(self, missing: int, due: Due) -> bool:
        """Return whether a packet behind `missing` samples waits: others wait, or the samples can be requested."""
        return bool(self._held) or (missing > 0 and self.is_answered and missing * due.step_s <= RING_S)

    def _keep(self, piece: Piece, at: int, due: Due, sample_bytes: int) -> None:
        """Hold the new samples of a piece."""
        new = list(self._find_uncovered(max(piece.start, at), piece.stop))
        if not new:
            self.repeated_packets += 1
        for start, stop in new:
            packet = _cut_piece(piece, start, stop, due.step_s, sample_bytes)
            if packet.payload[1] & FLAG_REPLAYED:
                self.recovered += stop - start
            insort(self._held, Piece(start, stop, packet), key=_start)

    def _find_uncovered(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield the ranges of these samples that are not held yet."""
        number = max(0, bisect_left(self._held, start, key=_start) - 1)
        for held in self._held[number:]:
            if held.start >= stop:
                break
            if held.start > start:
                yield start, held.start
            start = max(start, held.stop)
        if start < stop:
            yield start, stop

    def _release(self, at: int, now_s: float, due: Due) -> tuple[int, list[Packet]]:
        """Release the packets before the first gap that still waits; also returns the position of that gap."""
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
        """Return whether waiting for the gap between `at` and that piece is useless."""
        newest = self._held[-1].stop
        return (
            not self.is_answered
            or now_s - max(behind.packet.arrival_s, self._progress_s) >= PATIENCE_S
            or (newest - at) * due.step_s > _FORGOTTEN_S
            or newest - behind.start > _MOST_HELD_SAMPLES
        )

    def _ask(self, at: int, now_s: float, *, passed_over: bool) -> None:
        """Make a request, if the previous one has had its time."""
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
    """Return whether the device time of a packet fits its index."""
    ahead_s = ahead * due.step_s
    off_s = signed_difference(_time_us(packet) - due.raw_us - round(ahead_s * 1e6)) * 1e-6
    least_s, share = _CLOCK_TOLERANCE
    return ahead > -LATE_SAMPLES and abs(off_s) <= least_s + share * abs(ahead_s)


def _cut_piece(piece: Piece, start: int, stop: int, step_s: float, sample_bytes: int) -> Packet:
    """Return samples `start` to `stop` of this piece as a packet."""
    if (start, stop) == (piece.start, piece.stop):
        return piece.packet
    payload = piece.packet.payload
    skipped = start - piece.start
    index = (_index(piece.packet) + skipped) % (1 << 32)
    time_us = (_time_us(piece.packet) + round(skipped * step_s * 1e6)) % (1 << 32)
    samples = payload[HEADER_BYTES + skipped * sample_bytes :][: (stop - start) * sample_bytes]
    header = payload[:4] + index.to_bytes(4, "little") + time_us.to_bytes(4, "little")
    return replace(piece.packet, payload=header + samples)
