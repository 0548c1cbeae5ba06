"""MbientLab's MetaMotion S (accelerometer BMI270), RL and R (BMI160): only the accelerometer is used.

All data come as notifications of one characteristic, and begin with module and register:

    03 04               i16 x 3       one sample, x, y, z               8 bytes
    03 1C (BMI160)      i16 x 9       three samples, oldest first      20 bytes
    03 05 (BMI270)      the same
    03 80               u8, u8        chip (1 BMI160, 4 BMI270), revision of the module
    03 83               u8, u8        rate and range in use (codes in `wire.py`)
    11 8C               u8, u16       battery, percent and millivolts

Little-endian; a step is range / 32768. No time stamp, no counter. A command is module, register, value; a request adds
80 to the register. All settings outlive a connection, those of other programs too. So each start-up sets the range
and reads it back, and samples before that are not used. Sources and quirks: firmware_notes/metamotion.md.
"""

from collections.abc import Sequence

import numpy as np

from sensorcoach.devices.device import Ask, Characteristic, Device, Property, Startup, Write, require_rate
from sensorcoach.devices.families.metamotion.fake import MetaMotionEncoder, MetaMotionPeripheral
from sensorcoach.devices.families.metamotion.wire import (
    ACCELEROMETER,
    ASK_BATTERY,
    ASK_CONFIG,
    BMI160,
    BMI270,
    CHIPS,
    CONFIG,
    IDENTITY,
    PACKED_FROM_HZ,
    RANGE_USED_G,
    RATES_HZ,
    SAMPLE_BYTES,
    SAMPLES_PACKED,
    SINGLE,
    Chip,
    decode_range_g,
    decode_rate_hz,
    mps2_per_lsb,
)
from sensorcoach.devices.wire.decoder_base import DecoderBase
from sensorcoach.errors import SensorError
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import Frames

_FRAME_BYTES = {
    bytes((ACCELEROMETER, SINGLE)): 2 + SAMPLE_BYTES,
    bytes((ACCELEROMETER, BMI160.packed_register)): 2 + SAMPLES_PACKED * SAMPLE_BYTES,
    bytes((ACCELEROMETER, BMI270.packed_register)): 2 + SAMPLES_PACKED * SAMPLE_BYTES,
}
"""Length of a notification with samples, by its first two bytes."""


class MetaMotionDecoder(DecoderBase):
    """Single and packed frames, in the range that the sensor reports.

    Before the first report it uses `range_g`. On a new connection, which may find another program's settings, samples
    are ignored until the report.
    """

    def __init__(self, rate_hz: float | None = None, range_g: float = RANGE_USED_G) -> None:
        del rate_hz  # nothing on this wire depends on it
        super().__init__()
        self._mps2_per_lsb: float | None = mps2_per_lsb(range_g)
        """One step of the range in use; None while it is unknown."""

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return all samples in these packets, in order; the grouping of packets does not matter."""
        bodies: list[bytes] = []
        arrivals_s: list[float] = []
        steps_mps2: list[float] = []
        for packet in packets:
            payload = packet.payload
            if packet.role != "stream" or len(payload) != _FRAME_BYTES.get(payload[:2]):
                self._read_other(packet)
            elif self._mps2_per_lsb is not None:
                bodies.append(payload[2:])
                arrivals_s.append(packet.arrival_s)
                steps_mps2.append(self._mps2_per_lsb)
        counts = np.array([len(body) // SAMPLE_BYTES for body in bodies], dtype=np.int64)
        raw = np.frombuffer(b"".join(bodies), dtype="<i2").reshape(-1, 3).astype(np.float64)
        acc_mps2 = raw * np.repeat(np.array(steps_mps2, dtype=np.float64), counts)[:, None]
        arrival_s = np.repeat(np.array(arrivals_s, dtype=np.float64), counts)
        return Frames(arrival_s, acc_mps2)

    def _read_other(self, packet: Packet) -> None:
        """Read range and battery, note a new connection, and skip other packets without samples."""
        head, value = packet.payload[:2], packet.payload[2:]
        if packet.role == LINK_ROLE and packet.payload == LINK_UP:
            self._mps2_per_lsb = None
        if packet.role != "stream":
            return
        range_g = decode_range_g(value) if head == ASK_CONFIG and len(value) == 2 else None
        if range_g is not None:
            self._mps2_per_lsb = mps2_per_lsb(range_g)
        elif head == ASK_BATTERY and len(value) == 3 and value[0] <= 100:
            self._battery_percent = value[0]
        elif head != IDENTITY or len(value) < 2:
            self._skipped_bytes += len(packet.payload)


def _command(*payload: int, pause_s: float = 0.05) -> Write:
    return Write("command", bytes(payload), pause_s)


def _ask(question: bytes) -> Ask:
    return Ask(Write("command", question), "stream", question)


STOP = (
    _command(ACCELEROMETER, 0x01, 0x00),
    _command(ACCELEROMETER, 0x02, 0x00, 0x01),
    _command(ACCELEROMETER, SINGLE, 0x00),
)
"""Accelerometer off, its interrupt off, no single frames: the same on both chips. This stops packed frames too."""


def startup(rate_hz: float) -> Startup:
    """Stop the stream of another program, identify the chip, set rate and range, and start.

    Raises UsageError for a rate that is not offered, SensorError for another accelerometer or without an answer.
    """
    require_rate("A MetaMotion", RATES_HZ, rate_hz)
    yield from STOP
    identity = yield _ask(IDENTITY)
    chip, revision = _identify_chip(identity)
    yield _command(ACCELEROMETER, chip.packed_register, 0x00)
    yield _command(ACCELEROMETER, CONFIG, *chip.encode_config(rate_hz, RANGE_USED_G))
    config = yield _ask(ASK_CONFIG)
    if config is None or len(config) != 4 or decode_range_g(config[2:]) is None:
        raise _no_answer("which range it is set to")
    is_packed = rate_hz >= PACKED_FROM_HZ and revision >= chip.packed_from_revision
    yield _command(ACCELEROMETER, chip.packed_register if is_packed else SINGLE, 0x01)
    yield _command(ACCELEROMETER, 0x02, 0x01, 0x00)
    yield _command(ACCELEROMETER, 0x01, 0x01)
    yield _ask(ASK_BATTERY)
    return decode_rate_hz(config[2:])


def _identify_chip(identity: bytes | None) -> tuple[Chip, int]:
    """Return the chip and the revision of its module from the identity reply."""
    if identity is None or len(identity) < 4:
        raise _no_answer("which accelerometer it has")
    if identity[2] not in CHIPS:
        raise SensorError(
            "unknown_accelerometer",
            f"This MetaWear board has an unknown accelerometer (type {identity[2]}).",
            "Use a MetaMotion S, RL or R.",
        )
    return CHIPS[identity[2]], identity[3]


def _no_answer(question: str) -> SensorError:
    remedy = "Close the maker's app, switch the sensor off and on, and try again."
    return SensorError("no_answer", f"This MetaMotion does not report {question}.", remedy)


SERVICE_UUID = "326a9000-85cb-9195-d9dd-464cfbbae75a"

DEVICE = Device(
    id="metamotion",
    name="MbientLab MetaMotion S, RL, R",
    advertised_names=("MetaWear",),
    advertised_services=(SERVICE_UUID,),
    characteristics=(
        Characteristic("stream", ("326a9006-85cb-9195-d9dd-464cfbbae75a",), SERVICE_UUID, Property.NOTIFY),
        Characteristic(
            "command",
            ("326a9001-85cb-9195-d9dd-464cfbbae75a",),
            SERVICE_UUID,
            Property.WRITE | Property.WRITE_FAST,
        ),
    ),
    rates_hz=RATES_HZ,
    usual_hz=100.0,
    ranges_g=(RANGE_USED_G,),
    sensors=("acc",),
    numbers_samples=False,
    price="about 130 dollars",
    wear="in its clip at the waistband, or on a strap round the thigh",
    decoder=MetaMotionDecoder,
    encoder=MetaMotionEncoder,
    peripheral=MetaMotionPeripheral,
    startup=startup,
    stop=STOP,
)
