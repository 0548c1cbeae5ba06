"""Repair the times of a text file where its samples show the right ones; refuse them where nothing does.

    repeated lines      the same line twice: one is used
    times_spread        several samples share one time, as of their packet or rounded: spread evenly up to the next time
    lines_sorted        a few lines out of order: sorted
    time_corrected      a single time that does not fit between its neighbours: set between them
    begins_again        the logger restarted, so times begin at the start again: a second stretch after a pause
    clock_step          the clock was set back, or forward by a day or more: times continue

A step forward of less than a day is a gap, as everywhere.
"""

import numpy as np

from sensorcoach.dsp.running import median
from sensorcoach.errors import InputError
from sensorcoach.recording.csv_text.table_parser import Rows
from sensorcoach.recording.notice_list import NoticeList
from sensorcoach.samples import FloatArray

PAUSE_S = 60.0
"""Time between two stretches whose true distance is unknown: longer than any gap that a set survives."""
_DAY_S = 86400.0
_BEGIN_S = 5.0
"""Largest distance of a restarted clock from the first time or from 0, and shortest step back to it."""
_LEAST_ROWS = 10
"""Fewest rows that show the usual step."""
_MOST_STEPS = 50
"""Most steps of the clock in a file. More of them are not a clock."""
_MOST_AWAY = 200
"""Largest number of lines by which a line may be out of order."""
_MOST_SHARING = 5000
"""Largest number of samples with one time."""
_CLOSE = 0.1
"""Step between the samples of one packet, as a share of the usual step: below it they were only stamped in turn."""
_BURSTS = 0.3
"""Share of such steps from which on a file has packets."""
_REPEATED = 0.1
"""Share of repeated lines up to which they are a fault of the logger. More are a sensor that does not move."""


def measure_period(time: FloatArray) -> float:
    """Return the usual time between two samples, also where samples share times; 0 for fewer than two."""
    span = min(24, len(time) - 1)
    return median(np.abs(time[span:] - time[:-span])) / span if span > 0 else 0.0


def _measure_packets_period(time_s: FloatArray, close_s: float) -> float:
    """Return the usual time between two samples of packets: from one packet to a later one, shared by its samples."""
    starts = np.concatenate([[0], np.flatnonzero(np.diff(time_s) > close_s) + 1])
    span = min(8, len(starts) - 1)
    if span < 1:
        return measure_period(time_s)
    return median((time_s[starts[span:]] - time_s[starts[:-span]]) / (starts[span:] - starts[:-span]))


class TimeRepair:
    """The times of one file, given in order. `unit_s`: seconds in one unit of its times. Errors name `source`.

    The last rows wait for the rows after them; `finish` gives them out.
    """

    def __init__(self, unit_s: float, source: str, notices: NoticeList) -> None:
        self._unit_s = unit_s
        self._source = source
        self._notices = notices
        self._held: Rows | None = None
        self._period_s: float | None = None
        self._close_s = 0.0
        """Largest step between two samples of one packet."""
        self._learned = 0
        """Number of rows that showed the usual step."""
        self._first_s = 0.0
        """First time in the file."""
        self._offset_s = 0.0
        """Added to the times in the file, since the clock stepped."""
        self._last_s = -np.inf
        """The last time given out."""
        self._last_raw_s = -np.inf
        """The same as in the file."""
        self._next_raw_s = np.inf
        """Time in the file of the first row that waits."""
        self._steps = 0
        """Number of steps of the clock so far."""

    def feed(self, rows: Rows) -> Rows:
        """Return rows with strictly rising times in seconds. Raises InputError for times that cannot be repaired."""
        rows = self._held.join(rows) if self._held else rows
        if len(rows) < 3:
            self._held = rows
            return rows.cut(0, 0)
        self._learn(rows)
        cut = self._find_last_run(rows)
        self._held = rows.cut(cut, len(rows))
        self._next_raw_s = float(rows.table[cut, 0]) * self._unit_s
        if len(self._held) > _MOST_SHARING:
            raise self._error("same_time", f"More than {_MOST_SHARING} lines share the time in line {rows.lines[cut]}")
        return self._repair(rows.cut(0, cut))

    def finish(self) -> Rows | None:
        """Return the last rows; None for an empty file."""
        if self._held is None:
            return None
        rows, self._held = self._held, None
        if not len(rows):
            return None
        self._learn(rows)
        self._next_raw_s = np.inf
        return self._repair(rows)

    def _learn(self, rows: Rows) -> None:
        if self._period_s is not None:
            return
        time_s = rows.table[:, 0] * self._unit_s
        self._learned = len(rows)
        self._first_s = float(time_s[0])
        self._period_s = measure_period(time_s)
        steps_s = np.diff(time_s)
        close = steps_s < _CLOSE * self._period_s
        if np.count_nonzero(close) > _BURSTS * len(steps_s):
            self._close_s = _CLOSE * self._period_s
            self._period_s = _measure_packets_period(time_s, self._close_s)
        if np.count_nonzero(steps_s < 0.0) > 0.5 * len(steps_s):
            raise self._error("time_backwards", f"Time falls from line to line, from line {rows.lines[0]} on")

    def _find_last_run(self, rows: Rows) -> int:
        """Return the place at which the rows that share the last time begin."""
        time_s = rows.table[:, 0] * self._unit_s
        starts = np.flatnonzero(np.diff(time_s) > self._close_s)
        return int(starts[-1]) + 1 if len(starts) else 0

    def _repair(self, rows: Rows) -> Rows:
        if not len(rows):
            return rows
        raw_s = rows.table[:, 0] * self._unit_s if self._unit_s != 1.0 else rows.table[:, 0]
        if self._is_regular(raw_s):
            return self._give(rows, raw_s + self._offset_s if self._offset_s else raw_s, raw_s)
        self._require_rows(rows, raw_s)
        rows, raw_s = self._drop_repeated(rows, raw_s)
        rows, raw_s = self._sort(rows, raw_s)
        rows, raw_s = self._correct_single(rows, raw_s)
        time_s = self._bridge_steps(rows, raw_s)
        time_s = self._spread(rows, time_s)
        return self._give(rows, time_s, raw_s)

    def _require_rows(self, rows: Rows, raw_s: FloatArray) -> None:
        """Refuse to repair a file with too few rows to show its usual step."""
        steps_s = np.diff(raw_s)
        if self._learned >= _LEAST_ROWS or (steps_s > 0.0).all():
            return
        place = int(np.argmax(steps_s <= 0.0)) + 1
        shown = f"{raw_s[place]:.3f} s after {raw_s[place - 1]:.3f} s"
        raise self._error("time_backwards", f"Time does not increase in line {rows.lines[place]}: {shown}")

    def _is_regular(self, raw_s: FloatArray) -> bool:
        steps_s = np.diff(raw_s, prepend=self._last_raw_s)
        gaps = steps_s[1:] if np.isinf(self._last_raw_s) else steps_s
        ahead = raw_s[0] + self._offset_s > self._last_s
        return bool(ahead and (steps_s > self._close_s).all() and (gaps < _DAY_S).all())

    def _give(self, rows: Rows, time_s: FloatArray, raw_s: FloatArray) -> Rows:
        if not len(rows):
            return rows
        if not (np.diff(time_s, prepend=self._last_s) > 0.0).all():
            raise self._error("time_backwards", f"Time does not increase after line {rows.lines[0]}")
        self._last_s, self._last_raw_s = float(time_s[-1]), float(raw_s[-1])
        table = rows.table
        if time_s is not table[:, 0]:
            table = table.copy()
            table[:, 0] = time_s
        return Rows(table, rows.lines)

    def _drop_repeated(self, rows: Rows, raw_s: FloatArray) -> tuple[Rows, FloatArray]:
        same = np.concatenate([[False], (np.diff(rows.table, axis=0) == 0.0).all(axis=1)])
        if not same.any() or np.count_nonzero(same) > max(_REPEATED * len(same), 1.0) or self._close_s:
            return rows, raw_s
        line = rows.lines[np.argmax(same)]
        self._notice("repeated_lines", f"Line {line} repeats the line before. Repeated lines are left out.", raw_s[0])
        return Rows(rows.table[~same], rows.lines[~same]), raw_s[~same]

    def _correct_single(self, rows: Rows, raw_s: FloatArray) -> tuple[Rows, FloatArray]:
        """Set a time outside its neighbours between them; drop its line where the neighbours leave no room."""
        period_s = self._period_s or 0.0
        apart_s = raw_s[2:] - raw_s[:-2]
        outside = (raw_s[1:-1] < raw_s[:-2]) | (raw_s[1:-1] > raw_s[2:])
        wrong = np.flatnonzero(outside & (apart_s > 0.5 * period_s) & (apart_s < 2.5 * period_s)) + 1
        if not len(wrong):
            return rows, raw_s
        first = wrong[0]
        message = (
            f"The time in line {rows.lines[first]} ({raw_s[first]:.3f} s) does not fit between its neighbours. "
            "Such times are set between them, or left out where nothing is missing."
        )
        self._notice("time_corrected", message, float(raw_s[first - 1]))
        raw_s = raw_s.copy()
        raw_s[wrong] = (raw_s[wrong - 1] + raw_s[wrong + 1]) / 2.0
        kept = np.ones(len(raw_s), dtype=np.bool_)
        kept[wrong[apart_s[wrong - 1] < 1.5 * period_s]] = False
        return Rows(rows.table[kept], rows.lines[kept]), raw_s[kept]

    def _sort(self, rows: Rows, raw_s: FloatArray) -> tuple[Rows, FloatArray]:
        """Sort rows if only a few are out of order: sorted, no two of them are too close."""
        order = np.argsort(raw_s, kind="stable")
        away = np.abs(order - np.arange(len(order)))
        if not 0 < away.max(initial=0) < _MOST_AWAY:
            return rows, raw_s
        period_s, steps_s, moved = self._period_s or 0.0, np.diff(raw_s[order]), away > 0
        beside = moved[1:] | moved[:-1]
        if (steps_s > 0.3 * period_s).all() and (steps_s[beside] < 2.5 * period_s).all():
            line = rows.lines[np.argmax(moved)]
            self._notice("lines_sorted", f"Some lines from line {line} on are out of order. They are sorted.", raw_s[0])
            return Rows(rows.table[order], rows.lines[order]), raw_s[order]
        return rows, raw_s

    def _bridge_steps(self, rows: Rows, raw_s: FloatArray) -> FloatArray:
        """Return the times with the clock's steps taken out."""
        steps_s = np.diff(raw_s, prepend=self._last_raw_s)
        steps_s[0] = 0.0 if np.isinf(self._last_raw_s) else steps_s[0]
        offsets_s = np.full(len(raw_s), self._offset_s)
        for place in np.flatnonzero((steps_s < 0.0) | (steps_s >= _DAY_S)):
            self._steps += 1
            before_s, now_s = float(raw_s[place] - steps_s[place]), float(raw_s[place])
            if self._steps > _MOST_STEPS:
                raise self._error(
                    "time_backwards",
                    f"Time does not increase in line {rows.lines[place]}: {now_s:.3f} s after {before_s:.3f} s, "
                    f"and {_MOST_STEPS} times before",
                )
            pause_s = self._note_step(int(rows.lines[place]), before_s, now_s)
            offsets_s[place:] = offsets_s[place] - steps_s[place] + pause_s
        self._offset_s = float(offsets_s[-1])
        return raw_s + offsets_s

    def _note_step(self, line: int, before_s: float, now_s: float) -> float:
        """Add the notice of a step of the clock. Return the time to put in its place."""
        at_s = before_s + self._offset_s
        next_day_s = now_s + _DAY_S - before_s
        if 0.0 < next_day_s < 1.0:
            return next_day_s
        if min(abs(now_s - self._first_s), abs(now_s)) <= _BEGIN_S < before_s - now_s:
            message = (
                f"Time begins again in line {line}: {now_s:.3f} s after {before_s:.3f} s. The logger restarted; "
                f"the samples that follow count as {PAUSE_S:g} s later."
            )
            self._notice("begins_again", message, at_s)
            return PAUSE_S
        step_s = abs(now_s - before_s)
        moved = f"set back by {step_s:.3f} s" if now_s < before_s else f"set forward by {step_s:.0f} s"
        message = f"The clock was {moved} in line {line}: {now_s:.3f} s after {before_s:.3f} s. Times continue there."
        self._notice("clock_step", message, at_s)
        return self._period_s or 0.0

    def _spread(self, rows: Rows, time_s: FloatArray) -> FloatArray:
        """Spread samples that share a time evenly up to the next time, or by the usual step before a gap."""
        period_s = self._period_s or 0.0
        begins = np.concatenate([[True], np.diff(time_s) > self._close_s])
        starts = np.flatnonzero(begins)
        counts = np.diff(starts, append=len(time_s))
        if counts.max() == 1 and time_s[0] > self._last_s:
            return time_s
        if period_s <= 0.0:
            raise self._error("same_time", f"The lines from line {rows.lines[0]} on share one time")
        run = np.cumsum(begins) - 1
        next_s = self._next_raw_s + self._offset_s
        spans_s = np.diff(time_s[starts], append=next_s if next_s > time_s[-1] else np.inf)
        steps_s = np.minimum(spans_s / counts, np.where(spans_s > 2.5 * counts * period_s, period_s, np.inf))
        inside = np.arange(len(time_s)) - starts[run]
        spread_s = time_s[starts][run] + inside * steps_s[run]
        first = int(np.argmax(counts > 1))
        self._notice(
            "times_spread",
            f"{counts[first]} samples share one time from line {rows.lines[starts[first]]} on. "
            "They are spread evenly up to the next time.",
            spread_s[0],
        )
        return spread_s

    def _notice(self, code: str, message: str, at_s: float) -> None:
        self._notices.add(code, message, float(at_s))

    def _error(self, code: str, found: str) -> InputError:
        return InputError(
            code,
            f"{found} of {self._source}." if "line" not in found else f"{self._source}: {found}.",
            "Export the file again with the time of each sample, rising from line to line; keep this one as it is.",
        )
