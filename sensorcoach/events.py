"""The events of the pipeline: frozen values, in the order in which they became known.

Times are seconds on the recording's clock, angles radians, rates radians a second. No event is taken back.
`decided_s`: time of the newest sample that the event needed.
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
    """Phase of a rep: rest, lift (concentric), isometric hold, lower (eccentric)."""

    REST = "rest"
    LIFT = "lift"
    HOLD = "hold"
    LOWER = "lower"


class Quality(StrEnum):
    """Quality of a signal: `signal.quality` in the analysis document."""

    OK = "ok"
    WEAK = "weak"
    WRONG_POSTURE = "wrong_posture"
    WRONG_PLACEMENT = "wrong_placement"
    NO_GRAVITY = "no_gravity"
    UNRELIABLE = "unreliable"


@dataclass(frozen=True, slots=True)
class Rep:
    """One finished rep with its refined times (docs/detection.md, "Exact times").

    `rom_rad`: range of motion, from its own bottom to its own top. `smoothness`, `smoothness_lower`: SPARC of the
    angular rate of lift and lowering (0 is perfectly smooth, more negative is jerkier); None where too short.
    `times_within_s`: half-width of the 95 % limits of the durations of lift, hold and lowering. `aside_rad`: largest
    deviation from the plane of the lift. `verdicts`: results of all rules that apply;
    `skipped`: the rules that do not, each with its reason. `missing_s`: time in gaps in the
    data that are too long to carry the movement across.
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
        """Whether part of it was not seen: it may have been several reps, or no rep."""
        return self.missing_s > 0.0

    @property
    def warnings(self) -> tuple[Verdict, ...]:
        """The rules that it broke, each once."""
        broken = {verdict.code: verdict for verdict in reversed(self.verdicts) if verdict.broken}
        return tuple(verdict for verdict in self.verdicts if broken.get(verdict.code) is verdict)

    @property
    def is_good(self) -> bool:
        """Whether it kept all rules."""
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
    """The segment entered a phase at `time_s`.

    `provisional`: the lift may turn out not to be a rep.
    """

    time_s: float
    phase: Phase
    decided_s: float
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class SetStarted:
    """A set has been recognised; its reps follow as `RepCounted`. `mount`: how the sensor is worn in it."""

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
    """A movement in progress breaks a rule. If it becomes a rep, the counted rep carries the verdict too."""

    set_number: int
    rep_number: int
    verdict: Verdict
    decided_s: float


@dataclass(frozen=True, slots=True)
class ReferenceTaken:
    """Reps are compared with this reference from now on; it replaces the one before.

    `least_rad`, `most_rad`: bounds of the range of a good rep; less is short, more is overextended. `first`: it is a
    new one, and not the one before with one more rep.
    """

    reference: Reference
    least_rad: float
    most_rad: float
    first: bool
    decided_s: float


@dataclass(frozen=True, slots=True)
class ReferenceDoubted:
    """The person's reference no longer fits and is ignored from now on: the reason, and the remedy."""

    reason: str
    remedy: str
    decided_s: float


@dataclass(frozen=True, slots=True)
class SetFinished:
    """A set is over: by idleness, a change of posture, or the end of the recording."""

    number: int
    start_s: float
    end_s: float
    rep_count: int
    decided_s: float
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class NoticeRaised:
    """Something in the data was corrected or left out: `code` names it, `message` explains it."""

    code: str
    message: str
    at_s: float
    decided_s: float


@dataclass(frozen=True, slots=True)
class ExerciseSuggested:
    """Exercise that set `set_number` looked like, and its probability, 0 to 1; None for none of the catalogue."""

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
    """The quality of the signal has changed: the reason in words."""

    time_s: float
    quality: Quality
    reason: str | None


@dataclass(frozen=True, slots=True)
class PostureSeen:
    """The body is in this posture, as far as is known; `posture/mounting.py` defines the names."""

    time_s: float
    posture: str


@dataclass(frozen=True, slots=True)
class LiftTrace:
    """A stretch of the lift angle for drawing: `time_s` (n,) and `angle_rad` (n,), read-only.

    The cuts between stretches depend on the arrival of samples; the stretches joined end to end do not. A set that is
    recognised late redraws points: where stretches overlap, a later one replaces an earlier one.
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
    """Return the recording time from which the event is known: events are reported in this order."""
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
    """Return the event as it is where nothing is known before this recording time."""
    match event:
        case GapFound() | LiftTrace():
            return event
        case SignalJudged() | PostureSeen():
            return replace(event, time_s=max(event.time_s, time_s))
        case _:
            return replace(event, decided_s=max(event.decided_s, time_s))
