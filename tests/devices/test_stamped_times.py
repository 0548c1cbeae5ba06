"""Sensors with time stamps over a radio that stalls and loses: when were the samples taken, and how many are lost?"""

import numpy as np
import pytest

from sensorcoach.clock.sample_clock import SampleClock
from sensorcoach.devices.device import Device
from sensorcoach.devices.families import movella_dot, polar_h10, polar_verity
from sensorcoach.devices.families.movesense import device as movesense
from sensorcoach.packets import Packet
from sensorcoach.samples import FloatArray, Frames
from tests.clock.arrivals import Link, Received, receive
from tests.devices.fake_sensors import index_of, swaying

DURATION_S = 120.0


def received_by(device: Device, link: Link, seed: int) -> tuple[Received, Frames, int]:
    """The received packets, the decoded samples, and the reported number of lost samples."""
    received = receive(link, DURATION_S, seed)
    samples = swaying(int(DURATION_S * link.rate_hz), link.rate_hz)
    payloads = device.encoder(link.rate_hz).feed(samples)
    parts = round(len(payloads) * link.batch / len(samples))
    decoder = device.decoder(link.rate_hz)
    sent = zip(received.number[:: link.batch].tolist(), received.arrival_s[:: link.batch].tolist(), strict=True)
    firsts = [(number // link.batch * parts, arrival_s) for number, arrival_s in sent]
    packets = [Packet(at, payload) for first, at in firsts for payload in payloads[first : first + parts]]
    return received, decoder.feed(packets), decoder.lost_samples


def errors_s(frames: Frames, link: Link, received: Received) -> FloatArray:
    """Return the error of the clock's times apart from a constant, which is unknowable."""
    clock = SampleClock(link.rate_hz)
    time_s = np.concatenate([clock.feed(frames).time_s, clock.finish().time_s])
    return time_s - received.true_s - np.median(time_s - received.true_s)


def rms(values: FloatArray) -> float:
    """Root of the mean square."""
    return float(np.sqrt(np.mean(values**2)))


@pytest.mark.parametrize(
    ("device", "batch", "most_s", "settled_s"),
    [
        (movesense.DEVICE, 8, 0.005, 0.002),
        (movella_dot.DEVICE, 1, 0.005, 0.002),
        (polar_h10.DEVICE, 36, 0.010, 0.002),
        (polar_verity.DEVICE, 26, 0.010, 0.006),
    ],
    ids=lambda value: getattr(value, "id", None),
)
@pytest.mark.parametrize("ppm", [-7000.0, 7000.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_times_are_right_and_losses_are_counted(
    device: Device, batch: int, most_s: float, settled_s: float, ppm: float, seed: int
):
    """45 ms bunching, 3 % stalls, 5 % losses, a clock off by 7000 ppm: 5 ms over two minutes, every loss counted.

    Notifications a third or half of a second apart can keep step with the radio's 45 ms for as long as ten seconds. A
    clock that is off then looks right: over the first two minutes the Polars come within 10 ms.
    """
    link = Link(device.usual_hz, batch, interval_s=0.045, clock_ppm=ppm, stalled=0.03, lost=0.05)
    received, frames, lost_samples = received_by(device, link, seed)
    first = int(received.number[0])
    assert (index_of(frames) + first).tolist() == received.number.tolist()
    assert lost_samples == received.number[-1] - first + 1 - len(received.number)
    error_s = errors_s(frames, link, received)
    assert rms(error_s) < most_s
    assert rms(error_s[received.true_s > received.true_s[0] + 30.0]) < settled_s
    exact_s = errors_s(received.frames(link, "device time"), link, received)
    assert rms(error_s - exact_s) < 0.001, "stamps should tell the time as well as a perfect counter"
