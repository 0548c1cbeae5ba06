"""Received samples held against those that were measured, one by one and in order.

A wire rounds, so samples are the same when they differ by less than the coarsest wire's half step. To be told apart
for certain they must differ by more than that from each other: measure with `telling`.
"""

from dataclasses import dataclass

import numpy as np

from sensorcoach.samples import FloatArray, Frames, Samples
from sensorcoach.simulator.sensor import Channel, SensorModel

FINEST_MPS2 = 0.01
"""One milli-g; no wire is coarser than steps of twice that."""
FINEST_RADPS = 0.0012
"""0.07 degrees a second, likewise."""
LONGEST_HOLE_S = 60.0
"""Samples further ahead are not looked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """What became of the samples measured, in numbers.

    `before`: measured before the first that was received; `matched`: received as measured, in order; `missing`:
    between the first and the last of those; `after`: newer than the last. `foreign`: received and not measured, or
    twice, or out of order. `acc_error_mps2`, `gyro_error_radps`: largest difference in those that match.
    """

    before: int
    matched: int
    missing: int
    after: int
    foreign: int
    acc_error_mps2: float
    gyro_error_radps: float


def telling(rate_hz: float) -> SensorModel:
    """A sensor so noisy that no two of its samples are the same: 50 milli-g, 3 degrees a second."""
    return SensorModel(rate_hz, Channel(noise=0.5), Channel(noise=0.05))


def since(samples: Samples, start_s: float) -> Samples:
    """Those after this time."""
    after = samples.time_s > start_s
    gyro_radps = None if samples.gyro_radps is None else samples.gyro_radps[after]
    return Samples(samples.time_s[after], samples.acc_mps2[after], gyro_radps)


def match(received: Frames, measured: Samples) -> Match:
    """Each received sample is looked for behind the last that was found."""
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
    """From when to when samples are missing between two that were received, on the clock of those measured."""
    rows = [row for row in _matched(_columns(received), _columns(measured)) if row is not None]
    time_s = measured.time_s[rows]
    holes = np.flatnonzero(np.diff(time_s) > longer_than_s)
    return [(float(time_s[hole]), float(time_s[hole + 1])) for hole in holes]


def _matched(got: FloatArray, given: FloatArray) -> list[int | None]:
    """For each row received the one measured that it is, None where there is none; always further on."""
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
    """Where the first sample stands that is like this one; the next few are tried first."""
    for ahead in (4, 64, 1024, len(given)):
        alike = (np.abs(given[:ahead] - row) <= limit).all(axis=1)
        if alike.any():
            return int(np.argmax(alike))
    return None


def _columns(samples: Frames | Samples) -> FloatArray:
    columns = [samples.acc_mps2] if samples.gyro_radps is None else [samples.acc_mps2, samples.gyro_radps]
    return np.concatenate(columns, axis=1)
