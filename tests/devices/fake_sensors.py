"""What the tests of several families need: samples to send, a talk with the fake sensor, a lossy way, equal frames."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from sensorcoach.devices.device import Ask, Decoder, Device, Outgoing, Peripheral, PutBack, Read, RefusedError, Step
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames, IntArray, Samples
from tests.devices.dialogue import steps_of


def swaying(count: int, rate_hz: float, start_s: float = 10.0) -> Samples:
    """Samples of a sensor that turns slowly, different from one to the next, within 2 g."""
    time_s = start_s + np.arange(count) / rate_hz
    wave = np.column_stack([np.sin(time_s), np.cos(0.7 * time_s), np.sin(1.3 * time_s + 1.0)])
    return Samples(time_s, 9.81 * wave, 2.0 * wave)


def packets_of(payloads: Sequence[bytes], period_s: float) -> list[Packet]:
    """The payloads as they arrive, one each `period_s`."""
    return [Packet(1.0 + number * period_s, payload) for number, payload in enumerate(payloads)]


def talk(device: Device, sensor: Peripheral, rate_hz: float | None = None) -> tuple[list[Packet], float]:
    """Subscribes, and plays the start-up against the fake sensor: what it sent meanwhile, and the rate agreed on."""
    heard: list[Packet] = []

    def hear(outgoing: list[Outgoing]) -> None:
        heard.extend(Packet(0.0, sent.payload[: sensor.max_payload], sent.role) for sent in outgoing)

    def answer(step: Step) -> bytes | None:
        if isinstance(step, Read):
            try:
                payload = sensor.read(step.role)
            except RefusedError:
                return None
            hear([Outgoing(step.role, payload)])
            return payload
        if isinstance(step, PutBack):
            return None
        known = len(heard)
        write = step.write if isinstance(step, Ask) else step
        hear(sensor.write(write.role, write.payload))
        if not isinstance(step, Ask):
            return None
        fitting = (p for p in heard[known:] if p.role == step.role and p.payload.startswith(step.begins))
        return next((packet.payload for packet in fitting), None)

    for characteristic in device.characteristics:
        if characteristic.is_subscribed:
            hear(sensor.subscribed(characteristic.role))
    _, agreed_hz = steps_of(device.startup(rate_hz or device.usual_hz), answer)
    return heard, agreed_hz


def fed_in_pieces(decoder: Decoder, wire: Sequence[Packet], cuts: Sequence[int]) -> list[Frames]:
    """The frames of a wire fed in pieces cut at these places."""
    places = [0, *sorted(cuts), len(wire)]
    return [decoder.feed(wire[start:stop]) for start, stop in pairwise(places)]


def assert_same(pieces: Sequence[Frames], whole: Frames) -> None:
    """The pieces end to end are the whole, to the last bit."""
    for name in ("arrival_s", "acc_mps2", "gyro_radps", "index", "device_time_s"):
        parts = [getattr(frames, name) for frames in pieces if len(frames)]
        expected = getattr(whole, name)
        if parts and expected is not None:
            assert np.array_equal(np.concatenate(parts), expected)
        assert parts or not len(whole)


def index_of(frames: Frames) -> IntArray:
    """The indices, which the wires of these families always have."""
    assert frames.index is not None
    return frames.index
