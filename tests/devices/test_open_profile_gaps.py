"""The open profile on a bad link: lost samples are sent again, inserted in order, and counted once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensorcoach.devices.families.open_profile.device import OpenProfileDecoder
from sensorcoach.devices.families.open_profile.fake import SAMPLES_ON_S, OpenProfilePeripheral
from sensorcoach.devices.families.open_profile.gap_filler import PATIENCE_S
from sensorcoach.devices.families.open_profile.info import Info
from sensorcoach.devices.families.open_profile.wire import encode_start
from sensorcoach.packets import Packet
from sensorcoach.samples import Frames
from tests.devices.open_profile_frames import device_time_s_of, index_of
from tests.devices.open_profile_link import LinkUnderTest, motion


def assert_true_to_the_sensor(frames: Frames, rate_hz: float = 100.0) -> None:
    """Each sample is the one that the sensor took at that index and time, to the step of the wire."""
    taken = motion(0, int(index_of(frames)[-1]) + 1, rate_hz)
    here = index_of(frames)
    assert np.all(np.diff(here) > 0)
    np.testing.assert_allclose(frames.acc_mps2, taken.acc_mps2[here], atol=0.51 * Info().acc_mps2_per_lsb)
    np.testing.assert_allclose(device_time_s_of(frames), taken.time_s[here], atol=1e-4)


def assert_same(one: Frames, other: Frames) -> None:
    """Sample for sample, with arrivals, indices and times."""
    for name in ("arrival_s", "acc_mps2", "gyro_radps", "index", "device_time_s"):
        assert np.array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize("loss", [0.02, 0.1])
@pytest.mark.parametrize("max_payload", [244, 20])
def test_lost_notifications_are_brought_back(loss: float, max_payload: int):
    """On a link that loses some of everything, also of what is sent again, no sample is missing in the end."""
    dice = np.random.default_rng([round(100 * loss), max_payload])
    link = LinkUnderTest(gets_through=lambda now_s: now_s > 28.0 or dice.random() >= loss)
    link.sensor.max_payload = max_payload
    link.connect()
    link.run(30.0)
    assert index_of(link.frames).tolist() == list(range(int(index_of(link.frames)[0]), 3000))
    assert index_of(link.frames)[0] < 30
    assert link.decoder.lost_samples == 0
    assert link.decoder.recovered_samples > 500 * loss
    assert_true_to_the_sensor(link.frames)
    assert_same(link.frames, link.replayed_offline())


def test_on_a_terrible_link_most_is_brought_back():
    """Where a quarter of everything is lost, live display does not wait for ever; the rest is counted exactly."""
    dice = np.random.default_rng(3)
    link = LinkUnderTest(gets_through=lambda now_s: now_s > 58.0 or dice.random() >= 0.25)
    link.connect()
    link.run(60.0)
    assert link.decoder.lost_samples == 6000 - index_of(link.frames)[0] - len(link.frames)
    assert link.decoder.lost_samples <= 60
    assert link.decoder.recovered_samples > 1200
    assert_true_to_the_sensor(link.frames)
    assert_same(link.frames, link.replayed_offline())


def test_one_gap_is_asked_for_once():
    """One lost notification costs one request, from its first sample on, and delays nothing for long."""
    link = LinkUnderTest(gets_through=lambda now_s: not 5.0 < now_s < 5.15)
    link.connect()
    link.run(10.0)
    assert [payload.hex() for _, payload in link.requests] == ["04f4010000"]
    assert len(link.frames) == 1000
    assert link.decoder.recovered_samples == 10


@pytest.mark.parametrize("stall_s", [0.3, 3.0, 8.0])
def test_a_stall_loses_nothing(stall_s: float):
    """After a stall of up to 8 s all that the sensor took meanwhile is there, in order."""
    link = LinkUnderTest(gets_through=lambda now_s: not 20.0 < now_s < 20.0 + stall_s)
    link.connect()
    link.run(40.0)
    assert index_of(link.frames).tolist() == list(range(4000))
    assert link.decoder.lost_samples == 0
    assert_true_to_the_sensor(link.frames)
    assert_same(link.frames, link.replayed_offline())


def test_a_stall_longer_than_the_ring_stays_a_gap():
    """What no sensor needs to have kept is not asked for; it is counted, to the sample."""
    link = LinkUnderTest(gets_through=lambda now_s: not 20.0 < now_s < 35.0)
    link.connect()
    link.run(50.0)
    assert not link.requests
    assert link.decoder.lost_samples == 5000 - len(link.frames) > 1400
    assert_true_to_the_sensor(link.frames)


@pytest.mark.parametrize("away_s", [0.5, 4.0, 9.0])
def test_a_lost_connection_loses_nothing(away_s: float):
    """The sensor continues to sample without a connection, and sends the samples afterwards."""
    link = LinkUnderTest()
    link.connect()
    link.run(12.34)
    link.drop()
    assert link.sensor.streaming_hz == 100.0
    link.run(away_s)
    link.connect()
    link.run(5.0)
    assert index_of(link.frames).tolist() == list(range(len(link.frames)))
    assert len(link.frames) > (16.0 + away_s) * 100
    assert link.decoder.lost_samples == 0
    assert_true_to_the_sensor(link.frames)
    assert_same(link.frames, link.replayed_offline())


def test_a_gap_just_before_the_connection_went_is_asked_for_afterwards():
    """Notifications lost in the second before the drop are brought back with the rest."""
    link = LinkUnderTest(gets_through=lambda now_s: not 11.5 < now_s < 11.75, hears=lambda now_s: now_s > 12.0)
    link.connect()
    link.run(12.0)
    link.drop()
    link.run(3.0)
    link.connect()
    link.run(3.0)
    assert index_of(link.frames).tolist() == list(range(len(link.frames)))
    assert link.decoder.lost_samples == 0


def test_too_long_away_leaves_a_gap_of_its_length():
    """After minutes out of range the sensor has stopped sampling; index and time still show how long."""
    link = LinkUnderTest()
    link.connect()
    link.run(10.0)
    link.drop()
    link.run(SAMPLES_ON_S + 5.0)
    assert link.sensor.streaming_hz is None
    link.run(60.0)
    link.connect()
    link.run(10.0)
    assert not link.requests
    assert link.decoder.lost_samples == index_of(link.frames)[-1] + 1 - len(link.frames)
    assert_true_to_the_sensor(link.frames)


def test_a_sensor_that_starts_again_is_not_asked_for_what_it_forgot():
    """After a reboot boot id, index and clock are new: nothing is asked for, what comes is taken."""
    link = LinkUnderTest()
    link.connect()
    link.run(10.0)
    link.drop()
    link.sensor.rebooted()
    assert link.sensor.streaming_hz is None
    link.run(2.0)
    link.connect()
    link.run(10.0)
    stream = [packet.payload for packet in link.packets if packet.role == "stream" and packet.arrival_s > 12.0]
    assert stream[0][4:12] == bytes(8)
    assert not link.requests
    assert len(link.frames) == 2000
    assert np.all(np.diff(device_time_s_of(link.frames)) > 0.0)
    assert link.decoder.lost_samples == pytest.approx(200, abs=20)
    assert_same(link.frames, link.replayed_offline())


def test_where_replay_is_refused_the_loss_is_exact():
    """A sensor that never sends again is asked for some seconds, then left alone, and the loss counted."""
    dice = np.random.default_rng(5)
    link = LinkUnderTest(gets_through=lambda now_s: now_s > 115.0 or dice.random() >= 0.1, hears=lambda _: False)
    link.connect()
    link.run(120.0)
    assert link.decoder.lost_samples == index_of(link.frames)[-1] + 1 - len(link.frames) - index_of(link.frames)[0]
    assert 700 < link.decoder.lost_samples < 1700
    assert len(link.requests) == 12
    assert_true_to_the_sensor(link.frames)
    assert_same(link.frames, link.replayed_offline())


def test_nothing_waits_longer_than_a_second_or_so():
    """Where nothing is sent again, a sample comes out at most a second late, and two packets."""
    link = LinkUnderTest(gets_through=lambda now_s: not 5.0 < now_s < 5.15, hears=lambda _: False)
    link.connect()
    late_s: list[float] = []
    for _ in range(200):
        link.run(0.05)
        late_s.append(link.now_s - float(device_time_s_of(link.frames)[-1]) if any(map(len, link.parts)) else 0.0)
    assert max(late_s) < PATIENCE_S + 0.4
    assert late_s[-1] < 0.15


def test_after_a_reconnect_a_deaf_sensor_is_tried_once_more():
    """Requests went unheard on a bad link; on a new connection they are made again, and heard."""
    dice = np.random.default_rng(5)
    link = LinkUnderTest(
        gets_through=lambda now_s: dice.random() >= 0.1 or not 1.0 < now_s < 50.0, hears=lambda now_s: now_s > 50.0
    )
    link.connect()
    link.run(50.0)
    lost = link.decoder.lost_samples
    assert lost > 0
    link.drop()
    link.run(3.0)
    link.connect()
    link.run(5.0)
    assert link.decoder.lost_samples == lost
    assert index_of(link.frames)[-1] + 1 - len(link.frames) == lost
    assert len(link.requests) == 13


def test_repeated_reports_of_the_sensor_count_once():
    """A request for ten seconds of known samples gives nothing new."""
    link = LinkUnderTest()
    link.connect()
    link.run(10.0)
    again = link.sensor.write("control", bytes.fromhex("0400000000"))
    for one in again:
        link.parts.append(link.decoder.feed([Packet(link.now_s, one.payload)]))
    assert len(again) == 53
    assert all(one.payload[1] & 4 for one in again)
    link.run(1.0)
    assert index_of(link.frames).tolist() == list(range(1100))
    assert link.decoder.repeated_packets == 53
    assert link.decoder.recovered_samples == 0


def test_a_larger_mtu_after_a_reconnect_changes_nothing():
    """A session that began with an MTU of 23, without the gyroscope, goes on without it, and loses nothing."""
    link = LinkUnderTest()
    link.sensor.max_payload = 20
    link.connect()
    link.run(5.0)
    link.drop()
    link.run(2.0)
    link.sensor.max_payload = 244
    link.connect()
    link.run(5.0)
    assert link.frames.gyro_radps is None
    assert index_of(link.frames).tolist() == list(range(1200))
    assert link.decoder.skipped_bytes == 0
    assert_true_to_the_sensor(link.frames)


def test_a_smaller_mtu_after_a_reconnect_is_counted():
    """Packets without the gyroscope, in a session that has one, are not samples, and count as errors."""
    link = LinkUnderTest()
    link.connect()
    link.run(5.0)
    link.drop()
    link.sensor.max_payload = 20
    link.connect()
    link.run(1.0)
    assert len(link.frames) == 500
    assert link.decoder.skipped_bytes == 100 * 18


def test_a_flood_behind_a_gap_does_not_grow():
    """Whatever is sent behind a gap, all at one moment, no more than a ring's worth is held."""
    sensor = OpenProfilePeripheral(400.0)
    sent = sensor.write("control", encode_start(400.0, 8, 1)) + sensor.feed(motion(0, 8_000, 400.0))
    decoder = OpenProfileDecoder()
    most = 0
    for number, one in enumerate(sent):
        if number != 50:
            decoder.feed([Packet(1.0, one.payload, one.role)])
            most = max(most, len(decoder._gaps._held))
    assert decoder.is_holding is False
    assert 4000 < most < 5000
    assert decoder.lost_samples == 1


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_any_weather_gives_the_same_offline_and_in_any_cuts(data: st.DataObject):
    """Losses, drops and reboots as they like: recording, session and any cutting of it give the same samples."""
    seed = data.draw(st.integers(0, 2**16))
    dice = np.random.default_rng(seed)
    sensor = OpenProfilePeripheral(100.0, has_gyro=data.draw(st.booleans()))
    sensor.max_payload = data.draw(st.sampled_from([20, 60, 244]))
    link = LinkUnderTest(
        sensor,
        gets_through=lambda _: dice.random() >= 0.2,
        hears=lambda _: dice.random() >= 0.2,
        batch=data.draw(st.integers(1, 19)),
    )
    link.connect()
    for what in data.draw(st.lists(st.sampled_from(["on", "away", "reboot"]), max_size=3)):
        link.run(1.5)
        if what != "on":
            link.drop()
            if what == "reboot":
                sensor.rebooted()
            link.run(dice.uniform(0.1, 4.0))
            link.connect()
    offline = link.replayed_offline()
    assert np.all(np.diff(index_of(offline)) > 0)
    assert np.all(np.diff(device_time_s_of(offline)) > 0)
    decoder, parts, at = OpenProfileDecoder(), [OpenProfileDecoder().feed([])], 0
    while at < len(link.packets):
        size = int(dice.integers(1, 10))
        parts.append(decoder.feed(link.packets[at : at + size]))
        at += size
    held = decoder.finish()
    live = link.decoder.finish()
    for got, last in ((parts, held), (link.parts, live)):
        pieces = [part for part in (*got, last) if part is not None and len(part)]
        for name in ("arrival_s", "acc_mps2", "index", "device_time_s"):
            values = [getattr(piece, name) for piece in pieces] or [getattr(offline, name)]
            assert np.array_equal(np.concatenate(values), getattr(offline, name))
