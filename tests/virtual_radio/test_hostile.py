"""Invalid data from a sensor, over the virtual radio and the connection loop into the pipeline."""

import pytest

from bench.hostile_over_radio import ordeal
from sensorcoach.devices.device import Device
from tests.virtual_radio.scenes import OVER_RADIO


@pytest.mark.parametrize("device", OVER_RADIO, ids=lambda device: device.id)
def test_nonsense_is_counted_and_the_good_frames_too(device: Device):
    """Random bytes between a sensor's frames are counted as errors and cost no frame."""
    run = ordeal(device, 6.0)
    assert run.state == "streaming"
    assert run.connections == 1
    assert run.errors > run.nonsense
    assert run.measured * 0.95 - 1.2 * device.usual_hz <= run.received <= run.measured * 1.1
