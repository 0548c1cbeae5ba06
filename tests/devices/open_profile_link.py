"""A fake sensor of the open profile and the decoder on both ends of a link that can be made as bad as wanted."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sensorcoach.devices.device import Outgoing, RefusedError
from sensorcoach.devices.families.open_profile.device import OpenProfileDecoder
from sensorcoach.devices.families.open_profile.fake import OpenProfilePeripheral
from sensorcoach.devices.families.open_profile.wire import encode_start
from sensorcoach.packets import LINK_DOWN, LINK_ROLE, LINK_UP, Packet
from sensorcoach.samples import Frames, Samples
from tests.devices.open_profile_frames import joined

TICK_S = 0.05
"""Notifications go out, and writes come through, this often."""


def motion(start: int, count: int, rate_hz: float = 100.0) -> Samples:
    """Samples of a movement in which no two samples are alike."""
    time_s = np.arange(start, start + count) / rate_hz
    wave = np.column_stack([np.sin(time_s), np.cos(0.7 * time_s), np.sin(0.013 * time_s)])
    return Samples(time_s, 9.81 * wave, 2.0 * wave)


@dataclass
class LinkUnderTest:
    """Plays time: `gets_through` says of each notification, by time, whether it does; `hears` the same of requests."""

    sensor: OpenProfilePeripheral = field(default_factory=lambda: OpenProfilePeripheral(100.0))
    decoder: OpenProfileDecoder = field(default_factory=OpenProfileDecoder)
    gets_through: Callable[[float], bool] = lambda _: True
    hears: Callable[[float], bool] = lambda _: True
    rate_hz: float = 100.0
    batch: int = 10
    range_g: int = 8

    def __post_init__(self) -> None:
        self.now_s = 0.0
        self.taken = 0
        """Samples that the sensor was given."""
        self.is_up = False
        self.packets: list[Packet] = []
        """What arrived: the recording."""
        self.parts: list[Frames] = []
        self.requests: list[tuple[float, bytes]] = []
        """When something was asked for, and what."""

    def connect(self) -> None:
        """Connect, subscribe, start."""
        self.is_up = True
        self._arrive([Packet(self.now_s, LINK_UP, LINK_ROLE)])
        self._carry(self.sensor.subscribed("info"))
        self._carry(self.sensor.write("control", encode_start(self.rate_hz, self.range_g, self.batch)))

    def drop(self) -> None:
        """Lose the connection."""
        self.is_up = False
        self.sensor.disconnected()
        self._arrive([Packet(self.now_s, LINK_DOWN, LINK_ROLE)])

    def run(self, seconds: float) -> None:
        """Let time pass."""
        for _ in range(round(seconds / TICK_S)):
            self.now_s = round(self.now_s + TICK_S, 6)
            asked = self.decoder.requests() if self.is_up else ()
            if self.sensor.streaming_hz:
                count = round(self.now_s * self.rate_hz) - self.taken
                self._carry(self.sensor.feed(motion(self.taken, count, self.rate_hz)))
            self.taken = round(self.now_s * self.rate_hz)
            for write in asked:
                self._request(write.payload)

    def _request(self, payload: bytes) -> None:
        self.requests.append((self.now_s, payload))
        if not self.hears(self.now_s):
            return
        try:
            self._carry(self.sensor.write("control", payload))
        except RefusedError:  # a write without response: no error
            return

    def _carry(self, sent: list[Outgoing]) -> None:
        for one in sent:
            if self.is_up and (one.role != "stream" or self.gets_through(self.now_s)):
                assert len(one.payload) <= self.sensor.max_payload
                self._arrive([Packet(self.now_s + 0.004, one.payload, one.role)])

    def _arrive(self, packets: list[Packet]) -> None:
        self.packets += packets
        self.parts.append(self.decoder.feed(packets))

    @property
    def frames(self) -> Frames:
        """What has come out so far."""
        return joined(self.parts)

    def replayed_offline(self) -> Frames:
        """What a new decoder makes of the recording, fed at once."""
        decoder = OpenProfileDecoder()
        frames, held = decoder.feed(self.packets), decoder.finish()
        return joined([frames, held] if held else [frames])
