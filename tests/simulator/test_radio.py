"""The radio: bytes arrive in order and late, in bursts, and some not at all."""

from dataclasses import replace

import numpy as np
import pytest

from sensorcoach.devices.device import Device
from sensorcoach.devices.registry import DEVICES, device_by_id
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.packets import Packet
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import usual_plan
from sensorcoach.simulator.radio import BAD_RADIO, GOOD_RADIO, POOR_RADIO, RadioModel, transmit
from sensorcoach.simulator.sensor import SensorModel, random_sensor
from sensorcoach.simulator.session import SimulatedSession, simulate

PLAN = usual_plan(find_exercise("clamshell"), sets=1, reps=4, life=False)
SESSION = simulate(PLAN, random_person(1), random_sensor(1, 100.0), 1)
OPEN = device_by_id("open-profile")


def arrivals_s(packets: list[Packet]) -> np.ndarray:
    """When the packets of the stream arrived."""
    return np.array([packet.arrival_s for packet in packets if packet.role == "stream"])


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.id)
@pytest.mark.parametrize("radio", [GOOD_RADIO, POOR_RADIO, BAD_RADIO], ids=["good", "poor", "bad"])
def test_in_order_and_the_same_again(device: Device, radio: RadioModel):
    """Over any link, packets arrive one after another, and the same seed gives the same bytes."""
    packets = transmit(SESSION, device, radio, 1)
    assert np.all(np.diff(arrivals_s(packets)) > 0.0)
    assert packets == transmit(SESSION, device, radio, 1)


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.id)
def test_sent_packets_can_be_read(device: Device):
    """What a good link delivers, the device's decoder reads back as the samples that were felt."""
    frames = device.decoder(None).feed(transmit(SESSION, device, GOOD_RADIO, 1))
    felt = SESSION.samples
    assert 0 <= len(felt) - len(frames) < 40
    np.testing.assert_allclose(frames.acc_mps2, felt.acc_mps2[: len(frames)], atol=0.01)
    assert (frames.gyro_radps is not None) == ("gyro" in device.sensors)
    assert felt.gyro_radps is not None
    if frames.gyro_radps is not None:
        np.testing.assert_allclose(frames.gyro_radps, felt.gyro_radps[: len(frames)], atol=0.002)


def test_never_before_it_was_measured():
    """No packet arrives before its last sample was taken."""
    packets = transmit(SESSION, OPEN, GOOD_RADIO, 1)
    frames = OPEN.decoder(None).feed(packets)
    late_s = frames.arrival_s - SESSION.samples.time_s[: len(frames)]
    assert late_s.min() > 0.0
    assert late_s.max() < 0.2


def test_loss():
    """A lossy link loses about the share asked for, and the counters show which."""
    lossy = replace(GOOD_RADIO, loss=0.2)
    frames = OPEN.decoder(None).feed(transmit(SESSION, OPEN, lossy, 1))
    assert frames.index is not None
    share = len(frames) / (frames.index[-1] + 1)
    assert 0.65 < share < 0.92


def test_stall_then_burst():
    """After a stall, the delayed packets arrive all at once."""
    stalling = RadioModel(stalls_per_s=0.1, stall_s=(1.0, 1.5))
    gaps = np.diff(arrivals_s(transmit(SESSION, OPEN, stalling, 4)))
    held_up = int(np.argmax(gaps))
    assert gaps[held_up] > 0.9
    assert gaps[held_up + 1 : held_up + 5].max() < 0.03


def test_short_queue_loses_in_a_stall():
    """A device that keeps only two notifications loses the rest of a stall."""
    stalling = RadioModel(stalls_per_s=0.1, stall_s=(1.0, 1.5))
    kept = transmit(SESSION, OPEN, stalling, 4)
    lost = transmit(SESSION, OPEN, replace(stalling, queue=2), 4)
    assert len(lost) < len(kept)


def test_clock_error_is_on_the_wire():
    """A clock 5000 ppm too fast shows as device time that runs ahead of arrival."""
    session: SimulatedSession = simulate(PLAN, random_person(1), SensorModel(100.0, clock_ppm=5000.0), 1)
    frames = OPEN.decoder(None).feed(transmit(session, OPEN, GOOD_RADIO, 1))
    assert frames.device_time_s is not None
    slope = np.polyfit(frames.arrival_s, frames.device_time_s, 1)[0]
    assert slope == pytest.approx(1.005, abs=0.0007)


def test_without_gyro():
    """A sensor without a gyro says so, and sends none."""
    session = simulate(PLAN, random_person(1), SensorModel(50.0, gyro=None), 1)
    decoder = OPEN.decoder(None)
    assert decoder.feed(transmit(session, OPEN, GOOD_RADIO, 1)).gyro_radps is None
    assert decoder.skipped_bytes == 0
