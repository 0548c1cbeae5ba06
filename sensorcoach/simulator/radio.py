"""The radio link: notifications wait for a connection event, arrive in bursts, stall and get lost."""

from dataclasses import dataclass, replace

import numpy as np

from sensorcoach.devices.device import Device, Encoder
from sensorcoach.devices.families.open_profile.device import OpenProfileEncoder
from sensorcoach.devices.families.open_profile.info import encode_info
from sensorcoach.packets import Packet
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.simulator.session import SimulatedSession

_WITHIN_BURST_S = 0.0005
"""Time between notifications of one connection event."""


@dataclass(frozen=True, slots=True)
class RadioModel:
    """A link; the default is a good one.

    `interval_s`: connection interval. `latency_s`: time from there to the program. `jitter_s`: its spread.
    `stalls_per_s`: rate of stalls, in which nothing arrives. `stall_s`: shortest and longest stall.
    `loss`: share of notifications lost singly. `queue`: number that the device keeps in a stall; more are lost.
    """

    interval_s: float = 0.03
    latency_s: float = 0.004
    jitter_s: float = 0.002
    stalls_per_s: float = 0.0
    stall_s: tuple[float, float] = (0.1, 0.4)
    loss: float = 0.0
    queue: int = 1000


GOOD_RADIO = RadioModel()
POOR_RADIO = RadioModel(interval_s=0.045, jitter_s=0.006, stalls_per_s=0.1, loss=0.004, queue=8)
BAD_RADIO = RadioModel(interval_s=0.06, jitter_s=0.015, stalls_per_s=0.2, stall_s=(0.2, 2.5), loss=0.05, queue=4)


def transmit(session: SimulatedSession, device: Device, radio: RadioModel, seed: int) -> list[Packet]:
    """Return the session's samples as notifications of this device, with their arrival times.

    Arrival time 0 is the beginning of the session. A sensor that describes itself does so first.
    """
    rng = np.random.default_rng([seed, 8])
    encoder = device.encoder(session.sensor.rate_hz)
    greeting = _make_greeting(encoder, session)
    payloads, ready_s = _encode(encoder, session)
    stalls = _draw_stalls(radio, ready_s[-1] if ready_s else 0.0, rng)
    return greeting + _deliver(payloads, ready_s, radio, stalls, rng)


def _make_greeting(encoder: Encoder, session: SimulatedSession) -> list[Packet]:
    if not isinstance(encoder, OpenProfileEncoder):
        return []
    info = replace(encoder.info, has_gyro=session.sensor.gyro is not None)
    return [Packet(0.0, encode_info(info), "info")]


def _encode(encoder: Encoder, session: SimulatedSession) -> tuple[list[bytes], list[float]]:
    """Return notifications, and the true times of the samples that completed them. The device counts its own time."""
    samples = session.samples
    device_s = np.arange(len(samples)) / session.sensor.rate_hz
    payloads: list[bytes] = []
    ready_s: list[float] = []
    for k, true_s in enumerate(samples.time_s.tolist()):
        completed = encoder.feed(_take_one(samples, device_s, k))
        payloads += completed
        ready_s += [true_s] * len(completed)
    return payloads, ready_s


def _take_one(samples: Samples, device_s: FloatArray, k: int) -> Samples:
    gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[k : k + 1]
    return Samples(device_s[k : k + 1], samples.acc_mps2[k : k + 1], gyro_radps)


def _draw_stalls(radio: RadioModel, duration_s: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Return the beginnings and ends of stalls, in order."""
    starts_s = np.sort(rng.uniform(0.0, duration_s, rng.poisson(radio.stalls_per_s * duration_s)))
    return [(start, start + float(rng.uniform(*radio.stall_s))) for start in starts_s.tolist()]


def _deliver(
    payloads: list[bytes],
    ready_s: list[float],
    radio: RadioModel,
    stalls: list[tuple[float, float]],
    rng: np.random.Generator,
) -> list[Packet]:
    offset_s = float(rng.uniform(0.0, radio.interval_s))
    packets: list[Packet] = []
    sent_s: list[float] = []
    newest_s = 0.0
    for payload, ready in zip(payloads, ready_s, strict=True):
        event_s = _next_event(ready, offset_s, radio, stalls)
        waiting = sum(1 for sent in sent_s[-radio.queue :] if sent > ready)
        if waiting >= radio.queue or rng.uniform() < radio.loss:
            continue
        sent_s.append(event_s)
        arrival_s = event_s + radio.latency_s + abs(float(rng.normal(0.0, radio.jitter_s)))
        newest_s = max(arrival_s, newest_s + _WITHIN_BURST_S)
        packets.append(Packet(newest_s, payload))
    return packets


def _next_event(ready_s: float, offset_s: float, radio: RadioModel, stalls: list[tuple[float, float]]) -> float:
    """Return the first connection event outside every stall that can send what is ready at `ready_s`."""
    for start_s, end_s in stalls:
        if start_s <= _event_after(ready_s, offset_s, radio) < end_s:
            ready_s = end_s
    return _event_after(ready_s, offset_s, radio)


def _event_after(ready_s: float, offset_s: float, radio: RadioModel) -> float:
    return offset_s + float(np.ceil((ready_s - offset_s) / radio.interval_s)) * radio.interval_s
