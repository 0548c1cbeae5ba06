"""The phone's status and instructions."""

import zlib

import numpy as np
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.devices.families.phone.body import make_packets
from sensorcoach.devices.families.phone.choice import NO_GRAVITY, SWITCH_ON
from sensorcoach.devices.families.phone.fake import PhoneEncoder
from sensorcoach.link.status import LinkState
from sensorcoach.packets import Packet
from sensorcoach.report.qr_code import draw_qr_code
from sensorcoach.samples import Samples
from sensorcoach.sources.phone import source
from sensorcoach.sources.phone.instructions import find_own_address, full_instructions, is_loopback, push_url
from sensorcoach.sources.phone.settings import PhoneSettings
from sensorcoach.sources.phone.status import LOST_S, PhoneStatusTracker
from tests.sources.phone_calls import TOKEN, Line, on_the_line

TIME_S = np.arange(3000) / 100.0
LYING = Samples(TIME_S, np.tile([0.0, 0.0, 9.81], (3000, 1)), np.zeros((3000, 3)))


def pushes(every: int = 1) -> list[list[Packet]]:
    """Half a minute of pushes, one each tenth of a second, of which each `every`th arrives."""
    bodies = PhoneEncoder(100.0).make_bodies(LYING)[::every]
    return [make_packets(0.1 * every * (k + 1), body) for k, body in enumerate(bodies)]


def test_from_waiting_to_streaming_and_back():
    """No pushes, a first second of checks, then the stream; after its end weak, then lost."""
    tracker = PhoneStatusTracker()
    assert (tracker.status(3.0).state, tracker.status(3.0).remedy) == (LinkState.SCANNING, SWITCH_ON)
    for push in pushes()[:5]:
        tracker.note_push(push)
    assert tracker.status(0.5).state is LinkState.STARTING
    for push in pushes()[5:100]:
        tracker.note_push(push)
    status = tracker.status(10.1)
    assert status.state is LinkState.STREAMING
    assert status.since_s == pytest.approx(1.1, abs=0.11)
    assert status.rate_hz == pytest.approx(100.0)
    assert status.longest_wait_s == pytest.approx(0.1)
    assert (status.sensor, status.device_id, status.connections) == ("Sensor Logger", "phone", 1)
    weak = tracker.status(11.5)
    assert "Wi-Fi" in weak.remedy
    assert (weak.state, weak.since_s, weak.silent_s) == (LinkState.WEAK, pytest.approx(11.0), pytest.approx(1.5))
    lost = tracker.status(10.0 + LOST_S + 2.0)
    assert lost.state is LinkState.WAITING
    assert lost.silent_s == pytest.approx(12.0)
    for step in ("foreground", "recording", "Wi-Fi", "same network"):
        assert step in lost.remedy
    assert tracker.status(40.0).reason == lost.reason, "it would be said again each second"
    tracker.note_push(make_packets(22.5, PhoneEncoder(100.0, "again").make_bodies(LYING)[0]))
    assert tracker.status(22.6).state is not LinkState.WAITING
    tracker.note_stop(23.0)
    assert tracker.status(24.0).state is LinkState.STOPPED


def test_pushes_that_come_seldom_are_not_weak():
    """A phone that pushes every 1.5 s is not weak between its pushes."""
    tracker = PhoneStatusTracker()
    encoder = PhoneEncoder(100.0)
    encoder._readings_per_push = 150
    bodies = encoder.make_bodies(LYING)
    for k in range(10):
        tracker.note_push(make_packets(1.5 * (k + 1), bodies[k]))
    assert tracker.status(15.0 + 3.0).state is not LinkState.WEAK
    assert tracker.status(15.0 + 5.0).state is LinkState.WEAK


def test_why_there_are_no_samples():
    """Without gravity, the status shows the reason and the remedy."""
    tracker = PhoneStatusTracker()
    for push in pushes()[:20]:
        tracker.note_push([Packet(p.arrival_s, without_gravity(p), p.role) for p in push])
    status = tracker.status(2.1)
    assert (status.state, status.reason, status.remedy) == (LinkState.STARTING, NO_GRAVITY, SWITCH_ON)


def without_gravity(packet: Packet) -> bytes:
    """The push without its gravity."""
    return zlib.decompress(packet.payload).replace(b'"gravity"', b'"light"')


def test_losses_and_nonsense_are_shown():
    """Missing pushes are counted in samples, and invalid bytes as errors."""
    tracker = PhoneStatusTracker()
    for push in pushes(every=2):
        tracker.note_push(push)
    tracker.note_push([Packet(31.0, b"nonsense")])
    status = tracker.status(31.0)
    assert status.errors == len(b"nonsense")
    assert status.lost > 1000
    assert not status.lost_is_estimate


def test_a_phone_cannot_reach_localhost():
    """For a loopback address, the instructions say that a phone cannot reach it and name another."""
    words = "\n".join(full_instructions(PhoneSettings(token=TOKEN), 8421, "192.168.1.5"))
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
    """The instructions contain the URL for the phone and, below it, the sensors to switch on."""
    settings = PhoneSettings(bind=bind, token=TOKEN)
    words = "\n".join(full_instructions(settings, 8421, "192.168.1.9"))
    assert push_url(settings, 8421, "192.168.1.9") == url
    assert url in words
    assert "cannot" not in words
    for switch in ("Accelerometer", "Gravity", "Gyroscope", "Standardise Units & Frames", "HTTP Push", "batch period"):
        assert switch in words


def test_own_address_is_one_a_phone_can_reach():
    """The proposed address is never a loopback address."""
    own = find_own_address()
    assert own is None or not is_loopback(own)
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert is_loopback("localhost")


def test_the_next_steps_name_the_address(monkeypatch: pytest.MonkeyPatch):
    """When the pushes stop, the remedy ends with the Push URL, or with this computer's new address."""
    monkeypatch.setattr(source, "find_own_address", lambda: "192.168.1.5")

    async def story(line: Line) -> tuple[str, str]:
        await line.call()
        line.clock.now_s += LOST_S
        before = line.source.status.remedy
        monkeypatch.setattr(source, "find_own_address", lambda: "192.168.1.77")
        return before.removesuffix(line.source.url), line.source.status.remedy

    before, after = on_the_line(story)
    assert before.endswith("Check that its Push URL is ")
    assert after.endswith("restart with --phone-bind 192.168.1.77.")


def test_the_address_as_a_code():
    """With an address that a phone can reach, the code of the URL follows; for localhost there is none."""
    url = "http://192.168.1.5:8421/push/a-token"
    words = full_instructions(PhoneSettings(bind="192.168.1.5", token=TOKEN), 8421, None, with_code=True)
    assert "\n".join(draw_qr_code(url)) in "\n".join(words)
    local = full_instructions(PhoneSettings(token=TOKEN), 8421, "192.168.1.5", with_code=True)
    assert "█" not in "".join(local)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=8, max_size=128))
def test_the_code_is_drawn_as_it_is(token: str):
    """Each half block is the module of the code: nothing is lost or inverted."""
    url = f"http://192.168.1.5:8421/push/{token}"
    drawn = draw_qr_code(url)
    assert len({len(line) for line in drawn}) == 1
    dark = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
    modules = [[dark[sign][half] for sign in line] for line in drawn for half in (0, 1)]
    code = segno.make_qr(url, error="l", boost_error=False)
    assert modules[2 : 2 + len(code.matrix)] == [[0, 0, *row, 0, 0] for row in code.matrix]
