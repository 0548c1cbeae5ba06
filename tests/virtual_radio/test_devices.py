"""Every sensor family over the virtual radio: found, connected, started, and every sample there."""

import asyncio

import pytest

from bench.matching import match
from sensorcoach.devices.device import Device
from sensorcoach.virtual_radio.fast_time import run_fast
from sensorcoach.virtual_radio.faults import Faults
from tests.virtual_radio.scenes import OVER_RADIO, decoded, received_after_start, streaming

LONGEST_BATCH_S = 0.5
"""No sensor keeps samples for longer than this before it sends them."""

each_device = pytest.mark.parametrize("device", OVER_RADIO, ids=lambda device: device.id)


@each_device
@pytest.mark.parametrize("interval_s", [0.0, 0.03, 0.045])
def test_every_sample_arrives_as_it_was_measured(device: Device, interval_s: float):
    """What the sensor measured once it was started is what comes out of the decoder, none missing, none twice."""

    async def stream() -> None:
        async with streaming(device, Faults(interval_s=interval_s)) as scene:
            await asyncio.sleep(5.0)
            assert scene.rate_hz == device.usual_hz
            matched = received_after_start(scene)
            assert matched.before == matched.missing == 0
            assert scene.sensor.fed is not None
            assert match(decoded(scene), scene.sensor.fed.samples).foreign == 0
            assert matched.after <= LONGEST_BATCH_S * device.usual_hz
            assert matched.matched + matched.after == pytest.approx(5.0 * device.usual_hz, abs=1.5)

    run_fast(stream())


@each_device
def test_the_sensor_is_known_by_what_it_advertises(device: Device):
    """Each family is found in the air by its name or its services, and taken for no other."""

    async def look() -> None:
        async with streaming(device) as scene:
            assert scene.receiver.client.name == scene.sensor.spec.shown_name

    run_fast(look())
