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
        """When the last of `ZERO_RUNS` runs of zeros ends, and what that is; infinity without it."""
        shown = np.flatnonzero(rate_radps)
        if not len(shown):
            self._zeros += len(rate_radps)
            return np.inf, None
        zeros = np.diff(shown, prepend=-1 - self._zeros) - 1
        before_radps = np.concatenate([[self._rate_before], rate_radps[shown[:-1]]])
        turning = np.minimum(before_radps, rate_radps[shown]) > TURNING_RADPS
        runs = self._zero_runs + np.cumsum((zeros > 0) & (zeros <= ZERO_RUN) & turning)
        self._zeros, self._rate_before = len(rate_radps) - 1 - int(shown[-1]), float(rate_radps[shown[-1]])
        self._zero_runs = int(runs[-1])
        if self._zero_runs < ZERO_RUNS:
            return np.inf, None
        return float(time_s[shown[int(runs.searchsorted(ZERO_RUNS))]]), "sends zeros between its readings"


class _Peaks:
    """Peaks of one axis that are clipped at the same value."""

    def __init__(self) -> None:
        self._largest, self._step, self._newest = 0.0, np.inf, 0.0
        """Largest reading, smallest step between two readings, newest reading."""
        self._run, self._peaks = 0, 0
        """Samples in a row, up to the newest, at the largest reading; peaks that are clipped there."""

    def feed(self, time_s: FloatArray, reading: FloatArray) -> tuple[float, str | None]:
        """When the last of `CLIPPED_PEAKS` peaks is clipped, and what that is; infinity without it."""
        steps = np.abs(np.diff(reading, prepend=self._newest))
        finest = np.minimum(np.minimum.accumulate(np.where(steps > 0.0, steps, np.inf)), self._step)
        at_largest = np.flatnonzero(reading >= np.maximum.accumulate(np.maximum(reading, self._largest)))
        self._newest, self._step, last = float(reading[-1]), float(finest[-1]), -1
        for place in at_largest.tolist():
            if reading[place] > self._largest:
                self._largest, self._run, self._peaks = float(reading[place]), 0, 0
            self._run = self._run + 1 if place == last + 1 else 1
            self._peaks += self._run == CLIPPED_SAMPLES
            last = place
            if self._peaks == CLIPPED_PEAKS and self._largest >= STEPS * finest[place]:
                return float(time_s[place]), f"is clipped at {self._largest * DEG_PER_RAD:.0f}°/s"
        self._run = self._run if last == len(reading) - 1 else 0
        return np.inf, None
