"""Sample times of a device that may restart: each restart begins a new sensor clock."""

import numpy as np

from sensorcoach.clock.sample_clock import SampleClock
from sensorcoach.samples import Frames, Samples


class RestartingClock:
    """A `SampleClock` for each segment of the frames, one after the other; times rise across segments."""

    def __init__(self, rate_hz: float | None) -> None:
        self._rate_hz = rate_hz
        self._clock = SampleClock(rate_hz)
        self._segment = 0
        """Number of restarts up to now."""
        self._lost_before = 0
        """Estimated number of samples lost in earlier segments."""
        self._newest_s = -np.inf
        """The newest time given out."""

    @property
    def lost_samples(self) -> int:
        """Estimated number of lost samples on a wire that does not number them; 0 where the wire does."""
        return self._lost_before + self._clock.lost_samples

    def feed(self, frames: Frames) -> list[tuple[bool, Samples]]:
        """Add frames; returns the samples with settled times, in order, as pieces.

        A piece comes with true where the device restarted before it.
        """
        pieces: list[tuple[bool, Samples]] = []
        for segment, part in frames.split_by_segment():
            begins = segment != self._segment
            if begins:
                pieces.append((False, self.finish()))
                self._segment = segment
                self._lost_before += self._clock.lost_samples
                self._clock = SampleClock(self._rate_hz, self._newest_s)
            pieces.append((begins, self._note_newest(self._clock.feed(part))))
        return pieces

    def finish(self) -> Samples:
        """Return the samples still held back."""
        return self._note_newest(self._clock.finish())

    def _note_newest(self, samples: Samples) -> Samples:
        self._newest_s = float(samples.time_s[-1]) if len(samples) else self._newest_s
        return samples
