"""What a screen shows at one moment: one frozen value, nothing of it changes behind the screen's back."""

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
"""How much of the lift angle a screen can draw. Longer shows more reps, each narrower."""

LOOKED_BACK_S = 8.0
"""Over how long a movement is looked for: longer sees slower lifts, shorter forgets one that led to nothing sooner."""

MOVED_RAD = math.radians(5.0)
"""From how much change of angle on a movement is seen: less than any lift, more than breathing and fidgeting."""

KEPT_REPS = 12
"""How many of the last reps are listed: more than the tallest tempo table shows."""

KEPT_SPANS = 200
"""How many phase spans and gaps a snapshot carries: more than fit in the window at any tempo."""

KEPT_WARNINGS = 20
"""How many of the last warnings a snapshot carries."""

NOTICE_S = 10.0
"""How long a notice is shown: time to finish a rep and read a line."""

FRESH_S = 4.0
"""How long a warning is new, and stands out: time to read it, and over before the next rep is at its top."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The lift angle of the last `TRACE_WINDOW_S`: `time_s` (n,) and `angle_rad` (n,), read-only."""

    time_s: FloatArray
    angle_rad: FloatArray


@dataclass(frozen=True, slots=True)
class RepWarning:
    """A warning, the rep it belongs to, and from when on it was known."""

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

    `start_s` is when the recording begins: where `now_s` stood before it first moved, None until then.
    `set_number` is None before the first set; after a set its number and count stay until the next begins.
    `set_open` says whether the set goes on. `set_reps` are all reps of this set, oldest first, for its summary.
    `phase` is None while nothing is recognised; `phase_since_s` is when it began; `phase_provisional` says that it may
    belong to no rep. `provisional` is the newest rep that is not sure yet, None where there is none.
    `armed` says that the person has begun a set by themselves, `by_marks` that they ever did: only such sets count.
    `discarded` is the set that they threw away last, until something new begins. `notice` is the newest.
    `interrupted` are the silences in this set that may hide reps.
    `gap_count` and `missing_s` are of the whole session so far, `gaps` those that can still be in view.
    `warnings` are the last, those of a rep in progress among them. `band` is the person's reference with the range
    that is good in it, None before there is one; `doubt` is why a stored one was laid aside.
    `summaries` are of the sets that are over, as in `sets`.
    `last_end_s` is when the last set ended, for the clock of the pause between sets.
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
        """The last reps of this set, as many as a screen lists."""
        return self.set_reps[-KEPT_REPS:]

    @property
    def uncertain_count(self) -> int:
        """How many reps of this set have a hole in them: the count reads `5 (1 uncertain)`."""
        return sum(rep.is_uncertain for rep in self.set_reps)

    @property
    def fresh_warnings(self) -> tuple[RepWarning, ...]:
        """The warnings that have only just become known."""
        return tuple(one for one in self.warnings if 0.0 <= self.now_s - one.known_s < FRESH_S)

    def from_start_s(self, time_s: float) -> float:
        """A time on the recording's clock as seconds from its beginning: what a person reads."""
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
        """The newest notice in words while it is new, else nothing."""
        fresh = self.notice is not None and 0.0 <= self.now_s - self.notice.decided_s < NOTICE_S
        return self.notice.message if self.notice and fresh else ""

    @property
    def lifting(self) -> bool:
        """Whether a rep goes on, or is not sure yet."""
        of_a_set = self.set_open or self.phase_provisional or not self.sets
        return self.provisional is not None or (self.phase is not None and of_a_set)

    @property
    def ready(self) -> bool:
        """Whether a set has been begun by the person, and nothing of it has been seen yet."""
        return self.armed and not self.set_open and not self.lifting

    @property
    def pausing(self) -> bool:
        """Whether a set is over and the next has not begun; not after one that was thrown away."""
        return bool(self.sets) and not (self.set_open or self.lifting or self.armed or self.discarded)

    @property
    def finding(self) -> bool:
        """Whether a first set is being looked for: the person moves, and nobody knows yet whether they lift."""
        return self.moving and not (self.set_open or self.by_marks or self.sets or self.discarded)

    @property
    def moving(self) -> bool:
        """Whether the person moves while no set is recognised, or none of its phases yet."""
        if self.lifting:
            return False
        since_s = max(self.now_s - LOOKED_BACK_S, self.last_end_s or -math.inf)
        recent_rad = self.trace.angle_rad[self.trace.time_s > since_s]
        return len(recent_rad) > 0 and float(np.ptp(recent_rad)) > MOVED_RAD

    @property
    def angle_rad(self) -> float | None:
        """The newest lift angle."""
        return float(self.trace.angle_rad[-1]) if len(self.trace.angle_rad) else None
