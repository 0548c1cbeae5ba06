"""The state of a screen at one moment, as one frozen value."""

import math
from dataclasses import dataclass, field

import numpy as np

from sensorcoach.coach.phase_spans import PhaseSpan
from sensorcoach.coach.set_summary import SetSummary
from sensorcoach.events import (
    GapFound,
    NoticeRaised,
    Phase,
    Quality,
    ReferenceDoubted,
    ReferenceTaken,
    Rep,
    RepProvisional,
    SetFinished,
    SetInterrupted,
    Verdict,
)
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.samples import FloatArray, freeze

TRACE_WINDOW_S = 20.0
"""Length of the lift angle that a screen can draw. Longer shows more reps, each narrower."""

LOOKED_BACK_S = 8.0
"""Time over which movement is sought. Longer sees slower lifts; shorter forgets other movements sooner."""

MOVED_RAD = math.radians(5.0)
"""Least change of angle that counts as movement: less than any lift, more than breathing and fidgeting."""

KEPT_REPS = 12
"""Number of the last reps that are listed: more than the tallest tempo table shows."""

KEPT_SPANS = 200
"""Number of phase spans and gaps in a snapshot: more than fit in the window at any tempo."""

KEPT_WARNINGS = 20
"""Number of the last warnings in a snapshot."""

NOTICE_S = 10.0
"""Time that a notice is shown: enough to finish a rep and read a line."""

FRESH_S = 4.0
"""Time that a warning is highlighted: enough to read it, and over before the next top."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The lift angle of the last `TRACE_WINDOW_S`: `time_s` (n,) and `angle_rad` (n,), read-only."""

    time_s: FloatArray
    angle_rad: FloatArray


@dataclass(frozen=True, slots=True)
class RepWarning:
    """A warning, its rep, and the time from which it is known."""

    set_number: int
    rep_number: int
    warning: Verdict
    known_s: float


def _no_trace() -> Trace:
    empty = np.empty(0)
    freeze(empty)
    return Trace(empty, empty)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The session as it is known at `now_s`, seconds on the recording's clock.

    `start_s`: beginning of the recording, None until `now_s` has first moved.
    `set_number` is None before the first set; after a set its number and count stay until the next begins.
    `set_open`: the set goes on. `set_reps` are all reps of this set, oldest first, for its summary.
    `phase` is None while nothing is recognised, and began at `phase_since_s`. `phase_provisional`: it may belong to no
    rep. `provisional` is the newest uncertain rep, if any.
    `armed`: the wearer has begun a set by a mark. `by_marks`: they have done so before, and only such sets count.
    `discarded` is the set discarded last, until something new begins. `notice` is the newest one.
    `interrupted` are the dropouts in this set that may hide reps.
    `gap_count` and `missing_s` cover the whole session so far, `gaps` those that can still be in view.
    `warnings` are the last ones, with those of a rep in progress. `band` is the person's reference with its good range,
    None before there is one. `doubt`: why a stored reference is ignored.
    `summaries` are of the finished sets, as in `sets`. `last_end_s`: end of the last set, for the clock of the pause.
    """

    exercise: Exercise
    placement: Placement
    now_s: float = 0.0
    start_s: float | None = None
    set_number: int | None = None
    set_open: bool = False
    rep_count: int = 0
    phase: Phase | None = None
    phase_since_s: float = 0.0
    phase_provisional: bool = False
    provisional: RepProvisional | None = None
    armed: bool = False
    by_marks: bool = False
    discarded: int | None = None
    notice: NoticeRaised | None = None
    set_reps: tuple[Rep, ...] = ()
    interrupted: tuple[SetInterrupted, ...] = ()
    trace: Trace = field(default_factory=_no_trace)
    spans: tuple[PhaseSpan, ...] = ()
    gaps: tuple[GapFound, ...] = ()
    gap_count: int = 0
    missing_s: float = 0.0
    quality: Quality = Quality.OK
    quality_reason: str | None = None
    posture: str = "unknown"
    warnings: tuple[RepWarning, ...] = ()
    band: ReferenceTaken | None = None
    doubt: ReferenceDoubted | None = None
    sets: tuple[SetFinished, ...] = ()
    summaries: tuple[SetSummary, ...] = ()

    @property
    def reps(self) -> tuple[Rep, ...]:
        """The last reps of this set, for the list on a screen."""
        return self.set_reps[-KEPT_REPS:]

    @property
    def uncertain_count(self) -> int:
        """Number of reps of this set with a gap: the count reads `5 (1 uncertain)`."""
        return sum(rep.is_uncertain for rep in self.set_reps)

    @property
    def fresh_warnings(self) -> tuple[RepWarning, ...]:
        """The warnings of the last `FRESH_S`."""
        return tuple(one for one in self.warnings if 0.0 <= self.now_s - one.known_s < FRESH_S)

    def from_start_s(self, time_s: float) -> float:
        """Return a time on the recording's clock as seconds from its beginning, for people."""
        return time_s - (self.now_s if self.start_s is None else self.start_s)

    @property
    def phase_clock_s(self) -> float:
        """Seconds in the present phase."""
        return max(self.now_s - self.phase_since_s, 0.0)

    @property
    def last_end_s(self) -> float | None:
        return self.sets[-1].end_s if self.sets and not self.set_open else None

    @property
    def fresh_notice(self) -> str:
        """The text of the newest notice while it is new, else an empty text."""
        fresh = self.notice is not None and 0.0 <= self.now_s - self.notice.decided_s < NOTICE_S
        return self.notice.message if self.notice and fresh else ""

    @property
    def lifting(self) -> bool:
        """Whether a rep is in progress or provisional."""
        of_a_set = self.set_open or self.phase_provisional or not self.sets
        return self.provisional is not None or (self.phase is not None and of_a_set)

    @property
    def ready(self) -> bool:
        """Whether the wearer has begun a set, and no lift of it has been seen yet."""
        return self.armed and not self.set_open and not self.lifting

    @property
    def pausing(self) -> bool:
        """Whether a set is over and the next has not begun; not after a discarded set."""
        return bool(self.sets) and not (self.set_open or self.lifting or self.armed or self.discarded)

    @property
    def finding(self) -> bool:
        """Whether a first set is sought: the person moves, but no lift is recognised yet."""
        return self.moving and not (self.set_open or self.by_marks or self.sets or self.discarded)

    @property
    def moving(self) -> bool:
        """Whether the person moves while no phase is recognised."""
        if self.lifting:
            return False
        since_s = max(self.now_s - LOOKED_BACK_S, self.last_end_s or -math.inf)
        recent_rad = self.trace.angle_rad[self.trace.time_s > since_s]
        return len(recent_rad) > 0 and float(np.ptp(recent_rad)) > MOVED_RAD

    @property
    def angle_rad(self) -> float | None:
        """The newest lift angle."""
        return float(self.trace.angle_rad[-1]) if len(self.trace.angle_rad) else None
