"""Feed a fake sensor the samples of a performance, each at the time at which it is measured."""

import asyncio
import math
from array import array
from collections.abc import Callable, Sequence

import numpy as np

from sensorcoach.devices.device import Outgoing, Peripheral
from sensorcoach.samples import Samples, freeze
from sensorcoach.virtual_radio.worn_sensor import WornSensor, one_sample

_COLUMNS = 7
"""Columns per sample: time, specific force (3), angular rate (3)."""


class FedSamples:
    """All samples fed to a sensor, in order. They need 56 bytes each, so avoid them in long runs."""

    def __init__(self) -> None:
        self._rows = array("d")
        self._has_gyro = True

    def __len__(self) -> int:
        return len(self._rows) // _COLUMNS

    def add(self, time_s: float, samples: Samples) -> None:
        """Add one sample, measured at this event loop time."""
        self._rows.append(time_s)
        self._rows.extend(samples.acc_mps2[0].tolist())
        self._has_gyro = samples.gyro_radps is not None
        self._rows.extend((0.0, 0.0, 0.0) if samples.gyro_radps is None else samples.gyro_radps[0].tolist())

    @property
    def samples(self) -> Samples:
        """All samples so far, with event loop times."""
        rows = np.array(self._rows, dtype=np.float64).reshape(-1, _COLUMNS)
        freeze(rows)
        return Samples(rows[:, 0], rows[:, 1:4], rows[:, 4:7] if self._has_gyro else None)


class SampleFeed:
    """Feeds samples at the rate that the sensor requests. The performance starts at the first request.

    After its end the sensor repeats the last sample. With `repeats`, the performance starts again, with a jump.
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
        self.start_s: float | None = None
        """Event loop time of the performance's start, None before it."""
        self._booted_s = self._loop.time()
        """Event loop time at which the sensor's own clock was zero."""
        self._rate_hz: float | None = None
        """Current sample rate, None while the sensor takes no samples."""
        self._clock_rate = 1.0
        """Seconds on the sensor's clock per real second."""
        self._samples: Samples | None = None
        """The whole performance at the current rate."""
        self._next = 0
        """Number of the next sample, counted from the performance's first."""
        self._timer: asyncio.TimerHandle | None = None

    def update_rate(self) -> None:
        """Adopt the rate that the sensor requests now."""
        rate_hz = self._peripheral.streaming_hz
        if rate_hz == self._rate_hz:
            return
        self.stop()
        self._rate_hz = rate_hz
        if rate_hz is not None:
            self._samples = self._worn.samples(rate_hz)
            self._clock_rate = self._worn.clock_rate(rate_hz)
            self._start()

    def reboot(self) -> None:
        """Restart the sensor's clock."""
        self.stop()
        self._booted_s = self._loop.time()

    def stop(self) -> None:
        """Stop feeding until the next `update_rate`."""
        self._rate_hz = None
        if self._timer is not None:
            self._timer.cancel()

    def _start(self) -> None:
        now_s = self._loop.time()
        if self.start_s is None:
            self.start_s = now_s
        first_s = self._due_s(0)
        period_s = self._due_s(1) - first_s
        self._next = max(0, math.floor((now_s - first_s) / period_s) + 1)
        self._timer = self._loop.call_at(self._due_s(self._next), self._feed_sample)

    def _feed_sample(self) -> None:
        """Feed the sample that is due and send the resulting notifications."""
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
        self._timer = self._loop.call_at(self._due_s(self._next), self._feed_sample)
        self._send(self._peripheral.feed(sample))

    def _due_s(self, number: int) -> float:
        """Return the event loop time at which the sample with this number is measured."""
        if self._samples is None or self.start_s is None or self._rate_hz is None:
            return math.inf
        return self.start_s + float(self._samples.time_s[0]) + number / (self._rate_hz * self._clock_rate)
