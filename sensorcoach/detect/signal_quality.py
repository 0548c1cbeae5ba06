"""Judge the signal: does it contain gravity, is its scale right, are too many samples missing, does the segment move?

`Pipeline` feeds a `SignalMonitor` with gaps and motion, and merges its judgements with those of `PostureGate` in a
`SignalVerdict`. The signal is judged in windows of one second. At rest |a| must be gravity. A sensor that shows about
1 g at rest is trusted. Any other sensor is reported as unreliable, and its reps are counted all the same.
"""

from collections import deque
from collections.abc import Sequence
from statistics import median
from typing import Annotated

import numpy as np

from sensorcoach.detect.finding.refusals import RefusalReasons
from sensorcoach.events import Event, GapFound, Quality, SignalJudged, known_s
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.motion.motion_block import TURN_S, MotionBlock
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.parameters import Within
from sensorcoach.samples import FloatArray
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG, STANDARD_GRAVITY_MPS2

WINDOW_S: Annotated[float, Within(0.5, 5.0, "s")] = 1.0
"""Length of the windows in which the signal is judged. A hold or a rest fills one."""

STILL_MPS2: Annotated[float, Within(0.05, 1.0, "m/s²")] = 0.25
"""Standard deviation of |a| in a window below which the sensor is still. Noise and tremor stay below it."""

TRUSTED_G: Annotated[tuple[float, float], Within(0.7, 1.3, "g")] = (0.9, 1.1)
"""Levels of |a| at rest between which the scale is trusted. Uncalibrated sensors are off by a few percent."""

GRAVITY_LEAST_G: Annotated[float, Within(0.2, 0.8, "g")] = 0.5
"""Level of |a| below which the signal lacks gravity. Linear acceleration shows nearly 0 g, a wrong scale more."""

MISSING_SHARE: Annotated[float, Within(0.05, 0.5, "share")] = 0.2
"""Share of missing samples that makes the count unreliable. Then reps are likely to be lost."""

MOVING_RAD: Annotated[float, Within(0.5 * RAD_PER_DEG, 5.0 * RAD_PER_DEG, "rad")] = 1.5 * RAD_PER_DEG
"""Smallest turn within 0.3 s of a segment that exercises. This is 5°/s, which even slow lifts reach."""

MOVING_SHARE: Annotated[float, Within(0.0, 0.2, "share")] = 0.02
"""Share of windows with such turns below which the segment hardly moved. Putting the sensor on moves it a little."""

LEAST_WINDOWS: Annotated[int, Within(1, 30, "windows")] = 3
"""Fewest windows for a judgement. The first seconds of a recording may be untypical."""

MOST_STILL_WINDOWS: Annotated[int, Within(10, 600, "windows")] = 60
"""Most still windows for the level of |a|. More change nothing."""

_WINDOW_POINTS = round(WINDOW_S * RATE_HZ)

_Judgement = tuple[Quality, str | None]
_OK: _Judgement = (Quality.OK, None)
_MISSING: _Judgement = (
    Quality.UNRELIABLE,
    f"More than {MISSING_SHARE:.0%} of the samples are missing, so reps may be lost. Bring sensor and computer closer.",
)
"""The judgement in the course of a session. The final one has the seconds."""


class SignalMonitor:
    """Judges the signal as it comes and reports each change."""

    def __init__(self, exercise: Exercise, placement: Placement) -> None:
        self._wrong_placement = _describe_wrong_placement(exercise, placement)
        """Why this placement cannot show this exercise; None where it can."""
        self._remainder: FloatArray = np.empty((2, 0))
        """|a| and turn (2, n) at the points of the window in progress."""
        self._levels_g: list[float] = []
        """Mean |a| of the first still windows, in g."""
        self._level_g = 0.0
        """Median of `_levels_g`."""
        self._all_g = 0.0
        """Sum of the mean |a| of all windows, in g."""
        self._windows = 0
        """Number of windows judged."""
        self._moving = 0
        """Number of windows in which the segment turned."""
        self._most_rad = 0.0
        """Largest turn within `TURN_S`."""
        self._missing_s = 0.0
        """Seconds of missing samples."""
        self._begin_s: float | None = None
        """Time of the first sample."""
        self._coming_gaps: deque[tuple[float, float]] = deque()
        """Gaps after the newest window: when each is known, however the samples were cut, and its seconds."""
        self._missing_before_s = 0.0
        """Seconds of missing samples before the newest window."""
        self._unit: str | None = None
        """Unit of the readings, where it was not m/s²."""
        self._reported = _OK
        """Latest judgement that was reported."""

    def note_unit(self, name: str) -> None:
        """Note that the readings were in this unit instead of m/s²."""
        self._unit = name

    def note_begin(self, time_s: float) -> None:
        """Note the time of the first sample; later calls change nothing."""
        self._begin_s = time_s if self._begin_s is None else self._begin_s

    def note_gap(self, gap: GapFound, known_s: float) -> None:
        """Note missing samples, known from this time on."""
        self._missing_s += gap.end_s - gap.start_s
        self._coming_gaps.append((max(gap.end_s, known_s), gap.end_s - gap.start_s))

    def feed(self, block: MotionBlock) -> list[SignalJudged]:
        """Return the judgements that this motion changes."""
        rows = np.concatenate([self._remainder, np.array([block.acc_norm_mps2, block.turned_rad])], axis=1)
        windows = rows.shape[1] // _WINDOW_POINTS
        self._remainder = rows[:, windows * _WINDOW_POINTS :].copy()
        if not windows:
            return []
        acc_norm_mps2, turned_rad = rows[:, : windows * _WINDOW_POINTS].reshape(2, windows, _WINDOW_POINTS)
        levels_g = (acc_norm_mps2.mean(axis=1) / STANDARD_GRAVITY_MPS2).tolist()
        still = (acc_norm_mps2.std(axis=1) < STILL_MPS2).tolist()
        begin = block.first + len(block.turned_rad) - rows.shape[1]
        judged: list[SignalJudged] = []
        for k, most_rad in enumerate(turned_rad.max(axis=1).tolist()):
            self._add_window(levels_g[k], most_rad, still=still[k])
            point = begin + (k + 1) * _WINDOW_POINTS
            self._pass_gaps(block.origin_s + point / RATE_HZ)
            share = self._missing_share(block.origin_s + point / RATE_HZ)
            judged += self._report(block.origin_s + block.late_s + point / RATE_HZ, self._judge(share))
        return judged

    def _pass_gaps(self, time_s: float) -> None:
        """Count the gaps that are known at this time."""
        while self._coming_gaps and self._coming_gaps[0][0] <= time_s:
            self._missing_before_s += self._coming_gaps.popleft()[1]

    def _missing_share(self, time_s: float) -> float:
        """Return the share of missing samples from the first sample to this time."""
        begin_s = time_s if self._begin_s is None else self._begin_s
        return self._missing_before_s / max(time_s - begin_s, 1.0)

    def finish(self, time_s: float, duration_s: float, reps: int, refused: RefusalReasons) -> list[SignalJudged]:
        """Return the last judgement, if it changes, of a recording with this number of counted reps."""
        quality, reason = self._judge_signal()
        if quality is Quality.OK and self._missing_s > MISSING_SHARE * max(duration_s, 1.0):
            quality, reason = Quality.UNRELIABLE, f"{self._missing_s:.0f} s of samples are missing."
        wrong_placement = self._wrong_placement or refused.wrong_placement
        if quality is Quality.OK and wrong_placement is not None:
            quality, reason = Quality.WRONG_PLACEMENT, wrong_placement
        if quality is Quality.OK and reps == 0:
            quality, reason = self._explain_no_reps(refused, time_s - duration_s)
        return self._report(time_s, (quality, reason))

    def _add_window(self, level_g: float, turned_rad: float, *, still: bool) -> None:
        """Add a window with this mean |a|, in g, and this largest turn."""
        self._windows += 1
        self._all_g += level_g
        self._most_rad = max(self._most_rad, turned_rad)
        self._moving += turned_rad > MOVING_RAD
        if len(self._levels_g) < MOST_STILL_WINDOWS and still:
            self._levels_g.append(level_g)
            self._level_g = median(self._levels_g)

    def _judge(self, missing_share: float) -> _Judgement:
        """Judge the signal so far, and whether it can show this exercise at all."""
        quality, reason = self._judge_signal()
        if quality is Quality.OK and self._windows >= LEAST_WINDOWS and missing_share > MISSING_SHARE:
            return _MISSING
        if quality is Quality.OK and self._wrong_placement is not None:
            return Quality.WRONG_PLACEMENT, self._wrong_placement
        return quality, reason

    def _judge_signal(self) -> _Judgement:
        if self._windows < LEAST_WINDOWS:
            return Quality.OK, None
        still = len(self._levels_g) >= LEAST_WINDOWS
        level_g = self._level_g if still else self._all_g / self._windows
        if level_g < GRAVITY_LEAST_G:
            return Quality.NO_GRAVITY, (
                f"|a| is {level_g:.2f} g instead of 1 g: the signal lacks gravity. "
                "Record the raw accelerometer (with gravity), not linear acceleration."
            )
        if self._unit is not None:
            return Quality.UNRELIABLE, f"The readings look like {self._unit}, not m/s²; they were converted."
        if still and not TRUSTED_G[0] <= level_g <= TRUSTED_G[1]:
            return Quality.UNRELIABLE, (
                f"|a| at rest is {level_g:.2f} g, expected {TRUSTED_G[0]:g} to {TRUSTED_G[1]:g} g: the scale is off. "
                "Check the sensor's range setting or calibrate it."
            )
        return Quality.OK, None

    def _explain_no_reps(self, refused: RefusalReasons, begin_s: float) -> _Judgement:
        if refused.wrong_posture:
            return Quality.WRONG_POSTURE, refused.wrong_posture
        if refused.half_reps:
            return Quality.WEAK, (
                "The pelvis bends while the body goes down and up, but the height could not be followed, "
                "so bends look like reps. Pause for a second at the top and at the bottom."
            )
        if self._moving <= max(LEAST_WINDOWS, MOVING_SHARE * self._windows):
            return Quality.WEAK, (
                f"The worn segment hardly moved (at most {self._most_rad * DEG_PER_RAD:.1f}° in {TURN_S:g} s). "
                "Wear the sensor on the part that lifts."
            )
        if refused.likeliest is not None:
            return Quality.OK, f"No set was found. {refused.likeliest.describe(begin_s)}"
        return Quality.OK, "No lift was found."

    def _report(self, time_s: float, judged: _Judgement) -> list[SignalJudged]:
        """Report a judgement that differs from the latest; a fault keeps its first reason, except for the final one."""
        is_same = judged[0] is self._reported[0] and judged[0] is not Quality.OK and self._reported != _MISSING
        if judged == self._reported or is_same:
            return []
        self._reported = judged
        return [SignalJudged(time_s, *judged)]


def _describe_wrong_placement(exercise: Exercise, placement: Placement) -> str | None:
    if placement in exercise.placements:
        return None
    wanted = " or the ".join(exercise.placements)
    return f"{exercise.name} moves the {wanted}, not the {placement}: reps counted there are of another movement."


class SignalVerdict:
    """Merges the judgements of `SignalMonitor` and `PostureGate` into one at a time."""

    def __init__(self) -> None:
        self._signal = _OK
        """Latest judgement of `SignalMonitor`."""
        self._posture = _OK
        """Latest judgement of `PostureGate`."""
        self._reported = _OK
        """Latest judgement that was reported."""

    def merge(self, signal: Sequence[SignalJudged], rest: Sequence[Event]) -> list[Event]:
        """Return all events in the order in which they became known, with one judgement at a time.

        `signal`: judgements of `SignalMonitor`, which come first among events of the same moment. `rest`: all other
        events; their `SignalJudged` are of `PostureGate`.
        """
        merged: list[Event] = []
        both = [*((event, True) for event in signal), *((event, False) for event in rest)]
        for event, of_signal in sorted(both, key=lambda pair: known_s(pair[0])):
            merged += self._update(event, of_signal=of_signal) if isinstance(event, SignalJudged) else [event]
        return merged

    def finish(self, time_s: float, signal: Sequence[SignalJudged]) -> list[SignalJudged]:
        """Return the last judgement, if it changes: that of `SignalMonitor`, which includes the refused sets."""
        for event in signal:
            self._signal = (event.quality, event.reason)
        self._posture = _OK
        return self._report(time_s)

    def _update(self, event: SignalJudged, *, of_signal: bool) -> list[SignalJudged]:
        if of_signal:
            self._signal = (event.quality, event.reason)
        elif not (self._posture[0] is Quality.WRONG_PLACEMENT and event.quality is not Quality.WRONG_PLACEMENT):
            self._posture = (event.quality, event.reason)
        return self._report(event.time_s)

    def _report(self, time_s: float) -> list[SignalJudged]:
        signal_first = self._signal[0] is not Quality.OK or self._posture[0] is Quality.OK
        judgement = self._signal if signal_first else self._posture
        if judgement == self._reported:
            return []
        self._reported = judgement
        return [SignalJudged(time_s, *judgement)]
