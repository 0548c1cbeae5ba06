"""Polar H10 and Verity Sense: the control point that starts and stops them."""

import numpy as np
import pytest

from sensorcoach.devices.device import Device, RefusedError
from sensorcoach.devices.families.polar_pmd.decoder import PolarPmdDecoder
from sensorcoach.devices.families.polar_pmd.start_up import (
    CHANNELS,
    FACTOR,
    RANGE,
    RATE,
    RESOLUTION,
    choose_nearest,
    decode_factor,
    decode_settings,
    encode_response,
    encode_settings,
)
from sensorcoach.errors import SensorError, UsageError
from sensorcoach.packets import Packet
from sensorcoach.units import STANDARD_GRAVITY_MPS2
from tests.devices.dialogue import steps_of, written
from tests.devices.fake_sensors import swaying, talk
from tests.devices.polar_sensors import BOTH, H10, REAL_H10_SETTINGS, VERITY, fake_of


@pytest.mark.parametrize(
    ("row", "settings"),
    [
        ("00 04 1900 3200 6400 C800 01 01 1000 02 03 0200 0400 0800", {0: (25, 50, 100, 200), 1: (16,), 2: (2, 4, 8)}),
        ("00 01 8200 01 01 0E00", {0: (130,), 1: (14,)}),
        (
            "00 01 3400 01 01 1000 02 04 F500 F401 E803 D007 04 01 03",
            {0: (52,), 1: (16,), 2: (245, 500, 1000, 2000), 4: (3,)},
        ),
        ("02 01 0800 00 01 C800 01 01 1000", {0: (200,), 1: (16,), 2: (8,)}),
    ],
)
def test_settings_from_the_wild_are_read(row: str, settings: dict[int, tuple[int, ...]]):
    """The settings that real sensors offer, and the requests."""
    assert decode_settings(bytes.fromhex(row)) == settings
    assert decode_settings(encode_settings(settings)) == settings


@pytest.mark.parametrize("row", ["00", "00 02 1900", "09 01 00", "00 01 1900 01"])
def test_settings_cut_short_are_ignored(row: str):
    """Half a row of settings is ignored."""
    assert decode_settings(bytes.fromhex(row)) is None


def test_the_factor_is_that_of_the_start_response():
    """The response contains one, or it is 1; a refusal, another answer or nonsense has none."""
    assert decode_factor(encode_response(2, 0, encode_settings({FACTOR: (0.25,)}))) == 0.25
    assert decode_factor(encode_response(2)) == 1.0
    assert decode_factor(encode_response(2, 0, encode_settings({FACTOR: (float("nan"),)}))) == 1.0
    assert decode_factor(encode_response(2, 13)) is None
    assert decode_factor(encode_response(1)) is None
    assert decode_factor(b"\xf0\x02\x02") is None


def test_the_start_up_of_an_h10_writes_what_the_maker_documents():
    """Settings are read first; then acceleration at 100 Hz, 16 bits, 8 g; at the end it is stopped."""
    answers = {"0102": REAL_H10_SETTINGS, "0202": encode_response(2)}
    steps, rate_hz = steps_of(
        H10.startup(100.0), lambda step: answers.get(written([step])[0][:4]) if written([step]) else None
    )
    assert written(steps) == ["0102", "0202" + "00016400" + "01011000" + "02010800"]
    assert rate_hz == 100.0
    assert [write.payload.hex() for write in H10.stop] == ["0302"]


@pytest.mark.parametrize(
    ("device", "allowed", "start"),
    [
        (H10, {RATE: (100,), RESOLUTION: (16,), RANGE: (2, 4)}, "02020001640001011000 02010400"),
        (H10, {RATE: (25, 200), RESOLUTION: (16,), RANGE: (8,)}, "02020001190001011000 02010800"),
        (VERITY, {RATE: (52,), RESOLUTION: (16,), RANGE: (8,), CHANNELS: (3,)}, "02020001340001011000 02010800 040103"),
    ],
)
def test_the_closest_setting_that_is_allowed_is_used(device: Device, allowed: dict[int, tuple[int, ...]], start: str):
    """A sensor that lacks what we want is asked for what it has."""
    answers = {"0102": encode_response(1, 0, encode_settings(allowed)), "0202": encode_response(2)}
    steps, rate_hz = steps_of(
        device.startup(device.usual_hz), lambda step: answers.get(written([step])[0][:4]) if written([step]) else None
    )
    assert bytes.fromhex(written(steps)[1]) == bytes.fromhex(start)
    assert rate_hz == choose_nearest(tuple(map(float, allowed[RATE])), device.usual_hz)


@BOTH
def test_the_sensor_streams_after_the_start_up(device: Device):
    """After the dialogue it sends at the agreed rate, in the reported scale, and stops on request."""
    sensor = fake_of(device)
    heard, agreed_hz = talk(device, sensor)
    assert (agreed_hz, sensor.streaming_hz, sensor.has_gyro) == (device.usual_hz, device.usual_hz, False)
    samples = swaying(36 * 26, agreed_hz)
    decoder = device.decoder(agreed_hz)
    frames = decoder.feed([*heard, *(Packet(1.0, one.payload, one.role) for one in sensor.feed(samples))])
    np.testing.assert_allclose(frames.acc_mps2, samples.acc_mps2, atol=0.51e-3 * STANDARD_GRAVITY_MPS2)
    assert decoder.skipped_bytes == 0
    for write in device.stop:
        sensor.write(write.role, write.payload)
    assert sensor.streaming_hz is None
    assert sensor.feed(samples) == []


@BOTH
def test_a_sensor_left_measuring_is_stopped_and_started_again(device: Device):
    """The previous program may have used other settings: they are not taken over."""
    sensor = fake_of(device)
    talk(device, sensor)
    sensor.disconnected()
    assert sensor.streaming_hz is None
    heard, _ = talk(device, sensor)
    assert sensor.streaming_hz == device.usual_hz
    assert [packet.payload[3] for packet in heard if packet.payload[:2] == b"\xf0\x02"] == [6, 0]


def test_a_refusal_is_reported_with_its_reason_and_the_remedy():
    """In its charger, or over a Bluetooth adapter that cuts its frames: the message says what to do."""
    sensor = fake_of(VERITY)
    sensor.is_in_charger = True
    with pytest.raises(SensorError, match=r"in its charger.*Take it out"):
        talk(VERITY, sensor)
    short = fake_of(H10)
    short.max_payload = 20
    with pytest.raises(SensorError, match=r"longer notifications.*adapter"):
        talk(H10, short)
    assert short.streaming_hz is None
    assert H10.least_payload == 226


@pytest.mark.parametrize(
    ("status", "words"),
    [(3, "Update its firmware"), (9, "range"), (12, "not in a state"), (14, "memory"), (99, "status 99")],
)
def test_every_status_is_reported(status: int, words: str):
    """Also an unknown one."""
    answers = {"0102": REAL_H10_SETTINGS, "0202": encode_response(2, status)}
    with pytest.raises(SensorError, match=words):
        steps_of(H10.startup(100.0), lambda step: answers.get(written([step])[0][:4]) if written([step]) else None)


def test_no_answer_no_acceleration_and_no_such_rate_are_reported():
    """Silence, a sensor without acceleration and a rate that there is not end with a remedy."""
    with pytest.raises(SensorError, match=r"does not answer.*Close other apps"):
        steps_of(H10.startup(100.0))
    with pytest.raises(SensorError, match="no acceleration"):
        steps_of(H10.startup(100.0), lambda _: b"\x0f\x01")
    with pytest.raises(UsageError, match="25, 50, 100, 200"):
        steps_of(H10.startup(60.0))
    with pytest.raises(UsageError, match=r"Verity Sense.*52"):
        steps_of(VERITY.startup(104.0))


def test_the_fake_sensor_refuses_what_the_real_one_does():
    """Unknown operations, other measurements, wrong rates; and it answers only a listener."""
    sensor = fake_of(H10)
    with pytest.raises(RefusedError):
        sensor.write("control", b"\x01\x02")
    sensor.subscribed("control")
    starts = [{RATE: (60,), RESOLUTION: (16,), RANGE: (8,)}, {RATE: (50,), RESOLUTION: (16,), RANGE: (16,)}, {}]
    wrong = [b"\x2a\x02", b"\x01\x00", *(b"\x02\x02" + encode_settings(row) for row in starts)]
    assert [sensor.write("control", payload)[0].payload[3] for payload in wrong] == [1, 2, 8, 9, 5]


def test_a_sensor_that_stop_by_itself_is_heard():
    """Taken off the skin it may stop: it reports the stop, and the decoder counts it."""
    sensor = fake_of(H10)
    talk(H10, sensor)
    decoder = PolarPmdDecoder((100.0,), 100.0)
    decoder.feed([Packet(0.0, sent.payload, sent.role) for sent in sensor.stop_by_itself()])
    assert decoder.stopped == 1
    assert sensor.streaming_hz is None


def test_charge_is_heard():
    """The standard battery level is the charge."""
    sensor = fake_of(H10)
    (level,) = sensor.battery(42)
    decoder = PolarPmdDecoder((100.0,), 100.0)
    decoder.feed([Packet(0.0, level.payload, level.role)])
    assert decoder.battery_percent == 42
    assert sensor.read("battery") == b"\x2a"
