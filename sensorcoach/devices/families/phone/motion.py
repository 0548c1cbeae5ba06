"""Align the streams of one phone: specific force and angular rate at the times of one stream.

Each stream of a phone has its own times. Gravity and angular rate are interpolated between their two neighbours. Where
these are further apart than _BRIDGE_NS, as beside a lost push, only a reading within _NEAR_NS counts; without one the
sample is missing. The first second is held back until the streams are known (`choice.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sensorcoach.devices.families.phone.choice import NOTHING, Refusal, StreamChoice, choose_stream
from sensorcoach.devices.families.phone.message import STREAMS, Readings
from sensorcoach.samples import FloatArray, IntArray

_CHOICE_NS = 10**9
"""Time of readings by which streams are chosen."""

_HOLD_NS = 2 * 10**9
"""Longest wait of a sample for the other streams."""

_BRIDGE_NS = 200_000_000
"""Longest distance of two readings between which a stream is interpolated."""

_NEAR_NS = 30_000_000
"""Longest distance at which a single reading counts."""

_LEAST_STEP_NS = 200_000
"""Least step between two readings: no phone samples faster than 5000 Hz. A shorter step is a repetition."""

_MOST_STEPS = 64
"""Number of latest samples and gaps that are kept to count losses."""

STOPPED = "The phone no longer sends its {name}."
_NONE = Readings(np.empty(0, np.int64), np.empty((0, 3)), np.empty(0))

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PhoneSamples:
    """n samples: UTC in ns (n,), specific force (n, 3), angular rate (n, 3) or None, arrival of their pushes (n,)."""

    time_ns: IntArray
    acc_mps2: FloatArray
    gyro_radps: FloatArray | None
    arrival_s: FloatArray


class PhoneMotion:
    """Samples from the streams of one session, in order; memory is bounded."""

    def __init__(self) -> None:
        self.lost_samples = 0
        """Number of samples missing because a push, or one of the streams, is missing."""
        self.problem = NOTHING
        """Why there are no samples; empty where there are some."""
        self.choice: StreamChoice | None = None
        self._waiting: dict[str, Readings] = {}
        """Readings still needed, by stream."""
        self._newest_ns = 0
        """The newest reading of any stream."""
        self._given_ns: IntArray = np.empty(0, np.int64)
        """Times of the latest samples given out; their steps show the size of a gap."""
        self._gaps_ns: list[int] = []
        """Times after which measured samples are missing."""

    def feed(self, streams: Mapping[str, Readings], *, after_gap: bool) -> PhoneSamples | None:
        """Return the samples that these readings complete; None if there are none."""
        if after_gap and self._newest_ns:
            self._gaps_ns = [*self._gaps_ns, self._newest_ns][-_MOST_STEPS:]
        for name in STREAMS if self.choice is None else (self.choice.main, *self.choice.others):
            if name in streams:
                self._append(name, streams[name])
        if self.choice is None:
            self._choose()
        if self.choice is None:
            return None
        return self._align(self.choice)

    def _append(self, name: str, new: Readings) -> None:
        old = self._waiting.get(name, _NONE)
        last_ns = int(old.time_ns[-1]) if len(old) else (int(self._given_ns[-1]) if len(self._given_ns) else 0)
        kept = _select_rising(new.time_ns, last_ns)
        new = new.select(kept)
        if len(new):
            self._waiting[name] = Readings(
                np.concatenate([old.time_ns, new.time_ns]),
                np.concatenate([old.xyz, new.xyz]),
                np.concatenate([old.arrival_s, new.arrival_s]),
            )
            self._newest_ns = max(self._newest_ns, int(new.time_ns[-1]))

    def _choose(self) -> None:
        """After a second of readings choose streams, or note the problem and try the next second."""
        oldest_ns = min((int(one.time_ns[0]) for one in self._waiting.values()), default=self._newest_ns)
        if self._newest_ns - oldest_ns < _CHOICE_NS:
            return
        chosen = choose_stream(self._waiting)
        if isinstance(chosen, Refusal):
            self.problem = chosen.reason
            self._waiting, self._gaps_ns = {}, []
            return
        self.choice, self.problem = chosen, ""
        wanted = {chosen.main, *chosen.others}
        self._waiting = {name: one for name, one in self._waiting.items() if name in wanted}

    def _align(self, choice: StreamChoice) -> PhoneSamples | None:
        main = self._waiting.get(choice.main, _NONE)
        others = [self._waiting.get(name, _NONE) for name in choice.others]
        ends_ns = [int(one.time_ns[-1]) if len(one) else 0 for one in others]
        settled_ns = max(min([self._newest_ns, *ends_ns]), self._newest_ns - _HOLD_NS)
        count = int(np.searchsorted(main.time_ns, settled_ns, side="right"))
        ready = main.select(slice(count))
        good = np.ones(count, dtype=np.bool_)
        read = [_interpolate(one, ready.time_ns) for one in others]
        for _, found in read:
            good &= found
        self._gaps_ns = [*self._gaps_ns, *ready.time_ns[~good].tolist()][-_MOST_STEPS:]
        if count:
            stopped = [name for name, (_, found) in zip(choice.others, read, strict=True) if not found.any()]
            self.problem = STOPPED.format(name=stopped[0]) if stopped else ""
        self._forget(choice, main.select(slice(count, None)), settled_ns)
        ready = ready.select(good)
        values = dict(zip(choice.others, [xyz[good] for xyz, _ in read], strict=True))
        acc_mps2 = ready.xyz
        if choice.added:
            acc_mps2 = acc_mps2 + values[choice.added]
        if not len(ready):
            return None
        self._count_lost(ready.time_ns)
        gyro_radps = values[choice.gyro] if choice.gyro else None
        return PhoneSamples(ready.time_ns, acc_mps2 * choice.factor, gyro_radps, ready.arrival_s)

    def _forget(self, choice: StreamChoice, main: Readings, settled_ns: int) -> None:
        """Keep the readings still needed: samples that wait, and of other streams the last reading before those."""
        kept = {choice.main: main}
        for name in choice.others:
            one = self._waiting.get(name, _NONE)
            before = max(0, int(np.searchsorted(one.time_ns, settled_ns, side="right")) - 1)
            kept[name] = one.select(slice(before, None))
        self._waiting = {name: one for name, one in kept.items() if len(one)}

    def _count_lost(self, time_ns: IntArray) -> None:
        """Count the samples that fit into steps with a gap."""
        times_ns = np.concatenate([self._given_ns, time_ns])
        if self._gaps_ns and len(times_ns) > 1:
            gaps_ns = np.unique(np.array(self._gaps_ns, dtype=np.int64))
            places = np.unique(np.searchsorted(times_ns, gaps_ns, side="right"))
            inside = places[(places >= max(1, len(self._given_ns))) & (places < len(times_ns))] - 1
            steps_ns = np.diff(times_ns)
            step_ns = max(_LEAST_STEP_NS, float(np.median(steps_ns)))
            self.lost_samples += int(np.sum(np.maximum(0, np.rint(steps_ns[inside] / step_ns) - 1)))
        self._given_ns = times_ns[-_MOST_STEPS:]
        self._gaps_ns = [gap_ns for gap_ns in self._gaps_ns if gap_ns >= times_ns[-1]]


def _select_rising(time_ns: IntArray, last_ns: int) -> IntArray:
    """Return the positions of readings at least the least step after the previous one."""
    kept: list[int] = []
    for place, time in enumerate(time_ns.tolist()):
        if time - last_ns >= _LEAST_STEP_NS:
            kept.append(place)
            last_ns = time
    return np.array(kept, dtype=np.int64)


def _interpolate(stream: Readings, time_ns: IntArray) -> tuple[FloatArray, BoolArray]:
    """Return the stream's values (n, 3) at these times, and whether readings are near enough (n,)."""
    if not len(stream):
        return np.zeros((len(time_ns), 3)), np.zeros(len(time_ns), dtype=np.bool_)
    last = len(stream) - 1
    after = np.minimum(np.searchsorted(stream.time_ns, time_ns, side="left"), last)
    before = np.maximum(np.where(stream.time_ns[after] <= time_ns, after, after - 1), 0)
    span_ns = stream.time_ns[after] - stream.time_ns[before]
    share = np.clip((time_ns - stream.time_ns[before]) / np.maximum(span_ns, 1), 0.0, 1.0)
    is_bridged = (span_ns <= _BRIDGE_NS) & (stream.time_ns[before] <= time_ns) & (time_ns <= stream.time_ns[after])
    nearest = np.where(share < 0.5, before, after)
    distance_ns = np.abs(stream.time_ns[nearest] - time_ns)
    share = np.where(is_bridged, share, np.where(nearest == before, 0.0, 1.0))[:, None]
    values = stream.xyz[before] * (1.0 - share) + stream.xyz[after] * share
    return values, is_bridged | (distance_ns <= _NEAR_NS)
