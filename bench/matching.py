"""Match received samples with the measured ones, one by one and in order.

A wire rounds, so samples are equal if they differ by less than the coarsest wire's half step. Matching needs samples
that differ by more than that from each other: measure with `telling`.
"""

from dataclasses import dataclass

import numpy as np

from sensorcoach.samples import FloatArray, Frames, Samples
from sensorcoach.simulator.sensor import Channel, SensorModel

FINEST_MPS2 = 0.01
"""One milli-g; the coarsest wire has steps of twice that."""
FINEST_RADPS = 0.0012
"""0.07 degrees a second, likewise."""
LONGEST_HOLE_S = 60.0
"""Largest distance ahead at which a sample is looked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """The fate of the measured samples, in numbers.

    `before`: measured before the first received one; `matched`: received as measured, in order; `missing`: between
    the first and the last of those; `after`: newer than the last. `foreign`: received but not measured, or twice, or
    out of order. `acc_error_mps2`, `gyro_error_radps`: largest difference among matched samples.
    """

    before: int
    matched: int
    missing: int
    after: int
    foreign: int
    acc_error_mps2: float
    gyro_error_radps: float


def telling(rate_hz: float) -> SensorModel:
    """Return a sensor so noisy that its samples all differ: 50 milli-g, 3 degrees a second."""
    return SensorModel(rate_hz, Channel(noise=0.5), Channel(noise=0.05))


def since(samples: Samples, start_s: float) -> Samples:
    """Return the samples after this time."""
    after = samples.time_s > start_s
    gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[after]
    return Samples(samples.time_s[after], samples.acc_mps2[after], gyro_radps)


def match(received: Frames, measured: Samples) -> Match:
    """Look for each received sample behind the last one that was found."""
    got, given = _columns(received), _columns(measured)
    rows = _matched(got, given)
    found = [row for row in rows if row is not None]
    errors = [np.abs(given[row] - one) for row, one in zip(rows, got, strict=True) if row is not None]
    if not found:
        return Match(len(given), 0, 0, 0, len(got), 0.0, 0.0)
    worst = np.max(errors, axis=0)
    return Match(
        before=found[0],
        matched=len(found),
        missing=found[-1] - found[0] + 1 - len(found),
        after=len(given) - 1 - found[-1],
        foreign=len(got) - len(found),
        acc_error_mps2=float(worst[:3].max()),
        gyro_error_radps=float(worst[3:].max(initial=0.0)),
    )


def missing_spans(received: Frames, measured: Samples, longer_than_s: float) -> list[tuple[float, float]]:
    """Return start and end of missing samples between two received ones, on the clock of the measured samples."""
    rows = [row for row in _matched(_columns(received), _columns(measured)) if row is not None]
    time_s = measured.time_s[rows]
    gaps = np.flatnonzero(np.diff(time_s) > longer_than_s)
    return [(float(time_s[gap]), float(time_s[gap + 1])) for gap in gaps]


def _matched(got: FloatArray, given: FloatArray) -> list[int | None]:
    """Return for each received row the measured row that it equals, or None; always further on."""
    limit = np.array([FINEST_MPS2] * 3 + [FINEST_RADPS] * (got.shape[1] - 3))
    ahead = int(LONGEST_HOLE_S * 400.0)
    rows: list[int | None] = []
    start = 0
    for row in got:
        at = _first_like(row, given[start : start + ahead], limit)
        rows.append(None if at is None else start + at)
        start = start if at is None else start + at + 1
    return rows


def _first_like(row: FloatArray, given: FloatArray, limit: FloatArray) -> int | None:
    """Return the position of the first sample that equals this one; the next few are tried first."""
    for ahead in (4, 64, 1024, len(given)):
        alike = (np.abs(given[:ahead] - row) <= limit).all(axis=1)
        if alike.any():
            return int(np.argmax(alike))
    return None


def _columns(samples: Frames | Samples) -> FloatArray:
    columns = [samples.acc_mps2] if samples.gyro_radps is None else [samples.acc_mps2, samples.gyro_radps]
    return np.concatenate(columns, axis=1)
