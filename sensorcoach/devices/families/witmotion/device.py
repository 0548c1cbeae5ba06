"""WitMotion's Bluetooth 5 sensors (WT901BLE67, WT901BLE68, BWT901BLECL5.0, WT9011DCL-BT50).

Data frame, little-endian; no checksum, no counter, no time stamp:

    offset  type  field             scale              unit
    0       u8    0x55
    1       u8    0x61
    2,4,6   i16   acc x, y, z       16 / 32768         g      (2048 a g; the range is fixed)
    8,10,12 i16   gyro x, y, z      2000 / 32768       deg/s
    14,16,18 i16  roll, pitch, yaw  180 / 32768        deg    (not used: the orientation is computed here)
    20..27        only WT901SDCL-BT50: year, month, day, hour, minute, second u8, millisecond u16 (not used)

Several frames share a notification above 50 Hz, and a frame may straddle two; register replies come between them
(`registers.py`). True rates are 0.6 to 0.8 % below nominal. Sources and quirks:
firmware_notes/witmotion.md.
"""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from sensorcoach.devices.device import Characteristic, Decoder, Device, Property, Startup, require_rate
from sensorcoach.devices.families.witmotion.fake import WitMotionEncoder, WitMotionPeripheral
from sensorcoach.devices.families.witmotion.frames import (
    ACC_MPS2_PER_LSB,
    FRAME_BYTES,
    GYRO_RADPS_PER_LSB,
    FrameFinder,
    Layout,
)
from sensorcoach.devices.families.witmotion.registers import (
    BANDWIDTH_REGISTER,
    BATTERY_REGISTER,
    LOCK_REGISTER,
    OUTPUT_REGISTER,
    RATE_CODES,
    RATE_REGISTER,
    UNLOCKING,
    ask_register,
    decode_battery_v,
    decode_rate_hz,
    decode_reply,
    estimate_battery_percent,
    write_register,
)
from sensorcoach.devices.wire.byte_stream import ByteStream
from sensorcoach.errors import SensorError
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import Frames, join_frames


class WitMotionDecoder(Decoder):
    """Frames of 20 or 28 bytes from notifications cut anywhere; a frame length counts from the third header on.

    A new connection drops the half-received frame of the one before: its other half never comes.
    """

    def __init__(self, rate_hz: float | None = None) -> None:
        del rate_hz  # nothing on this wire depends on it
        self._skipped_bytes = 0
        self.battery_v: float | None = None
        """Battery voltage by the latest register reply."""
        self._stream = ByteStream()
        self._finder = FrameFinder()

    @property
    def skipped_bytes(self) -> int:
        """Number of bytes outside frames."""
        return self._skipped_bytes

    @property
    def battery_percent(self) -> int | None:
        return None if self.battery_v is None else estimate_battery_percent(self.battery_v)

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return the samples that these packets complete, in order; the grouping of packets does not matter."""
        parts: list[Frames] = []
        for is_new_connection, group in groupby(packets, key=_is_link_up):
            if is_new_connection:
                self._skipped_bytes += len(self._stream.data)
                self._stream = ByteStream()
            else:
                parts.append(self._read([packet for packet in group if packet.role == "stream"]))
        return parts[0] if len(parts) == 1 else join_frames(parts, self._read([]))

    def _read(self, packets: list[Packet]) -> Frames:
        self._stream.append(packets)
        layout = self._finder.find(self._stream.data)
        self._skipped_bytes += layout.skipped_bytes
        for reply in layout.replies:
            self.battery_v = decode_battery_v(reply) or self.battery_v
        frames = self._decode(layout)
        self._stream.discard(layout.used_bytes)
        return frames

    def _decode(self, layout: Layout) -> Frames:
        data = self._stream.data
        rows = [np.empty((0, FRAME_BYTES), dtype=np.uint8)]
        ends = [np.empty(0, dtype=np.int64)]
        for run in layout.runs:
            block = np.frombuffer(data, dtype=np.uint8, count=run.count * run.frame_bytes, offset=run.start)
            rows.append(block.reshape(run.count, run.frame_bytes)[:, :FRAME_BYTES])
            ends.append(run.start + run.frame_bytes * np.arange(1, run.count + 1, dtype=np.int64))
        raw = np.concatenate(rows).view("<i2").astype(np.float64)
        arrival_s = self._stream.arrivals_s(np.concatenate(ends))
        acc_mps2 = raw[:, 1:4] * ACC_MPS2_PER_LSB
        gyro_radps = raw[:, 4:7] * GYRO_RADPS_PER_LSB
        return Frames(arrival_s, acc_mps2, gyro_radps)


def _is_link_up(packet: Packet) -> bool:
    return packet.role == LINK_ROLE and packet.payload == LINK_UP


def startup(rate_hz: float) -> Startup:
    """Set full bandwidth and the rate, until power-off (nothing is saved); read the rate back, and the battery.

    Raises UsageError for a rate that the sensor does not offer, SensorError where its frames carry displacement.
    """
    require_rate("A WitMotion sensor", RATE_CODES, rate_hz)
    output = yield ask_register(OUTPUT_REGISTER)
    if decode_reply(output, OUTPUT_REGISTER) == 1:
        raise SensorError(
            "wrong_output",
            "This WitMotion sensor is set to send displacement instead of acceleration (register 0x96 is 1).",
            "Set its output to acceleration in the maker's app, or reset it there to its factory settings.",
        )
    yield write_register(LOCK_REGISTER, *UNLOCKING)
    yield write_register(BANDWIDTH_REGISTER, 0x00)  # 256 Hz
    yield write_register(RATE_REGISTER, RATE_CODES[rate_hz])
    answer = yield ask_register(RATE_REGISTER)
    yield ask_register(BATTERY_REGISTER)
    return decode_rate_hz(answer) or rate_hz


SERVICE_UUID = "0000ffe5-0000-1000-8000-00805f9a34fb"
"""The base ends in 9a34fb, not in the usual 9b34fb."""
_FFF0_SERVICE_UUID = "0000fff0-0000-1000-8000-00805f9a34fb"
_VARIANT_SERVICES = (
    _FFF0_SERVICE_UUID,
    "0000fff0-0000-1000-8000-00805f9b34fb",
    "49535343-fe7d-4ae5-8fa9-9fafd205e455",
)
"""From the manual of the WT9011DCL, with both bases because its base is unknown, and from old units with two radios.

Other makers use the last two as well, so in an advertisement only the name identifies a WitMotion sensor.
"""

DEVICE = Device(
    id="witmotion",
    name="WitMotion WT901 (Bluetooth 5)",
    advertised_names=("WT",),
    advertised_services=(SERVICE_UUID, _FFF0_SERVICE_UUID),
    refused_names=("WTVB",),
    characteristics=(
        Characteristic(
            "stream",
            (
                "0000ffe4-0000-1000-8000-00805f9a34fb",
                "0000fff1-0000-1000-8000-00805f9a34fb",
                "0000fff1-0000-1000-8000-00805f9b34fb",
                "49535343-1e4d-4bd9-ba61-23c647249616",
            ),
            SERVICE_UUID,
            Property.NOTIFY,
            variant_services=_VARIANT_SERVICES,
        ),
        Characteristic(
            "command",
            (
                "0000ffe9-0000-1000-8000-00805f9a34fb",
                "0000fff2-0000-1000-8000-00805f9a34fb",
                "0000fff2-0000-1000-8000-00805f9b34fb",
                "49535343-8841-43f4-a8d4-ecbe34729bb3",
            ),
            SERVICE_UUID,
            Property.WRITE | Property.WRITE_FAST,
            variant_services=_VARIANT_SERVICES,
        ),
    ),
    rates_hz=tuple(RATE_CODES),
    usual_hz=100.0,
    ranges_g=(16.0,),
    sensors=("acc", "gyro"),
    numbers_samples=False,
    price="16 to 45 dollars",
    wear="in its clip at the waistband, or on a strap round the thigh",
    decoder=WitMotionDecoder,
    encoder=WitMotionEncoder,
    peripheral=WitMotionPeripheral,
    startup=startup,
)
