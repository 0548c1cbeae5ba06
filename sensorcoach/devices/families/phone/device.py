"""A phone that pushes its sensors over HTTP: the Sensor Logger app (iOS, Android).

It does not use Bluetooth: nothing is scanned for, connected or written; `sources/phone/` receives its pushes. A packet
is one push. `body.py` turns pushes into packets, `message.py` reads them, `order.py` puts them in order, `choice.py`
chooses the streams that make the samples.

The path of a push: body, message, order, aligned streams, device time. Each packet is processed by itself, so the
grouping of packets does not matter. Sources and quirks: firmware_notes/sensor-logger.md.
"""

from collections.abc import Sequence

import numpy as np

from sensorcoach.devices.device import Decoder, Device, Startup
from sensorcoach.devices.families.phone.body import BodyJoiner
from sensorcoach.devices.families.phone.fake import PhoneEncoder, PhonePeripheral
from sensorcoach.devices.families.phone.message import STREAMS, read_message
from sensorcoach.devices.families.phone.motion import PhoneMotion, PhoneSamples
from sensorcoach.devices.families.phone.order import MessageOrder, Ordered
from sensorcoach.devices.families.phone.time import PhoneTime
from sensorcoach.errors import UsageError
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, freeze, join_frames

RATES_HZ = (100.0,)
"""The usual rate of phones. Other rates work too, because readings carry their times."""

GYRO_GONE = "The phone no longer sends its gyroscope."

_NO_FRAMES = Frames(np.empty(0), np.empty((0, 3)), None, None, np.empty(0))


class PhoneDecoder(Decoder):
    """Samples with the phone's own time. Puts pushes in order, drops repetitions and counts losses.

    The first samples settle whether there is a gyroscope. `problem` is the reason why there are no samples.
    """

    def __init__(self, rate_hz: float | None = None) -> None:
        del rate_hz  # readings carry their times
        self._bodies = BodyJoiner()
        self._order = MessageOrder()
        self._time = PhoneTime()
        self._motion = PhoneMotion()
        self._skipped_bytes = 0
        self._lost_before = 0
        """Number of samples lost in earlier sessions."""
        self.sessions = 0
        """Number of recordings started on the phone, or on other phones."""
        self.readings: dict[str, int] = dict.fromkeys(STREAMS, 0)
        """Number of readings received from each stream."""
        self._battery_percent: int | None = None
        self._has_gyro: bool | None = None
        self._arrival_s = -np.inf
        """Arrival of the newest packet; an earlier arrival is raised to it."""
        self._given_s = -np.inf
        """Arrival of the newest sample given out."""
        self._gyro_gone = False

    @property
    def skipped_bytes(self) -> int:
        """Number of bytes in invalid pushes, or in invalid readings."""
        return self._skipped_bytes + self._bodies.skipped_bytes

    @property
    def lost_samples(self) -> int:
        """Number of samples that fit into the time of missing pushes."""
        return self._lost_before + self._motion.lost_samples

    @property
    def repeated_packets(self) -> int:
        """Number of repeated pushes."""
        return self._order.repeated

    @property
    def refused_packets(self) -> int:
        """Number of pushes from another phone, or from a finished recording."""
        return self._order.refused

    @property
    def battery_percent(self) -> int | None:
        return self._battery_percent

    @property
    def problem(self) -> str:
        """Why the phone's data cannot be used; empty where it can."""
        return GYRO_GONE if self._gyro_gone else self._motion.problem

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return the samples that these packets complete, in order; the grouping of packets does not matter."""
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
            parts += [self._read(ordered) for ordered in self._order.feed(message)]
        return join_frames(parts, _NO_FRAMES)

    def _read(self, ordered: Ordered) -> Frames:
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
        samples = self._motion.feed(message.streams, after_gap=ordered.missing)
        return self._make_frames(samples) if samples else _NO_FRAMES

    def _make_frames(self, samples: PhoneSamples) -> Frames:
        """Give samples the arrival of their push, but never before that of the previous sample."""
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
    """Write nothing: the rate is set in the phone's app.

    Raises UsageError for any other than the usual rate.
    """
    if rate_hz not in RATES_HZ:
        message = f"The rate of a phone cannot be set to {rate_hz:g} Hz; most phones send {RATES_HZ[0]:g} Hz."
        raise UsageError("unknown_rate", message, "Set the sampling rate in the phone's app.")
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
