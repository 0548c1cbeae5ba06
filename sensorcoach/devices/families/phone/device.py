"""A phone that pushes its sensors over HTTP: the Sensor Logger application (iOS, Android).

It is no Bluetooth sensor: nothing is scanned for, connected or written; `sources/phone/` listens for what it sends.
A packet is one push. How a push becomes packets stands in `phone_body.py`, what is in it in `phone_message.py`, in
which order pushes are taken in `phone_order.py`, which streams make the samples in `phone_choice.py`.

The way of a push: body, message, order, streams laid together, device time. Each packet is taken by itself, so
that it does not matter how they are grouped. Sources and quirks: firmware_notes/sensor-logger.md.
"""

from collections.abc import Sequence

import numpy as np

from sensorcoach.devices.device import Decoder, Device, Startup
from sensorcoach.devices.families.phone.body import Bodies
from sensorcoach.devices.families.phone.fake import PhoneEncoder, PhonePeripheral
from sensorcoach.devices.families.phone.message import STREAMS, read_message
from sensorcoach.devices.families.phone.motion import PhoneMotion, PhoneSamples
from sensorcoach.devices.families.phone.order import MessageOrder, Ordered
from sensorcoach.devices.families.phone.time import PhoneTime
from sensorcoach.errors import UsageError
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, freeze, join_frames

RATES_HZ = (100.0,)
"""What phones give; a faster or slower one is followed, since readings carry their times."""
GYRO_GONE = "The phone does not send its gyroscope any more."

_NO_FRAMES = Frames(np.empty(0), np.empty((0, 3)), None, None, np.empty(0))


class PhoneDecoder(Decoder):
    """Samples with the phone's own time; pushes put in order, repetitions dropped, losses counted.

    Whether there is a gyroscope is settled by the first samples. `problem` says why there are none.
    """

    def __init__(self, rate_hz: float | None = None) -> None:
        del rate_hz  # readings carry their times
        self._bodies = Bodies()
        self._order = MessageOrder()
        self._time = PhoneTime()
        self._motion = PhoneMotion()
        self._skipped_bytes = 0
        self._lost_before = 0
        """Samples lost in sessions that are over."""
        self.sessions = 0
        """How often a recording was started on the phone, or another phone came."""
        self.readings: dict[str, int] = dict.fromkeys(STREAMS, 0)
        """How many readings of each stream have come."""
        self._battery_percent: int | None = None
        self._has_gyro: bool | None = None
        self._arrival_s = -np.inf
        """Arrival of the newest packet; one that claims to be earlier came then."""
        self._given_s = -np.inf
        """Arrival of the newest sample given out."""
        self._gyro_gone = False

    @property
    def skipped_bytes(self) -> int:
        """Bytes of pushes, or of readings in them, that made no sense."""
        return self._skipped_bytes + self._bodies.skipped_bytes

    @property
    def lost_samples(self) -> int:
        """Samples that fit into the time for which pushes are missing."""
        return self._lost_before + self._motion.lost_samples

    @property
    def repeated_packets(self) -> int:
        """Pushes that came again."""
        return self._order.repeated

    @property
    def refused_packets(self) -> int:
        """Pushes of another phone, or of a recording that is over."""
        return self._order.refused

    @property
    def battery_percent(self) -> int | None:
        return self._battery_percent

    @property
    def problem(self) -> str:
        """Why what the phone sends cannot be used, empty where it can."""
        return GYRO_GONE if self._gyro_gone else self._motion.problem

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """All samples completed by these packets, in order; the same however they are grouped."""
        parts: list[Frames] = []
        for packet in packets:
            self._arrival_s = max(self._arrival_s, packet.arrival_s)
            body = self._bodies.feed(packet)
            if body is None:
                continue
            message = read_message(body, self._arrival_s)
            if message is None:
                self._skipped_bytes += len(body)
                continue
            self._skipped_bytes += message.skipped_bytes
            parts += [self._frames(ordered) for ordered in self._order.feed(message)]
        return join_frames(parts, _NO_FRAMES)

    def _frames(self, ordered: Ordered) -> Frames:
        message = ordered.message
        if message.battery_percent is not None:
            self._battery_percent = message.battery_percent
        for name, stream in message.streams.items():
            self.readings[name] += len(stream)
        self.sessions += ordered.begins
        goes_on = self._time.follow(message, begins=ordered.begins)
        if ordered.begins or not goes_on:
            self._lost_before += self._motion.lost_samples
            self._motion = PhoneMotion()
        samples = self._motion.feed(message.streams, after_hole=ordered.missing)
        return self._of(samples) if samples else _NO_FRAMES

    def _of(self, samples: PhoneSamples) -> Frames:
        """A sample arrived with its push, but none before the sample before it."""
        gyro_radps = samples.gyro_radps
        self._has_gyro = gyro_radps is not None if self._has_gyro is None else self._has_gyro
        self._gyro_gone = self._has_gyro and gyro_radps is None
        if self._gyro_gone:
            self._lost_before += len(samples.time_ns)
            return _NO_FRAMES
        arrival_s = np.maximum.accumulate(np.maximum(samples.arrival_s, self._given_s))
        self._given_s = float(arrival_s[-1])
        gyro_radps = gyro_radps if self._has_gyro else None
        for array in (arrival_s, samples.acc_mps2, gyro_radps):
            if array is not None:
                freeze(array)
        return Frames(arrival_s, samples.acc_mps2, gyro_radps, None, self._time.device_time_s(samples.time_ns))


def startup(rate_hz: float) -> Startup:
    """There is nothing to write to a phone: its rate is what its application is set to.

    Raises UsageError for a rate that is not the usual one.
    """
    if rate_hz not in RATES_HZ:
        message = f"A phone cannot be asked for {rate_hz:g} Hz; most give {RATES_HZ[0]:g}."
        raise UsageError("unknown_rate", message, "Set the sampling rate in the phone's application.")
    yield from ()
    return rate_hz


DEVICE = Device(
    id="phone",
    name="Phone (Sensor Logger application)",
    advertised_names=(),
    advertised_services=(),
    characteristics=(),
    rates_hz=RATES_HZ,
    usual_hz=RATES_HZ[0],
    ranges_g=(8.0,),
    sensors=("acc", "gyro"),
    numbers_samples=True,
    price="free",
    wear="flat in a belt pouch at the small of the back, or in a tight pocket at the front of the thigh",
    decoder=PhoneDecoder,
    encoder=PhoneEncoder,
    peripheral=PhonePeripheral,
    startup=startup,
    page="sensor-logger.md",
    over_bluetooth=False,
)
