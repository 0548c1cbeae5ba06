"""What shall happen in a simulated session: sets, styles, faults, and the life around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sensorcoach.events import Side
from sensorcoach.exercises.exercise import Bottom, Exercise, Placement, Sides


class Style(StrEnum):
    """How the reps of a set are done, each without a fault of its own."""

    USUAL = "usual"
    SLOW = "slow"
    BRISK = "brisk"
    NO_PAUSE = "no-pause"
    LONG_HOLD = "long-hold"
    TWO_PEAK = "two-peak"
    LOW = "low"
    THROWN = "thrown"
    """Up with momentum in 0.3 to 0.6 s and beyond the top, down quickly and set down hard; half the sets hold."""
    SWUNG = "swung"
    """To and fro like a pendulum without any stop, 0.8 to 1.5 s a rep."""


class Fault(StrEnum):
    """What a single rep can be asked to do wrong."""

    FAST = "fast"
    SHORT = "short"
    OVEREXTENDED = "overextended"
    DROPPED = "dropped"
    SWUNG = "swung"
    SHORT_HOLD = "short-hold"
    BOTTOM_CONTACT = "bottom-contact"
    SAGGED = "sagged"
    HURRIED = "hurried"
    TWISTED = "twisted"
    HOVERED = "hovered"


class Rest(StrEnum):
    """What is done between two sets."""

    STILL = "still"
    FIDGET = "fidget"
    SIT_UP = "sit-up"
    WALK = "walk"


@dataclass(frozen=True, slots=True)
class SetPlan:
    """One set: for each rep the fault it is asked to show, or None; the style; the side that works.

    `rest_s` is the rest after it; `rest` what is done in it.
    """

    reps: tuple[Fault | None, ...]
    style: Style = Style.USUAL
    side: Side | None = None
    rest_s: float = 20.0
    rest: Rest = Rest.STILL


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session: `sets` of one exercise; `arrive` walks in and gets into posture first, `leave` gets up after it.

    `lead_s`: rest in posture before the first set; `tail_s`: after the last. `walk_in_s`: how long the walk in takes,
    any 4 to 9 s without it.
    """

    exercise: Exercise
    placement: Placement
    sets: tuple[SetPlan, ...]
    arrive: bool = True
    leave: bool = True
    lead_s: float = 4.0
    tail_s: float = 4.0
    walk_in_s: float | None = None


def usual_plan(
    exercise: Exercise,
    placement: Placement | None = None,
    *,
    sets: int = 2,
    reps: int = 8,
    style: Style = Style.USUAL,
    rest_s: float = 15.0,
    rest: Rest = Rest.FIDGET,
    life: bool = True,
) -> SessionPlan:
    """Good sets of one style, with life around them unless `life` is False."""
    place = placement or exercise.placements[0]
    planned = tuple(SetPlan((None,) * reps, style, working_side(exercise, k), rest_s, rest) for k in range(sets))
    return SessionPlan(exercise, place, planned, arrive=life, leave=life)


def faulty_plan(exercise: Exercise, placement: Placement | None = None, *, life: bool = True) -> SessionPlan:
    """Two sets in which every usual fault that fits the exercise occurs, each set beginning with three good reps."""
    return _plan_with(usual_faults(exercise), exercise, placement, life=life)


def every_faulty_plan(exercise: Exercise, placement: Placement | None = None, *, life: bool = True) -> SessionPlan:
    """The same with the faults that are seldom as well."""
    return _plan_with(every_fault(exercise), exercise, placement, life=life)


def _plan_with(faults: Sequence[Fault], exercise: Exercise, placement: Placement | None, *, life: bool) -> SessionPlan:
    half = (len(faults) + 1) // 2
    planned = tuple(
        SetPlan(_between_good(part), Style.USUAL, working_side(exercise, 0), 12.0)
        for part in (faults[:half], faults[half:])
    )
    return SessionPlan(exercise, placement or exercise.placements[0], planned, arrive=life, leave=life)


def usual_faults(exercise: Exercise) -> tuple[Fault, ...]:
    """The usual faults that mean something in this exercise."""
    everything = [Fault.FAST, Fault.SHORT, Fault.OVEREXTENDED, Fault.DROPPED, Fault.SWUNG]
    if exercise.tempo.hold_s > 0.0:
        everything.append(Fault.SHORT_HOLD)
    if exercise.bottom is Bottom.HOVER:
        everything.append(Fault.BOTTOM_CONTACT)
    return tuple(everything)


def every_fault(exercise: Exercise) -> tuple[Fault, ...]:
    """Those and the ones that are seldom: a sagging hold, a hurried lowering, a twist, a turn above the floor."""
    more = [Fault.HURRIED, Fault.TWISTED]
    if exercise.tempo.hold_s > 0.0:
        more.append(Fault.SAGGED)
    if exercise.bottom is Bottom.TOUCH:
        more.append(Fault.HOVERED)
    return usual_faults(exercise) + tuple(more)


def working_side(exercise: Exercise, set_index: int) -> Side | None:
    """The side that works in a set: none where both do, else right and left in turn."""
    if exercise.sides is Sides.BOTH:
        return None
    if exercise.sides is Sides.ALTERNATE:
        return Side.RIGHT
    return (Side.RIGHT, Side.LEFT)[set_index % 2]


def _between_good(faults: Sequence[Fault]) -> tuple[Fault | None, ...]:
    reps: list[Fault | None] = [None, None, None]
    for fault in faults:
        reps += [fault, None]
    return tuple(reps)
