"""Movesense (HR2, HR2+, MD, Flash) with the GATT SensorData Protocol.

Messages (notify), little-endian: `01 ref status_u16` the result of a command (old firmware: big-endian, and none for a
successful subscription), `02 ref` DATA, `03 ref` the rest of a DATA message that did not fit. DATA:

    offset  type  field                     unit
    0       u8    message                   2
    1       u8    ref of the subscription   100 IMU6, 99 Acc
    2       u32   time of the FIRST sample  ms, wraps after 49.7 days
    6       f32   n acceleration vectors    m/s2, including gravity
    6+12n   f32   n vectors of rate         deg/s; IMU6 only, a second array, not interleaved

n follows from the length: 4 at 52 Hz, 8 at 104 Hz. Commands (write with response): `01 ref path`
subscribe, `02 ref` unsubscribe, `00 ref` hello. Sources and quirks: firmware_notes/movesense.md.
"""

from collections.abc import Sequence

import numpy as np

from sensorcoach.devices.device import (
    BATTERY,
    Ask,
    Characteristic,
    Device,
    Property,
    Startup,
    Write,
    require_rate,
)
from sensorcoach.devices.families.movesense.fake import MovesenseEncoder, MovesensePeripheral
from sensorcoach.devices.families.movesense.parts import MessageJoiner, SplitMessage, is_data
from sensorcoach.devices.families.movesense.wire import (
    ACC_REF,
    DATA,
    HELLO,
    HELLO_REF,
    IMU6_REF,
    RATES_HZ,
    RESULT,
    UNSUBSCRIBE,
    decode_status,
    decode_values,
    encode_subscription,
)
from sensorcoach.devices.wire.stamped_decoder import StampedDecoder
from sensorcoach.devices.wire.stamps import StampKind, Stamps
from sensorcoach.devices.wire.timed_frames import TimedSamples, make_frames
from sensorcoach.errors import SensorError
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import FloatArray, Frames
from sensorcoach.units import RAD_PER_DEG

_NONE = np.empty((0, 3))


class MovesenseDecoder(StampedDecoder):
    """Joins messages, and numbers and times them by their milliseconds.

    The first message settles whether there is a gyro; later messages of the other kind count as skipped.
    """

    def __init__(self, rate_hz: float | None = None) -> None:
        super().__init__(Stamps(StampKind(1e-3, 32), RATES_HZ, rate_hz))
        self._parts = MessageJoiner(rate_hz or RATES_HZ[-1])
        self._ref: int | None = None
        """The subscription of the first message."""

    @property
    def skipped_bytes(self) -> int:
        """Number of bytes in foreign messages, and in halves whose other half was lost."""
        return self._skipped_bytes + self._parts.skipped_bytes

    @property
    def repeated_packets(self) -> int:
        return self._stamps.repeated_packets + self._parts.repeated_packets

    def feed(self, packets: Sequence[Packet]) -> Frames:
        """Return the samples that these packets complete, in order; the grouping of packets does not matter."""
        placed: list[TimedSamples] = []
        acc: list[FloatArray] = [_NONE]
        gyro: list[FloatArray] = [_NONE]
        for packet in packets:
            for message in self._join(packet):
                values = self._read(message, placed)
                if values is not None:
                    count = placed[-1].spot.samples
                    acc.append(values[:count])
                    gyro.append(values[count:])
        gyro_radps = None if self._ref == ACC_REF else np.concatenate(gyro) * RAD_PER_DEG
        return make_frames(placed, np.concatenate(acc), gyro_radps)

    def _join(self, packet: Packet) -> list[SplitMessage]:
        payload = packet.payload
        if packet.role == "stream" and is_data(payload):
            return self._parts.feed(packet)
        if packet.role == "stream" and payload[:1] != bytes((RESULT,)):
            self._skipped_bytes += len(payload)
        if packet.role == LINK_ROLE and payload == LINK_UP:
            self._parts.forget()
        self._read_other(packet)
        return []

    def _read(self, message: SplitMessage, placed: list[TimedSamples]) -> FloatArray | None:
        """Return the vectors of a message, if it is valid and new; its place is appended to `placed`."""
        payload = message.payload
        values = decode_values(payload)
        if values is None or self._ref not in {None, payload[1]}:
            self._skipped_bytes += len(payload)
            return None
        self._ref = payload[1]
        count = len(values) // (2 if self._ref == IMU6_REF else 1)
        spot = self._stamps.place(int.from_bytes(payload[2:6], "little"), count, message.arrival_s)
        if spot is None:
            return None
        placed.append(TimedSamples(message.arrival_s, spot))
        return values


_REMEDIES = {
    404: "Its firmware lacks this measurement: put the maker's firmware 2.3 or later on it.",
    503: "Close other apps that use it, take it off its strap for a minute, and connect again.",
    507: "Close other apps that use it, take it off its strap for a minute, and connect again.",
}


def startup(rate_hz: float) -> Startup:
    """Subscribe to acceleration and rate of turn together.

    Raises UsageError for a rate that is not offered, SensorError if the sensor refuses or sends nothing.
    """
    require_rate("A Movesense", RATES_HZ, rate_hz)
    begun = Write("command", encode_subscription(rate_hz), response=True)
    answer = yield Ask(begun, "stream", bytes((RESULT, IMU6_REF)), timeout_s=2.0, tries=1)
    if answer is None:  # old firmware does not report success: the first DATA shows it
        hello = Write("command", bytes((HELLO, HELLO_REF)), response=True)
        answer = yield Ask(hello, "stream", bytes((DATA, IMU6_REF)), timeout_s=2.0)
        if answer is None:
            raise SensorError(
                "no_answer",
                "The Movesense does not answer, and sends no data.",
                "Take it off its strap and put it on again, close other apps that use it, and connect again.",
            )
    status = decode_status(answer)
    if status is not None and not 200 <= status < 300:
        remedy = _REMEDIES.get(status, "Take it off its strap and put it on again, and connect again.")
        raise SensorError("refused", f"The Movesense refuses to measure at {rate_hz:g} Hz (status {status}).", remedy)
    return rate_hz


_SERVICE_UUID = "34802252-7185-4d5d-b431-630e7050e8f0"

DEVICE = Device(
    id="movesense",
    name="Movesense (HR2, HR2+, MD, Flash)",
    advertised_names=("Movesense",),
    advertised_services=("0000fdf3-0000-1000-8000-00805f9b34fb",),
    characteristics=(
        Characteristic("stream", ("34800002-7185-4d5d-b431-630e7050e8f0",), _SERVICE_UUID, Property.NOTIFY),
        Characteristic("command", ("34800001-7185-4d5d-b431-630e7050e8f0",), _SERVICE_UUID, Property.WRITE),
        BATTERY,
    ),
    rates_hz=RATES_HZ,
    usual_hz=104.0,
    ranges_g=(8.0,),
    sensors=("acc", "gyro"),
    numbers_samples=True,
    price="100 to 250 euros",
    wear="clipped to the belt at the hip, or on its strap round the thigh",
    decoder=MovesenseDecoder,
    encoder=MovesenseEncoder,
    peripheral=MovesensePeripheral,
    startup=startup,
    stop=(Write("command", bytes((UNSUBSCRIBE, IMU6_REF)), response=True),),
    least_payload=100,
)
"""`least_payload`: two parts of this size hold a message at 104 Hz, 198 bytes; the sensor makes no third part."""
