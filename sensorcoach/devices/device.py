"""The description of a sensor family: advertisement, characteristics, start-up, decoder, encoder and fake sensor.

All parts are sans-IO: bytes in, values out. `families/` has one file or folder for each family, `firmware_notes/` a
page for each.
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
    """Bytes in, samples out; keeps the rest of a split frame; never raises on wrong bytes.

    Invalid bytes are skipped and counted; memory is bounded; packets of an unknown role are ignored. Inherit from this
    class: its defaults suit a wire without counters, battery or replay.
    """

    @property
    def skipped_bytes(self) -> int:
        """Number of invalid bytes."""
        ...

    @property
    def lost_samples(self) -> int:
        """Number of missing samples by the numbers on the wire; 0 where it has none."""
        return 0

    @property
    def repeated_packets(self) -> int:
        """Number of packets dropped as repetitions."""
        return 0

    @property
    def battery_percent(self) -> int | None:
        """Charge by the latest report; None before the first."""
        return None

    @property
    def is_holding(self) -> bool:
        """Whether received samples wait for missing ones before them, so that `feed` may return none."""
        return False

    def requests(self) -> Sequence["Write"]:
        """Return writes that request lost samples, each once; none where the sensor stores no samples."""
        return ()

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return the samples that these packets complete, in order; the grouping of packets does not matter."""
        ...

    def finish(self) -> Frames | None:
        """Return the samples held back behind a gap, at the end of the data; None without such samples."""
        return None


class Encoder(Protocol):
    """Samples in, notifications of role `stream` out: the inverse of the decoder."""

    def feed(self, samples: Samples) -> list[bytes]:
        """Return the notifications that these samples complete, in order."""
        ...


class Property(Flag):
    """The operations that a characteristic allows. `WRITE_FAST` is a write without response."""

    READ = auto()
    WRITE = auto()
    WRITE_FAST = auto()
    NOTIFY = auto()
    INDICATE = auto()


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One characteristic: its role, by which packets and writes name it, and its UUIDs.

    `uuids`: full 128-bit strings in lower case; the first is the usual one, others are known variants.
    `variant_services`: services of those variants, if not the usual one. `optional`: a sensor may lack it.
    Characteristics that notify or indicate are subscribed to, in the order of the table.
    """

    role: str
    uuids: tuple[str, ...]
    service_uuid: str
    properties: Property
    optional: bool = False
    variant_services: tuple[str, ...] = ()

    @property
    def service_uuids(self) -> tuple[str, ...]:
        """All services that may contain it, the usual one first."""
        return (self.service_uuid, *self.variant_services)

    @property
    def is_subscribed(self) -> bool:
        return bool(self.properties & (Property.NOTIFY | Property.INDICATE))


BATTERY = Characteristic(
    "battery", (BATTERY_UUID,), BATTERY_SERVICE_UUID, Property.READ | Property.NOTIFY, optional=True
)
"""The standard battery level, u8, percent: read once after the start-up, then subscribed to."""


def update_battery(level: bytes, before: int | None) -> int | None:
    """Return the charge by a battery level, or the charge `before` if the level is invalid."""
    return level[0] if level and level[0] <= 100 else before


@dataclass(frozen=True, slots=True)
class Write:
    """A write: its role, its bytes, and the pause after it. `response`: wait for the sensor's acknowledgement."""

    role: str
    payload: bytes
    pause_s: float = 0.1
    response: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A write with an answer: the first packet of `role` that starts with `begins`; None if none comes in time."""

    write: Write
    role: str
    begins: bytes
    timeout_s: float = 1.0
    tries: int = 2


@dataclass(frozen=True, slots=True)
class Read:
    """Read a characteristic; None if the sensor lacks it. The value also becomes a packet of that role."""

    role: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """The write that undoes the next one, where the sensor stores it: made at the end, the first of each role."""

    write: Write


Step = Write | Ask | Read | PutBack
Startup = Generator[Step, bytes | None, float]
"""A start-up script: yields steps, receives the result of each (an answer, a value, or None), returns the rate in Hz.

Raises SensorError where the sensor refuses. Settings last for this connection; settings that the sensor stores are put
back at the end.
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notification, or an indication, that the sensor sends."""

    role: str
    payload: bytes


class RefusedError(Exception):
    """The fake sensor answers a write or a read with this ATT error."""

    def __init__(self, att_error: int) -> None:
        super().__init__(f"ATT error 0x{att_error:02x}")
        self.att_error = att_error


class Peripheral(Protocol):
    """A fake sensor as seen on the wire: its answers, and the notifications it makes of samples.

    Inherit from this class. It has no clock of its own; the transport sets `max_payload`.
    """

    max_payload: int = 244
    """Most bytes in a notification: the ATT MTU less 3. The transport truncates a longer one, as radios do."""
    percent: int = 100
    """Charge of its battery."""

    @property
    def streaming_hz(self) -> float | None:
        """The rate at which it takes samples now; None while it takes none.

        It stays set without a connection where the sensor continues to sample, to send the missed samples later. Then
        it takes samples as before, and sends nothing.
        """
        ...

    @property
    def has_gyro(self) -> bool:
        """Whether its stream includes a gyroscope."""
        return True

    def subscribed(self, role: str) -> list[Outgoing]:
        """Take a subscription to this role; returns the notifications sent at once."""
        del role
        return []

    def read(self, role: str) -> bytes:
        """Return the value of a readable characteristic, here the standard battery level. Raises RefusedError."""
        if role == "battery":
            return bytes((self.percent,))
        raise RefusedError(0x02)

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Take a write; returns the notifications that it causes. Raises RefusedError."""
        ...

    def feed(self, samples: Samples) -> list[Outgoing]:
        """Take samples; returns their notifications. Times are on its own clock; gaps in them are its own losses."""
        ...

    def disconnected(self) -> None:
        """Lose the connection: forget the state that does not outlive it."""

    def rebooted(self) -> None:
        """Restart after a power failure: counters, clock and settings are as at the start."""

    def battery(self, percent: int) -> list[Outgoing]:
        """Set its charge; returns the notifications that this causes, here the standard battery level."""
        self.percent = percent
        return [Outgoing("battery", bytes((percent,)))]


@dataclass(frozen=True, slots=True)
class Device:
    """One sensor family as data.

    `advertised_names`: parts of its name; `advertised_services`: services in its advertisement; `refused_names`: starts
    of similar names of other devices. `rates_hz`: rates that can be requested; `usual_hz`: the default. `ranges_g`:
    accelerometer ranges; the first is used. `sensors`: its measurements. `numbers_samples`: the wire shows losses
    exactly. `price`, `wear`: price class and how to wear it, in words. `decoder` takes the agreed rate (None if
    unknown); `startup` takes the requested rate. `stop`: the last writes of a session, before settings are put back.
    `peripheral` takes the rate and whether there is a gyroscope.
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
    """Least bytes in a notification that hold one of its frames. It cannot be used with a smaller MTU."""
    page: str = ""
    """File name of its page in firmware_notes/, if it is not named after the id."""
    over_bluetooth: bool = True
    """False for a device with another transport: it does not advertise and has no characteristics."""

    def characteristic(self, role: str) -> Characteristic:
        """Return the characteristic of this role; raises KeyError if the device lacks it."""
        found = next((one for one in self.characteristics if one.role == role), None)
        if found is None:
            raise KeyError(role)
        return found


def require_rate(sensor: str, rates_hz: Collection[float], rate_hz: float) -> None:
    """Raise UsageError, with the possible rates, if `rate_hz` is not one. `sensor`: its name, with an article."""
    if rate_hz not in rates_hz:
        rates = ", ".join(f"{rate:g}" for rate in rates_hz)
        raise UsageError("unknown_rate", f"{sensor} does not offer {rate_hz:g} Hz.", f"Choose from {rates}.")
