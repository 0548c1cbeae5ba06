"""The plan of a simulated session: sets, styles, faults, and the life around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sensorcoach.events import Side
from sensorcoach.exercises.exercise import Bottom, Exercise, Placement, Sides


class Style(StrEnum):
    """The style of a set; no rep has a fault of its own."""

    USUAL = "usual"
    SLOW = "slow"
    BRISK = "brisk"
    NO_PAUSE = "no-pause"
    LONG_HOLD = "long-hold"
    TWO_PEAK = "two-peak"
    LOW = "low"
    THROWN = "thrown"
    """Up with momentum in 0.3 to 0.6 s, beyond the top, down quickly with a hard landing; half of the sets hold."""
    SWUNG = "swung"
    """To and fro like a pendulum without a stop, 0.8 to 1.5 s a rep."""


class Fault(StrEnum):
    """A planned fault of a single rep."""

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
    """The activity between two sets."""

    STILL = "still"
    FIDGET = "fidget"
    SIT_UP = "sit-up"
    WALK = "walk"


@dataclass(frozen=True, slots=True)
class SetPlan:
    """One set: for each rep its planned fault or None; the style; the side that works.

    `rest_s` is the rest after it, `rest` the activity in it.
    """

    reps: tuple[Fault | None, ...]
    style: Style = Style.USUAL
    side: Side | None = None
    rest_s: float = 20.0
    rest: Rest = Rest.STILL


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session: `sets` of one exercise; `arrive` walks in and gets into posture first, `leave` gets up after it.

    `lead_s`: rest in posture before the first set; `tail_s`: after the last. `walk_in_s`: duration of the walk in;
    without it 4 to 9 s.
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
    """Return good sets of one style, with life around them unless `life` is False."""
    place = placement or exercise.placements[0]
    planned = tuple(SetPlan((None,) * reps, style, working_side(exercise, k), rest_s, rest) for k in range(sets))
    return SessionPlan(exercise, place, planned, arrive=life, leave=life)


def every_faulty_plan(exercise: Exercise, placement: Placement | None = None, *, life: bool = True) -> SessionPlan:
    """Return two sets with every fault that fits the exercise; each set begins with three good reps."""
    faults = list_faults(exercise)
    half = (len(faults) + 1) // 2
    planned = tuple(
        SetPlan(_put_between_good_reps(part), Style.USUAL, working_side(exercise, 0), 12.0)
        for part in (faults[:half], faults[half:])
    )
    return SessionPlan(exercise, placement or exercise.placements[0], planned, arrive=life, leave=life)


def list_usual_faults(exercise: Exercise) -> tuple[Fault, ...]:
    """Return the usual faults that fit this exercise."""
    everything = [Fault.FAST, Fault.SHORT, Fault.OVEREXTENDED, Fault.DROPPED, Fault.SWUNG]
    if exercise.tempo.hold_s > 0.0:
        everything.append(Fault.SHORT_HOLD)
    if exercise.bottom is Bottom.HOVER:
        everything.append(Fault.BOTTOM_CONTACT)
    return tuple(everything)


def list_faults(exercise: Exercise) -> tuple[Fault, ...]:
    """Return the usual faults and the rare ones: sagging hold, hurried lowering, twist, turn above the floor."""
    more = [Fault.HURRIED, Fault.TWISTED]
    if exercise.tempo.hold_s > 0.0:
        more.append(Fault.SAGGED)
    if exercise.bottom is Bottom.TOUCH:
        more.append(Fault.HOVERED)
    return list_usual_faults(exercise) + tuple(more)


def working_side(exercise: Exercise, set_index: int) -> Side | None:
    """Return the side that works in a set: None where both do, else right and left in turn."""
    if exercise.sides is Sides.BOTH:
        return None
    if exercise.sides is Sides.ALTERNATE:
        return Side.RIGHT
    return (Side.RIGHT, Side.LEFT)[set_index % 2]


def _put_between_good_reps(faults: Sequence[Fault]) -> tuple[Fault | None, ...]:
    reps: list[Fault | None] = [None, None, None]
    for fault in faults:
        reps += [fault, None]
    return tuple(reps)
