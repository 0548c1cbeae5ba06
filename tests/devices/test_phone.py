"""A phone: what it pushes, and what the network makes of it."""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.device import RefusedError
from sensorcoach.devices.families.phone.body import MAX_BODY_BYTES, PIECE_BYTES, make_packets
from sensorcoach.devices.families.phone.choice import NO_GRAVITY, NOT_ONE_G, NOTHING, TOO_FEW
from sensorcoach.devices.families.phone.device import GYRO_GONE, PhoneDecoder, startup
from sensorcoach.devices.families.phone.fake import START_UNIX_NS, PhoneEncoder, PhonePeripheral, make_reading
from sensorcoach.devices.families.phone.motion import STOPPED
from sensorcoach.devices.families.phone.order import OTHER_PHONE_S, WAIT_S
from sensorcoach.devices.registry import device_by_advertisement, device_by_id
from sensorcoach.errors import UsageError
from sensorcoach.packets import Packet
from sensorcoach.samples import FloatArray, Frames, Samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from tests.devices.dialogue import steps_of

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


def test_what_the_fake_phone_sends_is_read_back():
    """Gravity put back on, the samples are those that were pushed, with the phone's own times."""
    samples = swaying(300)
    decoder, frames = decoded(arrived(PhoneEncoder(100.0).make_bodies(samples)))
    assert samples.gyro_radps is not None
    assert frames.gyro_radps is not None
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=1e-9)
    np.testing.assert_allclose(frames.gyro_radps, samples.gyro_radps, atol=1e-12)
    np.testing.assert_allclose(times_of(frames), samples.time_s, atol=1e-8)
    assert (decoder.skipped_bytes, decoder.lost_samples, decoder.repeated_packets) == (0, 0, 0)


def test_a_phone_without_gyroscope():
    """Without a gyroscope there are the accelerations, from the first second on."""
    samples = swaying(300)
    _, frames = decoded(arrived(PhoneEncoder(100.0).make_bodies(Samples(samples.time_s, samples.acc_mps2))))
    assert frames.gyro_radps is None
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=1e-9)


@pytest.mark.parametrize("shift_s", [-0.004, 0.003])
def test_streams_with_times_of_their_own(shift_s: float):
    """Gravity and gyroscope measured a little before or after the acceleration, and at other rates, are read off."""
    times_s, gravity_s, gyro_s = np.arange(0.0, 3.0, 0.01), np.arange(0.0, 3.0, 0.005), np.arange(0.0, 3.0, 0.0025)
    gravity_s, gyro_s = gravity_s + shift_s, gyro_s - shift_s

    def gravity_at(at_s: FloatArray) -> FloatArray:
        return np.column_stack([0.5 * at_s, G - 0.1 * at_s, -0.2 * at_s])

    def gyro_at(at_s: FloatArray) -> FloatArray:
        return np.column_stack([at_s, 1.0 - at_s, 0.3 * at_s])

    linear = np.column_stack([np.sin(times_s), np.cos(times_s), 0.0 * times_s])
    bodies: list[bytes] = []
    for number, start_s in enumerate(np.arange(-0.1, 3.1, 0.1)):
        here = {
            name: (at_s[which], xyz[which])
            for name, at_s, xyz in (
                ("accelerometer", times_s, linear),
                ("gravity", gravity_s, gravity_at(gravity_s)),
                ("gyroscope", gyro_s, gyro_at(gyro_s)),
            )
            if (which := (at_s >= start_s) & (at_s < start_s + 0.1)).any()
        }
        bodies.append(push(number, here))
    _, frames = decoded(arrived(bodies))
    read_s = times_of(frames) + min(gravity_s[0], gyro_s[0], 0.0)
    inside = slice(1, -1)
    assert len(frames) >= len(times_s) - 2
    expected = gravity_at(read_s) + np.column_stack([np.sin(read_s), np.cos(read_s), 0.0 * read_s])
    np.testing.assert_allclose(frames.acc_mps2[inside], expected[inside], atol=1e-5)
    assert frames.gyro_radps is not None
    np.testing.assert_allclose(frames.gyro_radps[inside], gyro_at(read_s)[inside], atol=1e-5)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"totalacceleration": (0.0, 0.0, G), "accelerometer": (1.0, 1.0, 1.0)}, (0.0, 0.0, G)),
        ({"accelerometeruncalibrated": (0.0, G, 0.0)}, (0.0, G, 0.0)),
        ({"accelerometeruncalibrated": (0.0, -1.0, 0.0)}, (0.0, G, 0.0)),
        ({"accelerometer": (1.0, 0.0, 0.0), "gravity": (0.0, 0.0, G)}, (1.0, 0.0, G)),
        (
            {
                "accelerometer": (-1.0, 0.0, 0.0),
                "gravity": (0.0, 0.0, -G),
                "accelerometeruncalibrated": (-0.1, 0.0, -1.0),
            },
            (1.0, 0.0, G),
        ),
    ],
    ids=["android-total", "uncalibrated", "iphone-uncalibrated-in-g", "sum", "iphone-known-by-its-g"],
)
def test_units_and_signs(names: dict[str, tuple[float, float, float]], expected: tuple[float, float, float]):
    """Whatever stream is sent, what comes out is specific force in m/s²: upwards at rest."""
    decoder, frames = decoded(make_packets(0.0, still(names)))
    assert len(frames) == 200
    assert not decoder.problem
    np.testing.assert_allclose(frames.acc_mps2, np.tile(expected, (200, 1)), atol=1e-9)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ({"accelerometer": (0.1, 0.0, 0.0)}, NO_GRAVITY),
        ({"gyroscope": (0.1, 0.0, 0.0)}, NOTHING),
        ({"totalacceleration": (0.1, 0.0, 0.0)}, NOT_ONE_G.format(level=0.1)),
        ({"accelerometer": (0.1, 0.0, 0.0), "gravity": (0.0, 0.0, 1.0)}, NOT_ONE_G.format(level=1.0)),
        ({"accelerometeruncalibrated": (0.0, 981.0, 0.0)}, NOT_ONE_G.format(level=981.0)),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(names: dict[str, tuple[float, float, float]], reason: str):
    """A phone set up wrongly gives no samples and says why, instead of wrong ones."""
    decoder, frames = decoded(make_packets(0.0, still(names)))
    assert len(frames) == 0
    assert decoder.problem == reason


def test_a_phone_that_samples_too_seldom_says_so():
    """Five readings a second are no motion: the reason is said."""
    decoder, frames = decoded(arrived(PhoneEncoder(5.0).make_bodies(swaying(30, 5.0)), period_s=0.2))
    assert len(frames) == 0
    assert decoder.problem == TOO_FEW


def test_a_phone_set_right_in_the_middle_goes_on():
    """Gravity switched on after a while: from then on there are samples, and no reason to complain."""
    bodies = PhoneEncoder(100.0).make_bodies(swaying(600))
    wrong = [body.replace(b'"gravity"', b'"light"') for body in bodies[:30]]
    decoder, frames = decoded(arrived(wrong + bodies[30:]))
    assert not decoder.problem
    assert len(frames) >= 200


def test_shuffled_and_repeated_pushes():
    """Pushes that overtake one another or come twice give the same samples as those that come in order."""
    samples = swaying(600)
    bodies = PhoneEncoder(100.0).make_bodies(samples)
    order = [0, 1, 3, 2, 2, 4, 7, 6, 5, 5, 7, *range(8, 50), 52, 51, 50, *range(53, 60), 3]
    decoder, frames = decoded(arrived([bodies[k] for k in order]))
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=1e-9)
    np.testing.assert_allclose(times_of(frames), samples.time_s, atol=1e-8)
    assert decoder.repeated_packets == len(order) - len(bodies)
    assert decoder.lost_samples == 0


@pytest.mark.parametrize("lost", [[20], [20, 21, 22], [5, 30, 31], [3, 20, 40]])
def test_lost_pushes_are_counted_in_samples(lost: list[int]):
    """What never came is missing to the sample, once it is clear that it will not come; the rest is there."""
    samples = swaying(800)
    bodies = PhoneEncoder(100.0).make_bodies(samples)
    decoder, frames = decoded(arrived([body for k, body in enumerate(bodies) if k not in lost]))
    assert decoder.lost_samples == 10 * len(lost)
    assert len(frames) == 800 - 10 * len(lost)
    kept = np.ones(800, dtype=bool)
    for k in lost:
        kept[10 * k : 10 * k + 10] = False
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2[kept], atol=1e-9)


def test_a_push_given_up_does_not_come_back():
    """A push that arrives after it was counted as lost changes nothing; a second copy of it is a repetition."""
    bodies = PhoneEncoder(100.0).make_bodies(swaying(600))
    late = [*bodies[:20], *bodies[21:50], bodies[20], bodies[20], *bodies[50:]]
    decoder, frames = decoded(arrived(late))
    assert np.all(np.diff(times_of(frames)) > 0.0)
    assert (len(frames), decoder.lost_samples, decoder.repeated_packets) == (590, 10, 1)


def test_who_starts_to_listen_late_loses_nothing():
    """A session that is joined in its middle begins with the first push heard: the ones before are not lost."""
    bodies = PhoneEncoder(100.0).make_bodies(swaying(900))
    decoder, frames = decoded(arrived(bodies[30:]))
    assert (len(frames), decoder.lost_samples) == (600, 0)


def test_a_recording_started_anew_goes_on():
    """A second session on the same phone is followed, its first push being number 0 again; time rises on."""
    first, second = PhoneEncoder(100.0, "one"), PhoneEncoder(100.0, "two")
    packets = arrived(first.make_bodies(swaying(300))) + arrived(second.make_bodies(swaying(300, start_s=20.0)), 21.0)
    decoder, frames = decoded(packets)
    assert decoder.sessions == 2
    assert len(frames) == 600
    assert decoder.lost_samples == 0
    np.testing.assert_allclose(np.diff(times_of(frames))[299], 20.0 - 2.99, atol=1e-6)


@pytest.mark.parametrize("leap_s", [-3600.0, 3600.0])
def test_a_phone_whose_clock_is_set(leap_s: float):
    """Whatever the phone's clock is set to in the middle, time goes on as the pushes arrive."""
    bodies = PhoneEncoder(100.0).make_bodies(swaying(300))
    encoder = PhoneEncoder(100.0)
    encoder.make_bodies(swaying(300))
    later = swaying(300, start_s=3.0)
    bodies += encoder.make_bodies(Samples(later.time_s + leap_s, later.acc_mps2, later.gyro_radps))
    _, frames = decoded(arrived(bodies))
    assert len(frames) == 600
    steps_s = np.diff(times_of(frames))
    assert steps_s.min() > 0.0
    assert steps_s.max() < 0.2


def test_a_second_phone_does_not_come_between():
    """While one phone is heard another is refused; once it has been silent for long, the other takes over."""
    one = arrived(PhoneEncoder(100.0, "one", "a").make_bodies(swaying(300)))
    two = arrived(PhoneEncoder(100.0, "two", "b").make_bodies(swaying(300)))
    both = sorted([*one, *two], key=lambda packet: packet.arrival_s)
    decoder, frames = decoded(both)
    assert (len(frames), decoder.refused_packets) == (300, 30)
    more = PhoneEncoder(100.0, "three", "b").make_bodies(swaying(300))
    assert len(decoder.feed(arrived(more, 5.0 + OTHER_PHONE_S))) == 300


def test_a_gyroscope_that_is_gone_is_said():
    """A new session without the gyroscope that the first one had gives no samples, and the reason."""
    samples = swaying(300, start_s=10.0)
    without = PhoneEncoder(100.0, "two").make_bodies(Samples(samples.time_s, samples.acc_mps2))
    decoder, frames = decoded(arrived(PhoneEncoder(100.0, "one").make_bodies(swaying(300))) + arrived(without, 12.0))
    assert len(frames) == 300
    assert decoder.problem == GYRO_GONE
    assert decoder.lost_samples == 300


def test_the_phone_plays_its_part():
    """The fake phone streams by itself, goes on counting over a lost network, and begins anew when started again."""
    fake = PhonePeripheral(100.0, has_gyro=False)
    assert fake.streaming_hz == 100.0
    assert not fake.has_gyro
    with pytest.raises(RefusedError):
        fake.write("command", b"")
    decoder, packets = PhoneDecoder(), list[Packet]()
    for part, change in enumerate((fake.disconnected, fake.rebooted, fake.disconnected)):
        sent = fake.feed(swaying(300, start_s=3.0 * part))
        packets += [Packet(3.0 * part + 0.1 * k, one.payload, one.role) for k, one in enumerate(sent, 1)]
        change()
    frames = decoder.feed(packets)
    assert (len(frames), decoder.sessions, decoder.lost_samples) == (900, 2, 0)
    assert frames.gyro_radps is None


def test_a_stream_that_stops_for_a_while_is_said_and_counted():
    """When the gyroscope pauses in the middle there are no samples and the reason is said; later it goes on."""
    bodies = PhoneEncoder(100.0).make_bodies(swaying(3000))
    paused = [body.replace(b'"gyroscope"', b'"light"') if 50 <= k < 250 else body for k, body in enumerate(bodies)]
    packets = arrived(paused)
    decoder, before = decoded(packets[:200])
    assert len(before) == pytest.approx(500, abs=5)
    assert decoder.problem == STOPPED.format(name="gyroscope")
    assert len(decoder._motion._gaps_ns) <= 64
    after = decoder.feed(packets[200:])
    assert not decoder.problem
    assert len(after) == pytest.approx(500, abs=5)
    assert len(before) + len(after) + decoder.lost_samples == 3000


def test_battery_is_heard():
    """The phone tells how full it is, between the pushes."""
    peripheral = PhonePeripheral(100.0)
    decoder, _ = decoded([Packet(0.0, out.payload, out.role) for out in peripheral.battery(42)])
    assert decoder.battery_percent == 42


def test_a_large_push_is_cut_to_packets_and_joined():
    """A push that no recording could hold in one packet is there again whole."""
    noise = np.random.default_rng(1).normal(0.0, 1.0, (2500, 3))
    times_s = np.arange(2500) / 400.0
    body = push(0, {"totalacceleration": (times_s, noise + np.array([0.0, 0.0, G]))})
    packets = make_packets(3.0, body)
    assert [packet.role for packet in packets] == ["more"] * (len(packets) - 1) + ["stream"]
    assert len(packets) > 1
    assert max(len(packet.payload) for packet in packets) <= PIECE_BYTES
    _, frames = decoded(packets)
    assert len(frames) == 2500


def test_a_phone_is_no_bluetooth_sensor():
    """It is found by its id for replays, never by an advertisement; there is nothing to write to it."""
    device = device_by_id("phone")
    assert not device.over_bluetooth
    assert device.characteristics == ()
    assert device_by_advertisement("Sensor Logger", []) is None
    assert device_by_advertisement("phone", []) is None
    assert steps_of(startup(100.0)) == ([], 100.0)
    with pytest.raises(UsageError, match="Set the sampling rate in the phone"):
        steps_of(startup(61.5))


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
    """Whatever stands in a push, nothing is raised, samples are finite, and good pushes still come through."""
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
def test_what_is_no_push_is_counted(body: bytes):
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


def test_a_push_waits_no_longer_than_said():
    """Samples behind a lost push come as soon as it has been waited for long enough."""
    bodies = PhoneEncoder(100.0).make_bodies(swaying(600))
    decoder = PhoneDecoder()
    first_s: float | None = None
    for packet in arrived([*bodies[:20], *bodies[21:]]):
        frames = decoder.feed([packet])
        if first_s is None and len(frames) and times_of(frames)[-1] > 2.1:
            first_s = packet.arrival_s
    assert first_s == pytest.approx(1.0 + 0.1 * 20 + WAIT_S, abs=0.11)
