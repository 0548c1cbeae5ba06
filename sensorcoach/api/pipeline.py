"""A stream of samples or packets in, events out."""

import math
from collections.abc import Mapping, Sequence
from numbers import Real
from types import NoneType

from sensorcoach import pipeline as internal_pipeline
from sensorcoach import samples as internal_samples
from sensorcoach.api.argument_types import require_type
from sensorcoach.api.options import make_options
from sensorcoach.api.samples import check_samples
from sensorcoach.devices.find_device import find_device
from sensorcoach.errors import InputError, UsageError
from sensorcoach.events import Event
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.packets import Packet
from sensorcoach.runner.options import load_criteria


class Pipeline:
    """Counts reps while samples arrive. The events do not depend on how the samples are cut into calls.

    `exercise`: id, alias or `Exercise`. `placement`: `"pelvis"`, `"thigh"` or `Placement`; by default the exercise's
    first. `limits`, `person`, `armed`: as in `analyze`.
    `device`: id of the sensor family (`sensorcoach devices`), needed for packets. `rate_hz`: nominal rate of its
    packets; samples need none.

    Raises SensorcoachError for an unknown exercise, placement, limit, person or device, and for a wrong rate.
    """

    def __init__(
        self,
        exercise: Exercise | str = "generic",
        placement: Placement | str | None = None,
        *,
        device: str | None = None,
        rate_hz: float | None = None,
        limits: Mapping[str, float] | None = None,
        person: str | None = None,
        armed: bool = False,
    ) -> None:
        require_type("rate_hz", rate_hz, (Real, NoneType), "the nominal rate in hertz")
        if rate_hz is not None and not 0.0 < rate_hz < math.inf:
            raise UsageError("bad_rate", f"rate_hz is {rate_hz!r}.", "Give the nominal rate in hertz, above 0.")
        options = make_options(exercise, placement, limits, person, armed=armed)
        self.exercise, self.placement = options.settle(None)
        self._has_decoder = device is not None
        self._last_s: float | None = None
        """Time of the newest sample."""
        self._is_finished = False
        self._pipeline = internal_pipeline.Pipeline(
            self.exercise,
            self.placement,
            find_device(device).decoder(rate_hz) if device else None,
            rate_hz,
            load_criteria(options.terms, self.exercise, self.placement),
            armed=armed,
        )

    def feed(self, packets: Sequence[Packet]) -> list[Event]:
        """The events that these packets make known. Raises UsageError without a device, and after `finish`."""
        self._check_open()
        if not self._has_decoder:
            raise UsageError("no_device", "Packets need a decoder.", "Create the pipeline with device=ID.")
        for packet in packets:
            require_type("A packet", packet, (Packet,), "Packet(arrival_s, payload)")
        return self._pipeline.feed(packets)

    def feed_samples(self, samples: internal_samples.Samples) -> list[Event]:
        """The events that these samples make known; their times continue those of the last call.

        Raises InputError if they do not, or for wrong samples, and UsageError after `finish`.
        """
        self._check_open()
        checked = check_samples(samples)
        if not len(checked):
            return []
        first_s = float(checked.time_s[0])
        if self._last_s is not None and first_s <= self._last_s:
            message = f"time_s[0] = {first_s!r} s is not later than the last sample, at {self._last_s!r} s."
            raise InputError("time_backwards", message, "Feed samples in the order of their times, each once.")
        self._last_s = float(checked.time_s[-1])
        return self._pipeline.feed_samples(checked)

    def finish(self) -> list[Event]:
        """The events that are known only at the end. Call it once, after the last sample."""
        self._check_open()
        self._is_finished = True
        return self._pipeline.finish()

    def _check_open(self) -> None:
        if self._is_finished:
            raise UsageError("finished", "This pipeline has been finished.", "Create a new one.")
