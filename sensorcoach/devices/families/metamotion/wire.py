"""The accelerometer of a MetaMotion as bytes: two chips, each with its own codes. Wire table: `device.py`.

The configuration is two bytes. The low half of the first byte is the rate code, on both chips: the rate is 100 Hz times
2 to the power of (code - 8). Its high half differs (2 on a BMI160, A on a BMI270: the chip's usual filter), and so does
the second byte, the range.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sensorcoach.units import STANDARD_GRAVITY_MPS2

ACCELEROMETER, BATTERY = 0x03, 0x11
"""Modules."""

POWER, INTERRUPT, CONFIG, SINGLE = 0x01, 0x02, 0x03, 0x04
"""Registers of the accelerometer; the register of packed frames depends on the chip."""

READ = 0x80
"""Added to a register to request its value."""

IDENTITY = bytes((ACCELEROMETER, READ))
"""Request for the chip; the reply begins with the same bytes."""

ASK_CONFIG = bytes((ACCELEROMETER, READ | CONFIG))
ASK_BATTERY = bytes((BATTERY, READ | 0x0C))

RATES_HZ = (25.0, 50.0, 100.0, 200.0)
PACKED_FROM_HZ = 100.0
"""Rate from which three samples share a frame, as the maker recommends: fewer notifications suit the radio better."""

SAMPLES_PACKED = 3
SAMPLE_BYTES = 6
RANGE_USED_G = 16.0


@dataclass(frozen=True, slots=True)
class Chip:
    """One of the two accelerometers: its code in the identity reply, its packed frames, and its codes.

    `packed_from_revision`: the module's revision from which it packs frames.
    """

    name: str
    code: int
    packed_register: int
    packed_from_revision: int
    filter_bits: int
    range_codes: Mapping[float, int]

    def encode_config(self, rate_hz: float, range_g: float) -> bytes:
        """Return the two bytes for a rate (25 Hz times a power of two) and a range (a key of `range_codes`)."""
        rate_code = round(rate_hz / 25.0).bit_length() + 5
        return bytes((self.filter_bits | rate_code, self.range_codes[range_g]))


BMI160 = Chip("BMI160", 0x01, 0x1C, 1, 0x20, {2.0: 0x03, 4.0: 0x05, 8.0: 0x08, 16.0: 0x0C})
BMI270 = Chip("BMI270", 0x04, 0x05, 0, 0xA0, {2.0: 0x00, 4.0: 0x01, 8.0: 0x02, 16.0: 0x03})
CHIPS = {chip.code: chip for chip in (BMI160, BMI270)}


def decode_rate_hz(config: bytes) -> float:
    """Return the rate in the two bytes."""
    return 100.0 * 2.0 ** ((config[0] & 0x0F) - 8)


def decode_range_g(config: bytes) -> float | None:
    """Return the range in the two bytes; None for an unknown code."""
    chip = BMI270 if config[0] & 0x80 else BMI160
    return next((range_g for range_g, code in chip.range_codes.items() if code == config[1]), None)


def mps2_per_lsb(range_g: float) -> float:
    """One step of the wire, m/s²."""
    return range_g / 32768.0 * STANDARD_GRAVITY_MPS2
