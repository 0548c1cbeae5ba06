"""The registers of a WitMotion sensor: commands on its command characteristic, and its replies.

Command, 5 bytes: `FF AA`, register u8, value i16 writes; `FF AA 27`, register u16 asks; `FF AA 69 88 B5` unlocks.
Reply, 20 bytes, among the frames: `55 71`, register u16, then i16 values from offset 4.
"""

from sensorcoach.devices.device import Ask, Write
from sensorcoach.devices.families.witmotion.frames import FRAME_BYTES, REPLY_HEADER

RATE_REGISTER, BANDWIDTH_REGISTER, BATTERY_REGISTER = 0x03, 0x1F, 0x64
OUTPUT_REGISTER = 0x96
"""Content of the frames: 0 acceleration, rate and angle; 1 displacement, speed and angle under the same header."""

ASK_REGISTER, LOCK_REGISTER = 0x27, 0x69
UNLOCKING = (0x88, 0xB5)

RATE_CODES = {20.0: 0x07, 50.0: 0x08, 100.0: 0x09, 200.0: 0x0B}
"""Values of the rate register for the useful output rates, in hertz."""

_RATES_BY_CODE = {
    0x01: 0.2, 0x02: 0.5, 0x03: 1.0, 0x04: 2.0, 0x05: 5.0, 0x06: 10.0,
    0x07: 20.0, 0x08: 50.0, 0x09: 100.0, 0x0A: 100.0, 0x0B: 200.0,
}  # fmt: skip
"""All rates of the register; 0x0A is 100 Hz too, contrary to the manual."""

_BATTERY_STEPS = (
    (3.96, 100), (3.93, 90), (3.87, 75), (3.82, 60), (3.79, 50), (3.77, 40),
    (3.73, 30), (3.70, 20), (3.68, 15), (3.50, 10), (3.40, 5),
)  # fmt: skip
"""Lowest voltage of each percentage, as the maker's app shows it."""

_EMPTY_V = 3.3


def write_register(register: int, low: int, high: int = 0) -> Write:
    """Return the write that sets a register, until power-off."""
    return Write("command", bytes((0xFF, 0xAA, register, low, high)))


def ask_register(register: int) -> Ask:
    """Return the request for the value of a register."""
    return Ask(write_register(ASK_REGISTER, register), "stream", REPLY_HEADER + bytes((register, 0)))


def encode_reply(register: int, value: int) -> bytes:
    """Return the sensor's reply."""
    head = REPLY_HEADER + register.to_bytes(2, "little") + value.to_bytes(2, "little")
    return head.ljust(FRAME_BYTES, b"\0")


def decode_reply(reply: bytes | None, register: int) -> int | None:
    """Return the value of this register in a reply; None if it is another reply."""
    if reply is None or len(reply) < 6 or reply[:4] != REPLY_HEADER + register.to_bytes(2, "little"):
        return None
    return int.from_bytes(reply[4:6], "little", signed=True)


def decode_rate_hz(reply: bytes | None) -> float | None:
    """Return the rate in a reply, or None."""
    return _RATES_BY_CODE.get(decode_reply(reply, RATE_REGISTER) or 0)


def decode_battery_v(reply: bytes) -> float | None:
    """Return the voltage in a reply; None if it is another reply or the sensor does not know it."""
    centivolts = decode_reply(reply, BATTERY_REGISTER) or 0
    return centivolts / 100.0 if centivolts > 0 else None


def estimate_battery_percent(volts: float) -> int:
    """Return the charge that the maker's app shows for a voltage."""
    return next((percent for floor_v, percent in _BATTERY_STEPS if volts >= floor_v - 1e-9), 0)


def choose_battery_v(percent: int) -> float:
    """Return a voltage for which the app shows that charge."""
    return next((floor_v for floor_v, known in _BATTERY_STEPS if percent >= known), _EMPTY_V)
