"""Sample times of a device that may start anew: from then on its clock is another one."""

import numpy as np

from sensorcoach.clock.sample_clock import SampleClock
from sensorcoach.samples import Frames, Samples


class RestartingClock:
    """A `SampleClock` for each segment of the frames, one after the other; times rise across them."""

    def __init__(self, rate_hz: float | None) -> None:
        self._rate_hz = rate_hz
        self._clock = SampleClock(rate_hz)
        self._segment = 0
        """How often the device has started anew."""
        self._lost_before = 0
        """Samples lost, by estimate, before it did so."""
        self._newest_s = -np.inf
        """The newest time given out."""

    @property
    def lost_samples(self) -> int:
        """Samples lost on a wire that does not number them, as their arrivals tell; 0 where the wire does."""
        return self._lost_before + self._clock.lost_samples

    def feed(self, frames: Frames) -> list[tuple[bool, Samples]]:
        """Times for what is settled, in order; true with those pieces before which the device has started anew."""
        pieces: list[tuple[bool, Samples]] = []
        for segment, part in frames.split_by_segment():
            begins = segment != self._segment
            if begins:
                pieces.append((False, self.finish()))
                self._segment = segment
                self._lost_before += self._clock.lost_samples
                self._clock = SampleClock(self._rate_hz, self._newest_s)
            pieces.append((begins, self._given(self._clock.feed(part))))
        return pieces

    def finish(self) -> Samples:
        """What is still held back."""
        return self._given(self._clock.finish())

    def _given(self, samples: Samples) -> Samples:
        self._newest_s = float(samples.time_s[-1]) if len(samples) else self._newest_s
        return samples
