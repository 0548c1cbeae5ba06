"""What the signal is good for: is gravity in it, is its scale right, is enough of it there, does it move?

Looked at in windows of one second. Where the sensor is still, |a| must be gravity; a sensor that
shows 0.9 to 1.1 g there is trusted, another is said to be unreliable and counted all the same.
"""

from collections.abc import Sequence
from statistics import median

import numpy as np

from sensorcoach.detect.finding.refusals import RefusalReasons
from sensorcoach.events import Event, GapFound, Quality, SignalJudged, known_s
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.motion.motion_block import MotionBlock
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG, STANDARD_GRAVITY_MPS2

WINDOW = round(RATE_HZ)
STILL_MPS2 = 0.25
"""Spread of |a| within a second below which the sensor is still."""

TRUSTED_G = (0.9, 1.1)
GRAVITY_LEAST_G = 0.5
GAP_SHARE = 0.2
"""More of the recording missing than this share makes the count unreliable."""

MOVING_RAD = 1.5 * RAD_PER_DEG
"""Turn within 0.3 s that shows the segment at work: 5°/s."""

_ENOUGH = 3
"""Windows it takes to judge."""

_MOST = 60
"""Still windows that tell the level; more change nothing."""


class SignalMonitor:
    """Judges the signal as it comes; speaks when the judgement changes."""

    def __init__(self, exercise: Exercise, placement: Placement) -> None:
        self._misplaced = _misplaced(exercise, placement)
        """Why this placement cannot show this exercise, where it cannot."""
        self._rest: FloatArray = np.empty((2, 0))
        """|a| and turn at the points of the window in progress."""
        self._levels_g: list[float] = []
        """Mean |a| of the first still windows, in g."""
        self._level_g = 0.0
        """Median of those."""
        self._all_g = 0.0
        """Sum of the mean |a| of all windows, in g."""
        self._windows = 0
        self._moving = 0
        """Windows in which the segment turned."""
        self._most_rad = 0.0
        """Largest turn within 0.3 s."""
        self._missing_s = 0.0
        self._unit: str | None = None
        self._said: tuple[Quality, str | None] = (Quality.OK, None)

    def unit(self, name: str) -> None:
        """The readings were in this unit instead of m/s²."""
        self._unit = name

    def gap(self, gap: GapFound) -> None:
        """Samples are missing."""
        self._missing_s += gap.end_s - gap.start_s

    def feed(self, block: MotionBlock) -> list[SignalJudged]:
        """Judgements that this motion changes."""
        rows = np.concatenate([self._rest, np.array([block.acc_norm_mps2, block.turned_rad])], axis=1)
        windows = rows.shape[1] // WINDOW
        self._rest = rows[:, windows * WINDOW :].copy()
        if not windows:
            return []
        acc_norm_mps2, turned_rad = rows[:, : windows * WINDOW].reshape(2, windows, WINDOW)
        levels_g = (acc_norm_mps2.mean(axis=1) / STANDARD_GRAVITY_MPS2).tolist()
        still = (acc_norm_mps2.std(axis=1) < STILL_MPS2).tolist()
        begin = block.first + len(block.turned_rad) - rows.shape[1]
        judged: list[SignalJudged] = []
        for k, most_rad in enumerate(turned_rad.max(axis=1).tolist()):
            self._window(levels_g[k], most_rad, still=still[k])
            point = begin + (k + 1) * WINDOW
            judged += self._say(block.origin_s + block.late_s + point / RATE_HZ, self._judge())
        return judged

    def finish(self, time_s: float, duration_s: float, reps: int, refused: RefusalReasons) -> list[SignalJudged]:
        """The last word, when it is known how much was counted."""
        quality, reason = self._judge_signal()
        if quality is Quality.OK and self._missing_s > GAP_SHARE * max(duration_s, 1.0):
            quality, reason = Quality.UNRELIABLE, f"{self._missing_s:.0f} s of samples are missing."
        misplaced = self._misplaced or refused.misplaced
        if quality is Quality.OK and misplaced is not None:
            quality, reason = Quality.WRONG_PLACEMENT, misplaced
        if quality is Quality.OK and reps == 0:
            quality, reason = self._nothing_counted(refused, time_s - duration_s)
        return self._say(time_s, (quality, reason))

    def _window(self, level_g: float, turned_rad: float, *, still: bool) -> None:
        """A second with this mean |a|, in g, and this largest turn."""
        self._windows += 1
        self._all_g += level_g
        self._most_rad = max(self._most_rad, turned_rad)
        self._moving += turned_rad > MOVING_RAD
        if len(self._levels_g) < _MOST and still:
            self._levels_g.append(level_g)
            self._level_g = median(self._levels_g)

    def _judge(self) -> tuple[Quality, str | None]:
        """The present word: what the signal is good for, and whether it can show this exercise at all."""
        quality, reason = self._judge_signal()
        if quality is Quality.OK and self._misplaced is not None:
            return Quality.WRONG_PLACEMENT, self._misplaced
        return quality, reason

    def _judge_signal(self) -> tuple[Quality, str | None]:
        if self._windows < _ENOUGH:
            return Quality.OK, None
        still = len(self._levels_g) >= _ENOUGH
        level_g = self._level_g if still else self._all_g / self._windows
        if level_g < GRAVITY_LEAST_G:
            return Quality.NO_GRAVITY, (
                f"|a| is {level_g:.2f} g where it should be 1 g: gravity has been taken out. "
                "Record the raw accelerometer (with gravity), not linear acceleration."
            )
        if self._unit is not None:
            return Quality.UNRELIABLE, f"The readings look like {self._unit}, not m/s²; they were converted."
        if still and not TRUSTED_G[0] <= level_g <= TRUSTED_G[1]:
            return Quality.UNRELIABLE, (
                f"|a| at rest is {level_g:.2f} g, expected 0.9 to 1.1 g: the scale is off. "
                "Check the sensor's range setting or calibrate it."
            )
        return Quality.OK, None

    def _nothing_counted(self, refused: RefusalReasons, begin_s: float) -> tuple[Quality, str | None]:
        if refused.posture:
            return Quality.WRONG_POSTURE, refused.posture
        if refused.halves:
            return Quality.WEAK, (
                "The pelvis bends and the body goes down and up, but how far could not be followed, "
                "so bends and reps cannot be told apart. Pause for a second at the top and at the bottom."
            )
        if self._moving <= max(_ENOUGH, 0.02 * self._windows):
            return Quality.WEAK, (
                f"The worn segment hardly moved (at most {self._most_rad * DEG_PER_RAD:.1f}° in 0.3 s). "
                "Wear the sensor on the part that lifts."
            )
        if refused.likeliest is not None:
            return Quality.OK, f"No set was found. {refused.likeliest.told(begin_s)}"
        return Quality.OK, "No lift was found."

    def _say(self, time_s: float, judged: tuple[Quality, str | None]) -> list[SignalJudged]:
        if judged == self._said or (judged[0] is self._said[0] and judged[0] is not Quality.OK):
            return []
        self._said = judged
        return [SignalJudged(time_s, *judged)]


def _misplaced(exercise: Exercise, placement: Placement) -> str | None:
    if placement in exercise.placements:
        return None
    wanted = " or the ".join(exercise.placements)
    return f"{exercise.name} moves the {wanted}, not the {placement}: what was counted there is another movement."


_Word = tuple[Quality, str | None]
_WELL: _Word = (Quality.OK, None)


class SignalVerdict:
    """Joins the judgements of the signal watch and of the gate."""

    def __init__(self) -> None:
        self._signal = _WELL
        """Latest word of the signal watch."""
        self._fit = _WELL
        """Latest word of the gate."""
        self._said = _WELL

    def joined(self, signal: Sequence[SignalJudged], rest: Sequence[Event]) -> list[Event]:
        """All these events in the order in which they became known, with one word on the signal.

        Of two that became known together the watch speaks first.
        """
        told: list[Event] = []
        both = [*((event, True) for event in signal), *((event, False) for event in rest)]
        for event, of_signal in sorted(both, key=lambda pair: known_s(pair[0])):
            told += self._word(event, of_signal=of_signal) if isinstance(event, SignalJudged) else [event]
        return told

    def last(self, time_s: float, signal: Sequence[SignalJudged]) -> list[SignalJudged]:
        """The last word is the watch's: it knows then what was counted and what was refused."""
        for event in signal:
            self._signal = (event.quality, event.reason)
        self._fit = _WELL
        return self._say(time_s)

    def _word(self, event: SignalJudged, *, of_signal: bool) -> list[SignalJudged]:
        if of_signal:
            self._signal = (event.quality, event.reason)
        elif not (self._fit[0] is Quality.WRONG_PLACEMENT and event.quality is not Quality.WRONG_PLACEMENT):
            self._fit = (event.quality, event.reason)
        return self._say(event.time_s)

    def _say(self, time_s: float) -> list[SignalJudged]:
        word = self._signal if self._signal[0] is not Quality.OK or self._fit[0] is Quality.OK else self._fit
        if word == self._said:
            return []
        self._said = word
        return [SignalJudged(time_s, *word)]
