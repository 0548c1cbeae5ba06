"""The main path: packets in, events out."""

from collections.abc import Sequence

from sensorcoach.devices.device import Decoder
from sensorcoach.events import Event
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.packets import Packet
from sensorcoach.samples import Samples


class Pipeline:
    """Turns packets (or timed samples) into events; the same events however they are cut.

    `rate_hz` is the sensor's nominal rate, for the clock; samples that carry their times need none.
    """

    def __init__(
        self,
        exercise: Exercise,
        placement: Placement,
        decoder: Decoder | None = None,
        rate_hz: float | None = None,
    ) -> None: ...

    def feed(self, packets: Sequence[Packet]) -> list[Event]: ...

    def feed_samples(self, samples: Samples) -> list[Event]: ...

    def finish(self) -> list[Event]: ...
