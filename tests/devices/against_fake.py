"""A session with a fake sensor, without a radio: its packets arrive at once and in order."""

import numpy as np

from sensorcoach.devices.device import Ask, Device, Outgoing, Peripheral, PutBack, Read, Step, Write
from sensorcoach.packets import LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import Samples
from sensorcoach.units import STANDARD_GRAVITY_MPS2


class SessionWithFake:
    """Connects to the sensor, and keeps every packet as a recording would; `rate_hz` is the rate agreed on."""

    def __init__(self, device: Device, fake: Peripheral, rate_hz: float) -> None:
        self.device = device
        self.fake = fake
        self.packets: list[Packet] = []
        self._put_back: list[Write] = []
        self._now_s = 0.0
        self.rate_hz = self._connect(rate_hz)

    def _connect(self, rate_hz: float) -> float:
        self.packets.append(Packet(self._now_s, LINK_UP, LINK_ROLE))
        for one in self.device.characteristics:
            if one.is_subscribed:
                self._arrive(self.fake.subscribed(one.role))
        script = self.device.startup(rate_hz)
        answer: bytes | None = None
        while True:
            try:
                step = script.send(answer)
            except StopIteration as end:
                return end.value
            answer = self._do(step)

    def _do(self, step: Step) -> bytes | None:
        match step:
            case Write(role, payload):
                self._arrive(self.fake.write(role, payload))
                return None
            case Ask(write, role, begins):
                came = self._arrive(self.fake.write(write.role, write.payload))
                return next((one.payload for one in came if one.role == role and one.payload.startswith(begins)), None)
            case Read(role):
                value = self.fake.read(role)
                self._arrive([Outgoing(role, value)])
                return value
            case PutBack(write):
                self._put_back.append(write)
                return None

    def stop(self) -> None:
        """The last writes of a session, and goodbye."""
        for write in (*self.device.stop, *self._put_back):
            self._do(write)
        self.fake.disconnected()

    def feed(self, samples: Samples, chunk: int = 7) -> None:
        """The sensor takes these samples, some at a time."""
        for start in range(0, len(samples), chunk):
            cut = slice(start, start + chunk)
            gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[cut]
            self._now_s = max(self._now_s, float(samples.time_s[cut][-1]))
            self._arrive(self.fake.feed(Samples(samples.time_s[cut], samples.acc_mps2[cut], gyro_radps)))

    def _arrive(self, sent: list[Outgoing]) -> list[Outgoing]:
        self.packets += [Packet(self._now_s, one.payload[: self.fake.max_payload], one.role) for one in sent]
        return sent


def movement(count: int, rate_hz: float, range_g: float) -> Samples:
    """A made-up movement that comes near the end of a range, no two samples alike."""
    random = np.random.default_rng(11)
    time_s = np.arange(count) / rate_hz
    acc_mps2 = random.uniform(-0.95, 0.95, (count, 3)) * range_g * STANDARD_GRAVITY_MPS2
    return Samples(time_s, acc_mps2, random.uniform(-4.0, 4.0, (count, 3)))
