"""The two Polar sensors for their tests: devices, real frames, and the fake sensor."""

import numpy as np
import pytest

from sensorcoach.devices.device import Device
from sensorcoach.devices.families import polar_h10, polar_verity
from sensorcoach.devices.families.polar_pmd.fake import PolarPmdPeripheral
from sensorcoach.devices.families.polar_pmd.frames import (
    decode_acc_mg,
)
from sensorcoach.samples import Frames
from sensorcoach.units import STANDARD_GRAVITY_MPS2

H10, VERITY = polar_h10.DEVICE, polar_verity.DEVICE
BOTH = pytest.mark.parametrize("device", [H10, VERITY], ids=lambda device: device.id)
RAW = bytes.fromhex("02 0094357700000000 01 F7FFFFFFE703 F8FFFEFFE503")
DELTA_1 = bytes.fromhex("02 6500000000000000 81 F1FF1400F003 06 01 7B0F08")
REAL_H10_SETTINGS = bytes.fromhex("F001020000 000419003200 6400C800 01011000 0203020004000800")


def fake_of(device: Device) -> PolarPmdPeripheral:
    """The fake sensor of this kind."""
    sensor = device.peripheral(device.usual_hz, False)  # noqa: FBT003 - the signature that all families share
    assert isinstance(sensor, PolarPmdPeripheral)
    return sensor


def mg_of(frames: Frames) -> list[list[int]]:
    """The samples in thousandths of g."""
    return np.rint(frames.acc_mps2 / STANDARD_GRAVITY_MPS2 * 1000.0).astype(int).tolist()


def values_of(frame: bytes, factor: float = 1.0) -> np.ndarray:
    """The samples of a frame that is one."""
    acc_mg = decode_acc_mg(frame, factor)
    assert acc_mg is not None
    return acc_mg
