"""Samples cut into pieces at any places, as a radio or a file would hand them over."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import strategies as st

from sensorcoach.samples import Samples

SHARES = st.lists(st.floats(0.0, 1.0), max_size=20)
"""Where to cut, as shares of the whole; twice at one place gives an empty piece."""


def part(samples: Samples, start: int, stop: int) -> Samples:
    """A stretch of the samples."""
    gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[start:stop]
    return Samples(samples.time_s[start:stop], samples.acc_mps2[start:stop], gyro_radps)


def pieces(samples: Samples, shares: Sequence[float]) -> list[Samples]:
    """The samples cut at those shares of their number."""
    places = [0, *sorted(round(share * len(samples)) for share in shares), len(samples)]
    return [part(samples, start, stop) for start, stop in pairwise(places)]


def blocks(samples: Samples, size: int) -> list[Samples]:
    """The samples in blocks of a size; the last may be shorter."""
    return [part(samples, start, start + size) for start in range(0, len(samples), size)]
