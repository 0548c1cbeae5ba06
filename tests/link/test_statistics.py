"""Measurements of a connection."""

import sys

import numpy as np
import pytest

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.connection_states import LinkProgress
from sensorcoach.link.monitor import LinkMonitor
from sensorcoach.link.statistics import LinkStatistics
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import Frames, Samples


def _frames(count: int, arrival_s: float) -> Frames:
    return Frames(np.full(count, arrival_s), np.zeros((count, 3)))


def _bunched(statistics: LinkStatistics, seconds: float, rate_hz: float, batch: int, every_s: float) -> None:
    """Batches as a radio with this connection interval delivers them."""
    period_s = batch / rate_hz
    for number in range(1, int(seconds / period_s)):
        due_s = number * period_s
        statistics.add_packet(np.ceil(due_s / every_s) * every_s, _frames(batch, due_s))


@pytest.mark.parametrize(("rate_hz", "batch", "every_s"), [(100.0, 4, 0.03), (200.0, 12, 0.045), (50.0, 1, 0.045)])
def test_the_rate_is_that_of_samples(rate_hz: float, batch: int, every_s: float):
    """The measured rate counts samples, independent of their notifications and the radio's bunching."""
    statistics = LinkStatistics()
    statistics.begin_connection(rate_hz, numbers_samples=True)
    _bunched(statistics, 30.0, rate_hz, batch, every_s)
    assert statistics.rate_hz == pytest.approx(rate_hz, rel=0.01)
    assert statistics.batch == pytest.approx(batch)
    assert statistics.longest_wait_s == pytest.approx(np.ceil(batch / rate_hz / every_s) * every_s)


def test_samples_sent_again_do_not_raise_the_rate():
    """Samples that are sent again after a loss do not change the measured rate."""
    statistics = LinkStatistics()
    statistics.begin_connection(100.0, numbers_samples=True)
    for number in range(100):
        taken_s = np.arange(10 * number, 10 * number + 10) / np.float64(100.0)
        arrival_s = 0.02 * number if number < 50 else 0.1 * number
        statistics.add_packet(arrival_s, Frames(np.full(10, arrival_s), np.zeros((10, 3)), None, None, taken_s))
    assert statistics.rate_hz == pytest.approx(100.0)


def test_memory_does_not_grow():
    """Eight hours of packets need no more memory than a minute of them."""
    statistics = LinkStatistics()
    statistics.begin_connection(100.0, numbers_samples=True)
    for number in range(100_000):
        statistics.add_packet(0.3 * number, _frames(30, 0.3 * number))
    assert len(statistics._bins) <= 20
    assert sys.getsizeof(statistics.waits._counts) < 1000
    assert sum(each.count for each in statistics.waits.bins()) == 99_999


def test_a_stall_of_a_sensor_without_numbers():
    """For a sensor without counters, the number of lost samples is estimated within a fifth."""
    statistics = LinkStatistics()
    statistics.begin_connection(100.0, numbers_samples=False)
    lost = 0
    for number in range(2000):
        taken_s = 0.04 * number
        if number in {500, 501, 502, 1200, 1201, 1202, 1203}:
            lost += 4
            continue
        statistics.add_packet(taken_s + 0.005 * (number % 3), _frames(4, taken_s + 0.005 * (number % 3)))
    assert statistics.lost == pytest.approx(lost, rel=0.2)


def test_the_rate_ignores_samples_before_the_reconnect():
    """The time without a connection does not reduce the measured rate."""
    monitor = LinkMonitor(device_by_id("witmotion"), 100.0)
    statistics = monitor.statistics
    statistics.begin_connection(100.0, numbers_samples=True)
    _bunched(statistics, 5.0, 100.0, 4, 0.03)
    monitor.take([Packet(60.0, LINK_UP, LINK_ROLE)])
    for number in range(100):
        statistics.add_packet(60.0 + 0.04 * number, _frames(4, 60.0 + 0.04 * number))
    assert statistics.rate_hz == pytest.approx(100.0, rel=0.01)
    assert (statistics.longest_wait_s or 0.0) < 0.1


def test_hostile_notifications_are_counted():
    """Invalid bytes appear as errors in the status and have no other effect."""
    device = device_by_id("witmotion")
    monitor = LinkMonitor(device, 100.0)
    monitor.begin_connection()
    noise = np.random.default_rng(1)
    monitor.take([Packet(0.01 * n, noise.bytes(n % 245)) for n in range(2000)])
    status = monitor.status(LinkProgress(), 20.0, "WT", None)
    assert status.errors > 100_000
    assert status.lost_is_estimate


def test_the_time_between_two_connections_is_not_a_loss():
    """A sensor without sample numbers that was out of range for six seconds lost nothing while it was connected."""
    device = device_by_id("witmotion")
    monitor = LinkMonitor(device, 100.0)
    encoder = device.encoder(100.0)
    for begin_s, end_s in ((0.0, 10.0), (16.0, 26.0)):
        monitor.begin_connection()
        monitor.take([Packet(begin_s, LINK_UP, LINK_ROLE)])
        monitor.set_rate(100.0)
        for number in range(round(begin_s * 25), round(end_s * 25)):
            taken_s = np.arange(4 * number, 4 * number + 4) / np.float64(100.0)
            payloads = encoder.feed(Samples(taken_s, np.tile([0.0, 0.0, 9.81], (4, 1)), np.zeros((4, 3))))
            monitor.take([Packet(0.04 * number + 0.04, payload) for payload in payloads])
    status = monitor.status(LinkProgress(), 26.0, "WT", None)
    assert (status.lost, status.connections) == (0, 2)
    assert monitor.statistics.samples >= 1900
    assert status.rate_hz == pytest.approx(100.0, rel=0.01)
