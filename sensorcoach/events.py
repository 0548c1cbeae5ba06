"""What the pipeline says: frozen values, in the order in which they became known.

Times are seconds on the recording's clock, angles radians, rates radians a second. An event once
emitted is never taken back. `decided_s` is the time of the newest sample that had been needed.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from sensorcoach.reference import Mount, Reference, Side
from sensorcoach.samples import FloatArray
from sensorcoach.set_events import (
    CycleWeighed,
    ProvisionalWithdrawn,
    RepProvisional,
    SetArmed,
    SetDisarmed,
    SetDiscarded,
    SetInterrupted,
)
from sensorcoach.verdicts import SkippedRule, Verdict


class Phase(StrEnum):
    """Where in a rep the worn segment is. The letters are what a screen without colour shows."""

    REST = "rest"
    LIFT = "lift"
    HOLD = "hold"
    LOWER = "lower"


class Quality(StrEnum):
    """What a signal is good for: `signal.quality` in the analysis document."""

    OK = "ok"
    WEAK = "weak"
    WRONG_POSTURE = "wrong_posture"
    WRONG_PLACEMENT = "wrong_placement"
    NO_GRAVITY = "no_gravity"
    UNRELIABLE = "unreliable"


@dataclass(frozen=True, slots=True)
class Rep:
    """One finished rep with its refined times (docs/detection.md, "Exact times").

    `rom_rad` is the angle from its own bottom to its own top; `smoothness` is SPARC of the lift's
    angular rate (0 would be perfectly smooth, more negative is jerkier), `smoothness_lower` of the
    lowering's; None where too short. `times_within_s` is how sure the times are: each of lift, hold and lowering is
    this close to the truth with 95 % probability. `aside_rad` is how far the segment left the plane of the lift.
    `verdicts` are the results of every rule that applies, `skipped` the rules that do not, each with its reason.
    `missing_s` is how much of it lies in holes in the data too long to carry the movement across: then it is uncertain.
    """

    number: int
    lift_start_s: float
    hold_start_s: float
    lower_start_s: float
    end_s: float
    rom_rad: float
    peak_lift_radps: float
    peak_lower_radps: float
    smoothness: float | None = None
    smoothness_lower: float | None = None
    times_within_s: float | None = None
    aside_rad: float = 0.0
    verdicts: tuple[Verdict, ...] = ()
    skipped: tuple[SkippedRule, ...] = ()
    missing_s: float = 0.0

    @property
    def is_uncertain(self) -> bool:
        """Was part of it not seen, so that it may have been more than one rep, or none?"""
        return self.missing_s > 0.0

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        """The rules it did not keep, each once."""
        broken = {verdict.code: verdict for verdict in reversed(self.verdicts) if verdict.broken}
        return tuple(verdict for verdict in self.verdicts if broken.get(verdict.code) is verdict)

    @property
    def is_good(self) -> bool:
        """Did it keep all rules?"""
        return not any(verdict.broken for verdict in self.verdicts)

    @property
    def lift_s(self) -> float:
        return self.hold_start_s - self.lift_start_s

    @property
    def hold_s(self) -> float:
        return self.lower_start_s - self.hold_start_s

    @property
    def lower_s(self) -> float:
        return self.end_s - self.lower_start_s


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The segment entered a phase at `time_s`; known from the sample at `decided_s`.

    `provisional`: it belongs to a lift of which it is not sure yet that it is a rep.
    """

    time_s: float
    phase: Phase
    decided_s: float
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class SetStarted:
    """A set has been recognised; its reps follow as `RepCounted`. `mount` is how the sensor sits in it."""

    number: int
    start_s: float
    decided_s: float
    mount: Mount | None = None


@dataclass(frozen=True, slots=True)
class RepCounted:
    """A rep has been counted in set `set_number`."""

    set_number: int
    rep: Rep
    decided_s: float


@dataclass(frozen=True, slots=True)
class WarningRaised:
    """A rule is broken in the midst of a movement. If it turns out to be a rep, that carries it when it is counted."""

    set_number: int
    rep_number: int
    verdict: Verdict
    decided_s: float


@dataclass(frozen=True, slots=True)
class ReferenceTaken:
    """From here on reps are compared with this reference; it replaces the one before.

    `least_rad` and `most_rad` bound the range of a good rep: less is short, more is overextended. `first` says that
    it is a new one, not the same that has learned from one more rep.
    """

    reference: Reference
    least_rad: float
    most_rad: float
    first: bool
    decided_s: float


@dataclass(frozen=True, slots=True)
class ReferenceDoubted:
    """The person's reference does not fit any more and is laid aside: why, and what to do."""

    reason: str
    remedy: str
    decided_s: float


@dataclass(frozen=True, slots=True)
class SetFinished:
    """The set is over, by idleness, change of posture or end of the recording."""

    number: int
    start_s: float
    end_s: float
    rep_count: int
    decided_s: float
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class NoticeRaised:
    """Something in the data was mended or left out: `code` names it, `message` says it in words."""

    code: str
    message: str
    at_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class ExerciseSuggested:
    """Which exercise set `set_number` looked like, None for none of the catalogue's, and how likely, 0 to 1."""

    set_number: int
    exercise_id: str | None
    confidence: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class GapFound:
    """Samples are missing between these two times."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class SignalJudged:
    """What the signal is good for has changed, and why, in words."""

    time_s: float
    quality: Quality
    reason: str | None


@dataclass(frozen=True, slots=True)
class PostureSeen:
    """The body is in this posture, as far as it is known: the names stand in `posture/mounting.py`."""

    time_s: float
    posture: str


@dataclass(frozen=True, slots=True)
class LiftTrace:
    """A stretch of the lift angle for drawing: `time_s` (n,) and `angle_rad` (n,), read-only.

    How the stretches are cut depends on how the samples arrived; joined end to end they do not. A set that is
    recognised late redraws points already given: where stretches overlap, a later one replaces an earlier one.
    """

    time_s: FloatArray
    angle_rad: FloatArray


Event = (
    PhaseChanged
    | SetStarted
    | RepProvisional
    | ProvisionalWithdrawn
    | RepCounted
    | WarningRaised
    | ReferenceTaken
    | ReferenceDoubted
    | SetInterrupted
    | SetFinished
    | SetArmed
    | SetDisarmed
    | SetDiscarded
    | CycleWeighed
    | NoticeRaised
    | ExerciseSuggested
    | GapFound
    | SignalJudged
    | PostureSeen
    | LiftTrace
)


def known_s(event: Event) -> float:
    """Recording time from which the event is known: the order in which events are told."""
    match event:
        case GapFound():
            return event.end_s
        case SignalJudged() | PostureSeen():
            return event.time_s
        case LiftTrace():
            return float(event.time_s[-1])
        case _:
            return event.decided_s


def known_from(event: Event, time_s: float) -> Event:
    """The event as it is where nothing is known before this recording time."""
    match event:
        case GapFound() | LiftTrace():
            return event
        case SignalJudged() | PostureSeen():
            return replace(event, time_s=max(event.time_s, time_s))
        case _:
            return replace(event, decided_s=max(event.decided_s, time_s))
