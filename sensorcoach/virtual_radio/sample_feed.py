"""Gives a fake sensor each sample of a performance at the moment at which it would have measured it."""

import asyncio
import math
from array import array
from collections.abc import Callable, Sequence

import numpy as np

from sensorcoach.devices.device import Outgoing, Peripheral
from sensorcoach.samples import Samples, freeze
from sensorcoach.virtual_radio.worn_sensor import WornSensor, one_sample

_COLUMNS = 7
"""Time, acceleration, angular rate."""


class FedSamples:
    """All samples that a sensor was given, in order; 56 bytes each, so a long run is better off without."""

    def __init__(self) -> None:
        self._rows = array("d")
        self._has_gyro = True

    def __len__(self) -> int:
        return len(self._rows) // _COLUMNS

    def add(self, time_s: float, samples: Samples) -> None:
        """One sample, measured at this time of the loop's clock."""
        self._rows.append(time_s)
        self._rows.extend(samples.acc_mps2[0].tolist())
        self._has_gyro = samples.gyro_radps is not None
        self._rows.extend((0.0, 0.0, 0.0) if samples.gyro_radps is None else samples.gyro_radps[0].tolist())

    @property
    def samples(self) -> Samples:
        """What was given so far, at the times of the loop's clock."""
        rows = np.array(self._rows, dtype=np.float64).reshape(-1, _COLUMNS)
        freeze(rows)
        return Samples(rows[:, 0], rows[:, 1:4], rows[:, 4:7] if self._has_gyro else None)


class SampleFeed:
    """Follows the rate at which the sensor wants samples; the performance begins when it first wants any.

    After its end the sensor lies still, unless `repeats`: then the performance begins anew, whatever the jump.
    """

    def __init__(
        self,
        worn: WornSensor,
        peripheral: Peripheral,
        send: Callable[[Sequence[Outgoing]], None],
        fed: FedSamples | None,
        *,
        repeats: bool,
    ) -> None:
        self._worn = worn
        self._peripheral = peripheral
        self._send = send
        self._fed = fed
        self._repeats = repeats
        self._loop = asyncio.get_running_loop()
        self.begun_s: float | None = None
        """Loop's clock at the first moment of the performance, None before."""
        self._booted_s = self._loop.time()
        """Loop's clock when the sensor's own clock was at zero."""
        self._rate_hz: float | None = None
        """At which it is fed now."""
        self._clock_rate = 1.0
        """Seconds that its clock counts in a second."""
        self._samples: Samples | None = None
        """The whole performance at that rate."""
        self._next = 0
        """Number of the sample that comes next, counted from the performance's first."""
        self._timer: asyncio.TimerHandle | None = None

    def follow(self) -> None:
        """Something may have changed the rate."""
        rate_hz = self._peripheral.streaming_hz
        if rate_hz == self._rate_hz:
            return
        self.stop()
        self._rate_hz = rate_hz
        if rate_hz is not None:
            self._samples = self._worn.samples(rate_hz)
            self._clock_rate = self._worn.clock_rate(rate_hz)
            self._begin()

    def reboot(self) -> None:
        """The sensor's clock begins anew."""
        self.stop()
        self._booted_s = self._loop.time()

    def stop(self) -> None:
        """No more samples until the rate is followed again."""
        self._rate_hz = None
        if self._timer is not None:
            self._timer.cancel()

    def _begin(self) -> None:
        now_s = self._loop.time()
        if self.begun_s is None:
            self.begun_s = now_s
        first_s = self._due_s(0)
        period_s = self._due_s(1) - first_s
        self._next = max(0, math.floor((now_s - first_s) / period_s) + 1)
        self._timer = self._loop.call_at(self._due_s(self._next), self._give)

    def _give(self) -> None:
        """The sample that is due, to the sensor, and what it makes of it, to the radio."""
        due_s = self._due_s(self._next)
        samples = self._samples
        if samples is None:
            return
        at = self._next % len(samples) if self._repeats else min(self._next, len(samples) - 1)
        own_s = (due_s - self._booted_s) * self._clock_rate
        sample = one_sample(samples, at, own_s, has_gyro=self._peripheral.has_gyro)
        if self._fed is not None:
            self._fed.add(due_s, sample)
        self._next += 1
        self._timer = self._loop.call_at(self._due_s(self._next), self._give)
        self._send(self._peripheral.feed(sample))

    def _due_s(self, number: int) -> float:
        """When the sample of this number is measured, by the loop's clock."""
        if self._samples is None or self.begun_s is None or self._rate_hz is None:
            return math.inf
        return self.begun_s + float(self._samples.time_s[0]) + number / (self._rate_hz * self._clock_rate)
