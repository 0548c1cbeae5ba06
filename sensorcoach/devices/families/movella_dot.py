"""Movella (Xsens) DOT: acceleration and rate of turn, mode 21 ("rate quantities").

Medium payload (notify), little-endian, one sample a notification; bytes beyond these are padding:

    offset  type  field                     unit
    0       u32   sample time               us, wraps after 71.6 min
    4       f32   acceleration x, y, z      m/s2, including gravity
    16      f32   rate of turn x, y, z      deg/s

Control (write): `01 01 mode` starts, `01 00 mode` stops. Settings (read): output rate u16 at offset 24, Hz. The rate is
read, never written, because it might outlive the connection. Battery: u8 percent, u8 charging. Sources and quirks:
firmware_notes/movella-dot.md.
"""

import struct
from collections.abc import Sequence

import numpy as np

from sensorcoach.devices.device import (
    Characteristic,
    Device,
    Outgoing,
    Peripheral,
    Property,
    Read,
    RefusedError,
    Startup,
    Write,
    require_rate,
)
from sensorcoach.devices.wire.stamped_decoder import StampedDecoder
from sensorcoach.devices.wire.stamps import StampKind, Stamps
from sensorcoach.devices.wire.timed_frames import TimedSamples, make_frames
from sensorcoach.errors import SensorError
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, Samples
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG

RATES_HZ = (60.0,)
_SET_HZ = (20.0, 30.0, 60.0)
"""Output rates that the owner may have set, that live streaming allows, and that are fast enough for reps."""

MODE = 21
SAMPLE = np.dtype([("time_us", "<u4"), ("acc_mps2", "<f4", 3), ("gyro_dps", "<f4", 3)])
MOST_BYTES = 40
"""Most bytes of the medium payload."""

RATE_OFFSET, SETTINGS_BYTES = 24, 32
NOT_CHARGING = b"\0"
"""The byte after the battery charge."""
_VALUES = struct.Struct("<6f")
_LARGEST = 1e4
"""Largest credible value, beyond any sensor's range in either unit."""


class MovellaDotDecoder(StampedDecoder):
    """One sample a notification, numbered and timed by its microseconds."""

    def __init__(self, rate_hz: float | None = None) -> None:
        super().__init__(Stamps(StampKind(1e-6, 32), _SET_HZ, rate_hz))

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return all samples in these packets, in order; the grouping of packets does not matter."""
        placed: list[TimedSamples] = []
        rows: list[bytes] = []
        for packet in packets:
            if packet.role == "stream":
                row = self._read(packet, placed)
                if row:
                    rows.append(row)
            else:
                self._read_other(packet)
        table = np.frombuffer(b"".join(rows), dtype=SAMPLE)
        gyro_radps = table["gyro_dps"].astype(np.float64) * RAD_PER_DEG
        return make_frames(placed, table["acc_mps2"].astype(np.float64), gyro_radps)

    def _read(self, packet: Packet, placed: list[TimedSamples]) -> bytes | None:
        """Return the sample of a notification, if it is valid and new."""
        row = packet.payload[: SAMPLE.itemsize]
        if not is_sample(packet.payload):
            self._skipped_bytes += len(packet.payload)
            return None
        spot = self._stamps.place(int.from_bytes(row[:4], "little"), 1, packet.arrival_s)
        if spot is None:
            return None
        placed.append(TimedSamples(packet.arrival_s, spot))
        return row


def is_sample(payload: bytes) -> bool:
    """Return whether this can be a medium payload of mode 21."""
    if not SAMPLE.itemsize <= len(payload) <= MOST_BYTES:
        return False
    return all(-_LARGEST < value < _LARGEST for value in _VALUES.unpack_from(payload, 4))


class MovellaDotEncoder:
    """The fake sensor: one notification a sample; its microseconds are the samples' times."""

    def __init__(self, rate_hz: float) -> None:
        del rate_hz  # each sample is one notification

    def feed(self, samples: Samples) -> list[bytes]:
        """Return a notification for each sample."""
        table = np.zeros(len(samples), dtype=SAMPLE)
        table["time_us"] = np.rint(samples.time_s * 1e6).astype(np.int64) % (1 << 32)
        table["acc_mps2"] = samples.acc_mps2
        if samples.gyro_radps is not None:
            table["gyro_dps"] = samples.gyro_radps * DEG_PER_RAD
        return [row.tobytes() for row in table]


def startup(rate_hz: float) -> Startup:
    """Read the output rate that is set on the sensor, and start mode 21.

    Raises UsageError for a rate it does not offer, SensorError if its rate is too low for reps.
    """
    require_rate("A Movella DOT", RATES_HZ, rate_hz)
    settings = yield Read("settings")
    set_hz = decode_output_rate_hz(settings) or rate_hz
    if set_hz < _SET_HZ[0]:
        raise SensorError(
            "too_slow",
            f"The Movella DOT is set to an output rate of {set_hz:g} Hz, too low to count reps.",
            "Set its output rate to 60 Hz in the maker's app, and connect again.",
        )
    yield Write("control", bytes((1, 1, MODE)), response=True)
    return min(set_hz, _SET_HZ[-1])


def decode_output_rate_hz(settings: bytes | None) -> float | None:
    """Return the output rate in the settings characteristic; None if it is missing or 0."""
    if settings is None or len(settings) < RATE_OFFSET + 2:
        return None
    return float(int.from_bytes(settings[RATE_OFFSET : RATE_OFFSET + 2], "little")) or None


class MovellaDotPeripheral(Peripheral):
    """The fake sensor: streams mode 21 between start and stop, at its output rate."""

    def __init__(self, rate_hz: float, has_gyro: bool = True) -> None:  # noqa: FBT001, FBT002 - one signature for all
        del has_gyro  # it always sends one
        self.rate_hz = rate_hz
        """The output rate that the owner has set."""
        self._is_started = False
        self._encoder = MovellaDotEncoder(rate_hz)

    @property
    def streaming_hz(self) -> float | None:
        return min(self.rate_hz, RATES_HZ[-1]) if self._is_started else None

    def read(self, role: str) -> bytes:
        if role == "settings":
            rate = round(self.rate_hz).to_bytes(2, "little")
            return (bytes(RATE_OFFSET) + rate).ljust(SETTINGS_BYTES, b"\0")
        return super().read(role) + NOT_CHARGING if role == "battery" else super().read(role)

    def write(self, role: str, payload: bytes) -> list[Outgoing]:
        """Start or stop mode 21; refuse anything else."""
        if role != "control" or payload not in {bytes((1, 1, MODE)), bytes((1, 0, MODE))}:
            raise RefusedError(0x80)
        self._is_started = payload[1] == 1
        return []

    def feed(self, samples: Samples) -> list[Outgoing]:
        if not self._is_started:
            return []
        return [Outgoing("stream", payload) for payload in self._encoder.feed(samples)]

    def disconnected(self) -> None:
        """Stop the stream; the clock continues."""
        self._is_started = False

    def rebooted(self) -> None:
        self._is_started = False

    def battery(self, percent: int) -> list[Outgoing]:
        super().battery(percent)
        return [Outgoing("battery", self.read("battery"))]


_BASE = "-4947-11e9-8646-d663bd873d93"
_CONFIGURATION, _MEASUREMENT, _BATTERY = f"15171000{_BASE}", f"15172000{_BASE}", f"15173000{_BASE}"

DEVICE = Device(
    id="movella-dot",
    name="Movella (Xsens) DOT",
    advertised_names=("Movella DOT", "Xsens DOT"),
    advertised_services=(),
    characteristics=(
        Characteristic("settings", (f"15171002{_BASE}",), _CONFIGURATION, Property.READ, optional=True),
        Characteristic("stream", (f"15172003{_BASE}",), _MEASUREMENT, Property.NOTIFY),
        Characteristic("control", (f"15172001{_BASE}",), _MEASUREMENT, Property.WRITE),
        Characteristic("battery", (f"15173001{_BASE}",), _BATTERY, Property.READ | Property.NOTIFY, optional=True),
    ),
    rates_hz=RATES_HZ,
    usual_hz=60.0,
    ranges_g=(16.0,),
    sensors=("acc", "gyro"),
    numbers_samples=True,
    price="from 135 euros",
    wear="in its strap round the thigh, or under the belt at the hip",
    decoder=MovellaDotDecoder,
    encoder=MovellaDotEncoder,
    peripheral=MovellaDotPeripheral,
    startup=startup,
    stop=(Write("control", bytes((1, 0, MODE)), response=True),),
    least_payload=SAMPLE.itemsize,
)
