"""A phone over a bad network, and hostile pushes: nothing is raised, and memory is bounded."""

import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.families.phone.body import MAX_BODY_BYTES, PIECE_BYTES, make_packets
from sensorcoach.devices.families.phone.device import PhoneDecoder
from sensorcoach.devices.families.phone.fake import START_UNIX_NS, PhoneEncoder
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames
from tests.devices.phone_pushes import G, arrived, decoded, push, still, swaying, times_of


@cache
def bodies_from(start_s: float, session: str) -> list[bytes]:
    """Three seconds of pushes."""
    return PhoneEncoder(100.0, session).make_bodies(swaying(300, start_s=start_s))


@st.composite
def networks(draw: st.DrawFn) -> list[Packet]:
    """Pushes in bad weather: lost, twice, late, of another session, torn, or noise."""
    bodies = bodies_from(0.0, "one")
    others = bodies_from(draw(st.sampled_from([-50.0, 4.0, 500.0])), "two")
    sent: list[tuple[float, list[Packet]]] = []
    for k, body in enumerate(bodies):
        at_s = 0.1 * k + draw(st.sampled_from([0.0] * 5 + [0.25, 0.5, 2.0]))
        fate = draw(st.sampled_from(["well"] * 6 + ["lost", "twice", "other", "torn", "noise", "piece"]))
        made = {
            "twice": [*make_packets(at_s, body), *make_packets(at_s, body)],
            "lost": [],
            "other": make_packets(at_s, others[k]),
            "torn": [Packet(at_s, body[:-20])],
            "noise": [Packet(at_s, draw(st.binary(max_size=30)), draw(st.sampled_from(["stream", "more", "link"])))],
            "piece": [Packet(at_s, make_packets(at_s, body)[0].payload[:50], "more")],
        }
        sent.append((at_s, made.get(fate, make_packets(at_s, body))))
    sent.sort(key=lambda one: one[0])
    return [packet for _, packets in sent for packet in packets]


@settings(max_examples=30)
@given(wire=networks(), data=st.data())
def test_the_same_samples_however_the_packets_are_grouped(wire: list[Packet], data: st.DataObject):
    """One packet at a time or all at once: same samples, times and counts; times always rise."""
    whole, expected = decoded(wire)
    parts = PhoneDecoder()
    got: list[Frames] = [parts.feed([])]
    position = 0
    while position < len(wire):
        size = data.draw(st.integers(1, 7))
        got.append(parts.feed(wire[position : position + size]))
        position += size
    for name in ("arrival_s", "acc_mps2", "gyro_radps", "device_time_s"):
        pieces = [getattr(frames, name) for frames in got if len(frames)] or [getattr(expected, name)]
        if len(expected):
            assert np.array_equal(np.concatenate(pieces), getattr(expected, name))
        else:
            assert not any(len(frames) for frames in got)
    counts = ("skipped_bytes", "lost_samples", "repeated_packets", "refused_packets", "sessions", "problem")
    assert [getattr(parts, name) for name in counts] == [getattr(whole, name) for name in counts]
    assert np.all(np.diff(times_of(expected)) > 0.0)
    assert np.all(np.diff(expected.arrival_s) >= 0.0)


NUMBERS: st.SearchStrategy[Any] = st.one_of(
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.sampled_from([10**400, -(10**30), START_UNIX_NS, 1.75e18, 2**63, "9.81"]),
)
JSON: st.SearchStrategy[Any] = st.recursive(
    NUMBERS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
READINGS: st.SearchStrategy[Any] = st.one_of(
    JSON,
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["accelerometer", "gravity", "gyroscope", "battery", "totalacceleration"]) | JSON,
            "time": st.integers(START_UNIX_NS, START_UNIX_NS + 10**10) | NUMBERS,
            "values": st.dictionaries(st.sampled_from(["x", "y", "z", "batteryLevel"]), NUMBERS) | JSON,
        }
    ),
)
PUSHES: st.SearchStrategy[Any] = JSON | st.fixed_dictionaries(
    {
        "messageId": st.integers(0, 200) | NUMBERS,
        "sessionId": st.sampled_from(["one", "two"]) | JSON,
        "deviceId": st.just("phone-1") | JSON,
        "payload": st.lists(READINGS, max_size=8) | JSON,
    }
)


@settings(max_examples=60)
@given(st.lists(PUSHES, max_size=6))
def test_hostile_json_does_no_harm(pushes: list[Any]):
    """For any content of a push nothing is raised, samples are finite, and good pushes still come through."""
    decoder = PhoneDecoder()
    before = decoder.feed(arrived([json.dumps(one).encode() for one in pushes]))
    after = decoder.feed(arrived(PhoneEncoder(100.0, "good").make_bodies(swaying(200)), 100.0))
    assert np.isfinite(before.acc_mps2).all()
    assert len(after) > 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"messageId":' + b"9" * 5000 + b"}",
        b'{"messageId": NaN}',
        b"\xff\xfe\x00",
        b'"\xed\xa0\x80"',
        b"x" * (10 << 20),
        still({"gravity": (0.0, 0.0, G)})[:-1],
    ],
    ids=[
        "empty",
        "bare",
        "nested",
        "nested-objects",
        "huge-number",
        "nan",
        "utf16",
        "surrogate",
        "ten-megabytes",
        "cut",
    ],
)
def test_invalid_pushes_are_counted(body: bytes):
    """Nonsense of every kind is counted as errors and costs nothing more."""
    decoder, frames = decoded([Packet(0.0, body)])
    assert len(frames) == 0
    assert decoder.skipped_bytes == len(body)


def test_a_push_that_unpacks_to_far_more_is_refused():
    """A few kilobytes that claim to be tens of megabytes are not unpacked."""
    bomb = make_packets(0.0, b"{" + b" " * (20 << 20) + b"}")
    decoder, frames = decoded(bomb)
    assert len(frames) == 0
    assert decoder.skipped_bytes == sum(len(packet.payload) for packet in bomb)


def test_readings_that_make_no_sense_cost_only_themselves():
    """One infinite and one nameless reading in a push are left out and counted; the others are used."""
    document = json.loads(still({"totalacceleration": (0.0, 0.0, G)}))
    document["payload"][50]["values"]["x"] = float("inf")
    del document["payload"][60]["name"]
    document["payload"][70]["time"] = 12
    decoder, frames = decoded(make_packets(0.0, json.dumps(document).encode()))
    assert len(frames) == 197
    assert decoder.skipped_bytes > 0


def test_memory_stays_bounded():
    """Pushes that never fit together, or pieces that never end, do not pile up."""
    decoder = PhoneDecoder()
    piece = Packet(0.0, b"y" * PIECE_BYTES, "more")
    for _ in range(50):
        decoder.feed([piece])
    assert decoder._bodies._size <= MAX_BODY_BYTES
    times_s = np.arange(0.0, 1.0, 0.001)
    for number in range(0, 4000, 2):
        xyz = np.ones((10, 3))
        start = number % 900
        decoder.feed(make_packets(0.0, push(number, {"accelerometer": (times_s[start : start + 10], xyz)})))
    assert len(decoder._order._held) <= 65
    assert len(decoder._order._missing) <= 1024
    assert sum(len(one) for one in decoder._motion._waiting.values()) < 6000
