"""What a person is told of a phone: what to switch on, and how its pushes come."""

import zlib

import numpy as np
import pytest

from sensorcoach.devices.families.phone.body import make_packets
from sensorcoach.devices.families.phone.choice import NO_GRAVITY, SWITCH_ON
from sensorcoach.devices.families.phone.fake import PhoneEncoder
from sensorcoach.link.status import LinkState
from sensorcoach.packets import Packet
from sensorcoach.samples import Samples
from sensorcoach.sources.phone.instructions import find_own_address, instructions, is_loopback, push_url
from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.sources.phone.status import LOST_S, PhoneStatusTracker
from tests.sources.phone_calls import TOKEN

TIME_S = np.arange(3000) / 100.0
LYING = Samples(TIME_S, np.tile([0.0, 0.0, 9.81], (3000, 1)), np.zeros((3000, 3)))


def pushes(every: int = 1) -> list[list[Packet]]:
    """Half a minute of pushes, one each tenth of a second, of which each `every`th arrives."""
    bodies = PhoneEncoder(100.0).make_bodies(LYING)[::every]
    return [make_packets(0.1 * every * (k + 1), body) for k, body in enumerate(bodies)]


def test_from_waiting_to_streaming_and_back():
    """Nothing, then a first second that is looked at, then the stream; when it stops it is weak, then lost."""
    watch = PhoneStatusTracker()
    assert (watch.status(3.0).state, watch.status(3.0).remedy) == (LinkState.SCANNING, SWITCH_ON)
    for push in pushes()[:5]:
        watch.heard(push)
    assert watch.status(0.5).state is LinkState.STARTING
    for push in pushes()[5:100]:
        watch.heard(push)
    status = watch.status(10.1)
    assert status.state is LinkState.STREAMING
    assert status.since_s == pytest.approx(1.1, abs=0.11)
    assert status.rate_hz == pytest.approx(100.0)
    assert status.gap_s == pytest.approx(0.1)
    assert (status.sensor, status.device_id, status.connections) == ("Sensor Logger", "phone", 1)
    weak = watch.status(11.5)
    assert (weak.state, weak.since_s, weak.silent_s) == (LinkState.WEAK, pytest.approx(11.0), pytest.approx(1.5))
    lost = watch.status(10.0 + LOST_S + 2.0)
    assert lost.state is LinkState.WAITING
    assert lost.silent_s == pytest.approx(12.0)
    assert watch.status(40.0).reason == lost.reason, "it would be said again each second"
    watch.heard(make_packets(22.5, PhoneEncoder(100.0, "again").make_bodies(LYING)[0]))
    assert watch.status(22.6).state is not LinkState.WAITING
    watch.stopped(23.0)
    assert watch.status(24.0).state is LinkState.STOPPED


def test_pushes_that_come_seldom_are_not_weak():
    """A phone that pushes once in a second and a half is not called weak between its pushes."""
    watch = PhoneStatusTracker()
    encoder = PhoneEncoder(100.0)
    encoder._readings_per_push = 150
    bodies = encoder.make_bodies(LYING)
    for k in range(10):
        watch.heard(make_packets(1.5 * (k + 1), bodies[k]))
    assert watch.status(15.0 + 3.0).state is not LinkState.WEAK
    assert watch.status(15.0 + 5.0).state is LinkState.WEAK


def test_why_there_are_no_samples():
    """Without gravity the status says so, and what to switch on."""
    watch = PhoneStatusTracker()
    for push in pushes()[:20]:
        watch.heard([Packet(p.arrival_s, without_gravity(p), p.role) for p in push])
    status = watch.status(2.1)
    assert (status.state, status.reason, status.remedy) == (LinkState.STARTING, NO_GRAVITY, SWITCH_ON)


def without_gravity(packet: Packet) -> bytes:
    """The push without its gravity."""
    return zlib.decompress(packet.payload).replace(b'"gravity"', b'"light"')


def test_losses_and_nonsense_are_shown():
    """Pushes that never came are counted in samples, and bytes that make no sense as errors."""
    watch = PhoneStatusTracker()
    for push in pushes(every=2):
        watch.heard(push)
    watch.heard([Packet(31.0, b"nonsense")])
    status = watch.status(31.0)
    assert status.errors == len(b"nonsense")
    assert status.lost > 1000
    assert not status.lost_is_estimate


def test_a_phone_cannot_reach_localhost():
    """Who listens at this computer alone is told that a phone cannot get there, and which address to take."""
    words = "\n".join(instructions(PhoneSettings(token=TOKEN), 8421, "192.168.1.5"))
    assert "http://127.0.0.1:8421/push/a-token" in words
    assert "a phone cannot" in words
    assert "--phone-bind 192.168.1.5" in words


@pytest.mark.parametrize(
    ("bind", "url"),
    [
        ("192.168.1.5", "http://192.168.1.5:8421/push/a-token"),
        ("::", "http://192.168.1.9:8421/push/a-token"),
        ("fe80::1", "http://[fe80::1]:8421/push/a-token"),
    ],
)
def test_the_address_to_type_in(bind: str, url: str):
    """What stands on the screen is what is typed into the phone, and what has to be switched on stands below."""
    settings = PhoneSettings(bind=bind, token=TOKEN)
    words = "\n".join(instructions(settings, 8421, "192.168.1.9"))
    assert push_url(settings, 8421, "192.168.1.9") == url
    assert url in words
    assert "cannot" not in words
    for switch in ("Accelerometer", "Gravity", "Gyroscope", "Standardise Units & Frames", "HTTP Push", "batch period"):
        assert switch in words


def test_own_address_is_one_a_phone_can_reach():
    """The address proposed is never this computer's name for itself."""
    own = find_own_address()
    assert own is None or not is_loopback(own)
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert is_loopback("localhost")
