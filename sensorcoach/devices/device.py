"""What every sensor family offers: how it advertises, its characteristics, start-up, decoder, and itself as a fake.

All of it is sans-IO: bytes in, values out. `families/` has one file a family; `firmware_notes/` a page for each.
"""

from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from enum import Flag, auto
from typing import Protocol

from sensorcoach.errors import UsageError
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, Samples

BATTERY_SERVICE_UUID = "0000180f-0000-1000-8000-00805f9b34fb"
BATTERY_UUID = "00002a19-0000-1000-8000-00805f9b34fb"


class Decoder(Protocol):
    """Bytes in, samples out; keeps what a split frame left over; never raises on wrong bytes.

    Bytes that make no sense are skipped and counted; memory stays bounded. A role that it does not know says nothing
    to it. Inherit from this class: what a wire does not have is answered here.
    """

    @property
    def skipped_bytes(self) -> int:
        """Bytes that made no sense."""
        ...

    @property
    def lost_samples(self) -> int:
        """Samples that the wire's own numbers show to be missing; 0 where it has none."""
        return 0

    @property
    def repeated_packets(self) -> int:
        """Packets dropped because they told nothing new."""
        return 0

    @property
    def battery_percent(self) -> int | None:
        """Charge as last told, None as long as it was not."""
        return None

    @property
    def is_holding(self) -> bool:
        """Whether samples have come that wait for missing ones before them: packets come, though `feed` is empty."""
        return False

    def requests(self) -> Sequence["Write"]:
        """Writes that would bring back samples that were lost, each given once; none where the sensor keeps none."""
        return ()

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """All samples completed by these packets, in order; the same however they are grouped."""
        ...

    def finish(self) -> Frames | None:
        """No packet comes any more: samples that were held back behind a hole, None where there are none."""
        return None


class Encoder(Protocol):
    """Samples in, notifications of role `stream` out: the wire format the other way round."""

    def feed(self, samples: Samples) -> list[bytes]:
        """The notifications completed by these samples, in order."""
        ...


class Property(Flag):
    """What can be done with a characteristic. `WRITE_FAST` is a write without response."""

    READ = auto()
    WRITE = auto()
    WRITE_FAST = auto()
    NOTIFY = auto()
    INDICATE = auto()


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One characteristic: the role that packets and writes name it by, and where it stands.

    `uuids`: full 128-bit strings in lower case; the first is the usual one, others are variants met in the wild.
    `variant_services`: where those variants stand, if not in the usual service. `optional`: a sensor may lack it.
    Those that notify or indicate are subscribed to, in the order of the table.
    """

    role: str
    uuids: tuple[str, ...]
    service_uuid: str
    properties: Property
    optional: bool = False
    variant_services: tuple[str, ...] = ()

    @property
    def service_uuids(self) -> tuple[str, ...]:
        """Every service it may stand in, the usual one first."""
        return (self.service_uuid, *self.variant_services)

    @property
    def is_subscribed(self) -> bool:
        return bool(self.properties & (Property.NOTIFY | Property.INDICATE))


BATTERY = Characteristic(
    "battery", (BATTERY_UUID,), BATTERY_SERVICE_UUID, Property.READ | Property.NOTIFY, optional=True
)
"""The standard battery level, u8, percent: read once after the start-up, and subscribed to."""


def update_battery(level: bytes, before: int | None) -> int | None:
    """The charge after such a battery level: what it was `before` if the level makes no sense."""
    return level[0] if level and level[0] <= 100 else before


@dataclass(frozen=True, slots=True)
class Write:
    """A write: to which role, what, and the pause after it. `response`: wait until the sensor has taken it."""

    role: str
    payload: bytes
    pause_s: float = 0.1
    response: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A write that is answered: by the first packet of `role` that begins with `begins`; None if none comes in time."""

    write: Write
    role: str
    begins: bytes
    timeout_s: float = 1.0
    tries: int = 2


@dataclass(frozen=True, slots=True)
class Read:
    """A characteristic to be read; None if the sensor has none. What it says becomes a packet of that role too."""

    role: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """The write that undoes what comes next, where the sensor keeps it: made at the end, the first of each role."""

    write: Write


Step = Write | Ask | Read | PutBack
Startup = Generator[Step, bytes | None, float]
"""A start-up script: yields steps, is sent what each brought (an answer, a value, or None), returns the rate in Hz.

Raises SensorError where the sensor refuses. What it sets holds for this connection; what the sensor would keep is put
back at the end.
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notification (or an indication) that the sensor sends."""

    role: str
    payload: bytes


class RefusedError(Exception):
    """The fake sensor answers a write or a read with this ATT error."""

    def __init__(self, att_error: int) -> None:
        super().__init__(f"ATT error 0x{att_error:02x}")
        self.att_error = att_error


class Peripheral(Protocol):
    """The sensor itself as far as the wire shows it: what it answers, and what it sends when it is given samples.

    Inherit from this class. It keeps no time; `max_payload` is set by whoever carries its notifications.
    """

    max_payload: int = 244
    """Most bytes of a notification: the ATT MTU less 3. A longer one is cut off on the way, as radios do."""
    percent: int = 100
    """Charge of its battery."""

    @property
    def streaming_hz(self) -> float | None:
        """The rate at which it wants samples now, None while it takes none.

        It stays set without a connection where the sensor goes on sampling, to send later what was missed: then it is
        fed as before, and sends nothing.
        """
        ...

    @property
    def has_gyro(self) -> bool:
        """Whether what it streams has a gyroscope in it."""
        return True

    def subscribed(self, role: str) -> list[Outgoing]:
        """A client has subscribed to this role: what it sends at once."""
        del role
        return []

    def read(self, role: str) -> bytes:
        """The value of a readable characteristic, here the standard battery level. Raises RefusedError."""
        if role == "battery":
            return bytes((self.percent,))
        raise RefusedError(0x02)

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Take a write: what it sends because of it. Raises RefusedError."""
        ...

    def feed(self, samples: Samples) -> list[Outgoing]:
        """What it sends because of these samples; their times are its own clock's. A hole in them is its own loss."""
        ...

    def disconnected(self) -> None:
        """The link is gone: what does not outlive a connection is forgotten."""

    def rebooted(self) -> None:
        """Its battery was out for a moment: counters, clock and settings are as at the start."""

    def battery(self, percent: int) -> list[Outgoing]:
        """Its battery has come to this charge: what it sends because of that, here the standard battery level."""
        self.percent = percent
        return [Outgoing("battery", bytes((percent,)))]


@dataclass(frozen=True, slots=True)
class Device:
    """One sensor family as data.

    `advertised_names`: parts of a name; `advertised_services`: what may stand in the advertisement;
    `refused_names`: beginnings of names that look alike and are not. `rates_hz`: rates it can be asked for, of which
    `usual_hz` is asked for unless told. `ranges_g`: accelerometer ranges, the first is the one used. `sensors`: what
    it can measure. `numbers_samples`: its wire shows what is lost, exactly. `price`: class, in words. `wear`: how, in
    words. `decoder` takes the rate that was agreed on (None if not known); `startup` the rate wanted; `stop` are the
    last writes of a session, before what is put back; `peripheral` takes rate and whether there is a gyroscope.
    """

    id: str
    name: str
    advertised_names: tuple[str, ...]
    advertised_services: tuple[str, ...]
    characteristics: tuple[Characteristic, ...]
    rates_hz: tuple[float, ...]
    usual_hz: float
    ranges_g: tuple[float, ...]
    sensors: tuple[str, ...]
    numbers_samples: bool
    price: str
    wear: str
    decoder: Callable[[float | None], Decoder]
    encoder: Callable[[float], Encoder]
    peripheral: Callable[[float, bool], Peripheral]
    startup: Callable[[float], Startup]
    stop: tuple[Write, ...] = ()
    refused_names: tuple[str, ...] = ()
    least_payload: int = 20
    """Bytes a notification must hold for its frames: with a smaller MTU it cannot be used."""
    page: str = ""
    """Its page in firmware_notes/, where several sensors share one; else the page is named after the id."""
    over_bluetooth: bool = True
    """False for one that is listened to otherwise: it does not advertise and has no characteristics."""

    def characteristic(self, role: str) -> Characteristic:
        """The characteristic of this role; KeyError if there is none."""
        return next(one for one in self.characteristics if one.role == role)


def require_rate(sensor: str, rates_hz: Collection[float], rate_hz: float) -> None:
    """Raises UsageError, with the rates there are, where this is none of them. `sensor`: its name, with an article."""
    if rate_hz not in rates_hz:
        rates = ", ".join(f"{rate:g}" for rate in rates_hz)
        raise UsageError("unknown_rate", f"{sensor} cannot be asked for {rate_hz:g} Hz.", f"Choose from {rates}.")
