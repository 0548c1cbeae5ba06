"""What every sensor family offers: a description for the radio, a decoder and an encoder, all sans-IO."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, Samples


class Decoder(Protocol):
    """Bytes in, samples out; keeps what a split frame left over; never raises on wrong bytes.

    Bytes that make no sense are skipped and counted; memory stays bounded.
    """

    @property
    def skipped_bytes(self) -> int:
        """Bytes that made no sense."""
        ...

    @property
    def lost_samples(self) -> int:
        """Samples that the wire's own numbers show to be missing; 0 where it has none."""
        ...

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """All samples completed by these packets, in order; the same however they are grouped."""
        ...


class Encoder(Protocol):
    """Samples in, notifications out: the fake device."""

    def feed(self, samples: Samples) -> list[bytes]:
        """The notifications completed by these samples, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Write:
    """One write of the start-up script: to which characteristic role, what, and the pause after it."""

    role: str
    payload: bytes
    pause_s: float = 0.1


@dataclass(frozen=True, slots=True)
class Device:
    """One sensor family as data. UUIDs are full 128-bit strings in lower case."""

    id: str
    name: str
    service_uuid: str
    notify_uuids: dict[str, str]
    write_uuids: dict[str, str]
    advertised_names: tuple[str, ...]
    refused_names: tuple[str, ...]
    rates_hz: tuple[float, ...]
    sensors: tuple[str, ...]
    decoder: Callable[[], Decoder]
    encoder: Callable[[float], Encoder]
    startup: Callable[[float], Sequence[Write]]
