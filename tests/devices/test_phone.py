"""A phone: its pushes, their order, and the samples they give."""

import numpy as np
import pytest

from sensorcoach.devices.device import RefusedError
from sensorcoach.devices.families.phone.body import PIECE_BYTES, make_packets
from sensorcoach.devices.families.phone.choice import NO_GRAVITY, NOT_ONE_G, NOTHING, TOO_FEW
from sensorcoach.devices.families.phone.device import GYRO_GONE, PhoneDecoder, startup
from sensorcoach.devices.families.phone.fake import PhoneEncoder, PhonePeripheral
from sensorcoach.devices.families.phone.motion import STOPPED
from sensorcoach.devices.families.phone.order import OTHER_PHONE_S, WAIT_S
from sensorcoach.devices.registry import device_by_advertisement, device_by_id
from sensorcoach.errors import UsageError
from sensorcoach.packets import Packet
from sensorcoach.samples import FloatArray, Samples
from tests.devices.dialogue import steps_of
from tests.devices.phone_pushes import G, arrived, decoded, push, still, swaying, times_of


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
    """Five readings a second are too few: the reason is shown."""
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
    order = [0, 1, 3, 3, 2, 2, 4, 7, 6, 5, 5, 7, *range(8, 50), 52, 51, 50, *range(53, 60), 3]
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


def test_a_late_listener_loses_nothing():
    """A session that is joined in its middle begins with the first push heard: the ones before are not lost."""
    bodies = PhoneEncoder(100.0).make_bodies(swaying(900))
    decoder, frames = decoded(arrived(bodies[30:]))
    assert (len(frames), decoder.lost_samples) == (600, 0)


def test_a_recording_started_again_goes_on():
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


def test_a_lost_gyroscope_is_reported():
    """A new session without the gyroscope that the first one had gives no samples, and the reason."""
    samples = swaying(300, start_s=10.0)
    without = PhoneEncoder(100.0, "two").make_bodies(Samples(samples.time_s, samples.acc_mps2))
    decoder, frames = decoded(arrived(PhoneEncoder(100.0, "one").make_bodies(swaying(300))) + arrived(without, 12.0))
    assert len(frames) == 300
    assert decoder.problem == GYRO_GONE
    assert decoder.lost_samples == 300


def test_the_phone_plays_its_part():
    """The fake phone streams by itself, continues to count over a lost network, and begins at 0 when restarted."""
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


def test_a_stream_that_stops_for_a_while_is_reported_and_counted():
    """When the gyroscope pauses in the middle there are no samples and the reason is shown; later it continues."""
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
    """The phone reports its charge, between the pushes."""
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


def test_a_phone_is_not_a_bluetooth_sensor():
    """It is found by its id for replays, never by an advertisement; there is nothing to write to it."""
    device = device_by_id("phone")
    assert not device.over_bluetooth
    assert device.characteristics == ()
    assert device_by_advertisement("Sensor Logger", []) is None
    assert device_by_advertisement("phone", []) is None
    assert steps_of(startup(100.0)) == ([], 100.0)
    with pytest.raises(UsageError, match="Set the sampling rate in the phone"):
        steps_of(startup(61.5))


def test_a_push_waits_no_longer_than_its_limit():
    """Samples behind a lost push come as soon as it has been waited for long enough."""
    bodies = PhoneEncoder(100.0).make_bodies(swaying(600))
    decoder = PhoneDecoder()
    first_s: float | None = None
    for packet in arrived([*bodies[:20], *bodies[21:]]):
        frames = decoder.feed([packet])
        if first_s is None and len(frames) and times_of(frames)[-1] > 2.1:
            first_s = packet.arrival_s
    assert first_s == pytest.approx(1.0 + 0.1 * 20 + WAIT_S, abs=0.11)
