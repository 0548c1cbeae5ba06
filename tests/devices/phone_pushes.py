"""Pushes of a phone for its tests, and a decoder that takes them."""

import json
from collections.abc import Iterable, Sequence

import numpy as np

from sensorcoach.devices.families.phone.body import make_packets
from sensorcoach.devices.families.phone.device import PhoneDecoder
from sensorcoach.devices.families.phone.fake import START_UNIX_NS, make_reading
from sensorcoach.packets import Packet
from sensorcoach.samples import FloatArray, Frames, Samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2

G = STANDARD_GRAVITY_MPS2


def swaying(count: int, rate_hz: float = 100.0, start_s: float = 0.0) -> Samples:
    """Samples of a phone that sways, about 1 g, different from one to the next."""
    time_s = start_s + np.arange(count) / rate_hz
    wave = np.column_stack([np.sin(time_s), np.cos(time_s), 0.1 * np.sin(3.0 * time_s)])
    return Samples(time_s, G * wave, 2.0 * wave)


def arrived(bodies: Iterable[bytes], start_s: float = 1.0, period_s: float = 0.1) -> list[Packet]:
    """The pushes as they arrive, one each `period_s`."""
    return [packet for k, body in enumerate(bodies) for packet in make_packets(start_s + k * period_s, body)]


def decoded(packets: Sequence[Packet]) -> tuple[PhoneDecoder, Frames]:
    """A decoder that has been fed these packets, and what it made of them."""
    decoder = PhoneDecoder()
    return decoder, decoder.feed(packets)


def times_of(frames: Frames) -> FloatArray:
    """The device times, which this wire always has."""
    assert frames.device_time_s is not None
    return frames.device_time_s


def push(number: int, streams: dict[str, tuple[FloatArray, FloatArray]], session: str = "s") -> bytes:
    """A push by hand: of each stream times in seconds and values (n, 3)."""
    readings = [
        make_reading(name, START_UNIX_NS + round(float(time_s) * 1e9), row)
        for name, (times_s, xyz) in streams.items()
        for time_s, row in zip(times_s, xyz, strict=True)
    ]
    head = {"messageId": number, "sessionId": session, "deviceId": "d", "payload": readings}
    return json.dumps(head).encode()


def still(names: dict[str, tuple[float, float, float]], end_s: float = 2.0) -> bytes:
    """One push of a phone that lies still: these constant readings, 100 a second."""
    times_s = np.arange(0.0, end_s, 0.01)
    return push(0, {name: (times_s, np.tile(row, (len(times_s), 1))) for name, row in names.items()})
