"""Faults of a gyro that its own readings show: zeros between readings of a turn, and clipped peaks."""

from typing import Annotated

import numpy as np

from sensorcoach.dsp.filtering import row_norms
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.units import DEG_PER_RAD

ZERO_RUN: Annotated[int, Within(1, 10, "samples")] = 5
"""Longest run of exact zeros that counts as filled in. A sensor that mutes slow turns shows longer ones, at rest."""

TURNING_RADPS: Annotated[float, Within(0.05, 0.5, "rad/s")] = 0.15
"""Least rate on both sides of such a run. Nobody stops so abruptly and goes on."""

ZERO_RUNS: Annotated[int, Within(2, 50, "runs")] = 6
"""Runs that show the fault. One may be a lost reading."""

CLIPPED_SAMPLES: Annotated[int, Within(3, 20, "samples")] = 5
"""Samples in a row at exactly the largest reading of an axis that make a clipped peak. Noise changes the last digit."""

CLIPPED_PEAKS: Annotated[int, Within(2, 20, "peaks")] = 4
"""Peaks that show the fault, all at the same value."""

STEPS: Annotated[float, Within(10.0, 1000.0, "steps")] = 50.0
"""Least height of a peak in steps of the reading. A coarse gyro repeats small values."""


class GyroFaults:
    """Watches the readings; `fault` says what is wrong, as the end of a sentence, and `fault_s` since when."""

    def __init__(self) -> None:
        self.fault: str | None = None
        self.fault_s = np.inf
        self._zeros = 0
        """Length of the run of zeros in progress."""
        self._rate_before = 0.0
        """Rate of the last reading before it, rad/s."""
        self._zero_runs = 0
        self._peaks = [_Peaks(), _Peaks(), _Peaks()]

    def feed(self, samples: Samples) -> None:
        """Look at samples with a gyro, in order."""
        if self.fault is not None or samples.gyro_radps is None or not len(samples):
            return
        found = [self._find_zeros(samples.time_s, row_norms(samples.gyro_radps))]
        for axis, peaks in enumerate(self._peaks):
            found.append(peaks.feed(samples.time_s, np.abs(samples.gyro_radps[:, axis])))
        self.fault_s, self.fault = min(found, key=lambda one: one[0])

    def _find_zeros(self, time_s: FloatArray, rate_radps: FloatArray) -> tuple[float, str | None]:
        if self._zeros == 0 and self._rate_before > 0.0 and rate_radps.all():
            self._rate_before = float(rate_radps[-1])
            return np.inf, None
        for at_s, rate in zip(time_s.tolist(), rate_radps.tolist(), strict=True):
            if rate == 0.0:
                self._zeros += 1
                continue
            filled = 0 < self._zeros <= ZERO_RUN and min(rate, self._rate_before) > TURNING_RADPS
            self._zero_runs += filled
            self._zeros, self._rate_before = 0, rate
            if self._zero_runs == ZERO_RUNS:
                return at_s, "sends zeros between its readings"
        return np.inf, None


class _Peaks:
    """Peaks of one axis that are cut off at the same value."""

    def __init__(self) -> None:
        self._largest, self._step, self._newest = 0.0, np.inf, 0.0
        self._run, self._peaks = 0, 0

    def feed(self, time_s: FloatArray, reading: FloatArray) -> tuple[float, str | None]:
        steps = np.abs(np.diff(reading, prepend=self._newest))
        self._newest = float(reading[-1])
        moves = steps[steps > 0.0]
        if len(moves):
            self._step = min(self._step, float(moves.min()))
        if reading.max() < self._largest:
            self._run = 0
            return np.inf, None
        for at_s, value in zip(time_s.tolist(), reading.tolist(), strict=True):
            if value > self._largest:
                self._largest, self._run, self._peaks = value, 0, 0
            self._run = self._run + 1 if value == self._largest else 0
            self._peaks += self._run == CLIPPED_SAMPLES
            if self._peaks == CLIPPED_PEAKS and self._largest >= STEPS * self._step:
                return at_s, f"is clipped at {self._largest * DEG_PER_RAD:.0f}°/s"
        return np.inf, None
