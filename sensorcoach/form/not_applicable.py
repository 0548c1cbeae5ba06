"""Why a rule says nothing of a rep: what it asks for and does not have."""

from collections.abc import Callable
from dataclasses import dataclass

from sensorcoach.exercises.exercise import Bottom, Exercise, Posture


@dataclass(frozen=True, slots=True)
class Situation:
    """What was known when a rep was judged.

    `compared`: there was a reference. `fits`: this set had shown a rep like it. `earlier`: reps of the set before it.
    `sided`: the side is known. `blurred`: there is no gyro, and quick movements are shown smaller than they are.
    """

    exercise: Exercise
    compared: bool
    fits: bool
    earlier: int
    sided: bool
    blurred: bool


Reason = tuple[Callable[[Situation], bool], str]
"""When it holds, and what it is."""

_FORM: Reason = (lambda s: s.exercise.posture is Posture.ANY, "this exercise judges no form")
_REFERENCE: Reason = (lambda s: not s.compared, "no reference yet: three good reps make one")
_HOLD: Reason = (lambda s: s.exercise.tempo.hold_s <= 0.0, "the exercise asks for no hold")
_BLURRED: Reason = (lambda s: s.blurred, "without a gyroscope sinking cannot be told")
_HOVER: Reason = (lambda s: s.exercise.bottom is not Bottom.HOVER, "touching the surface is allowed here")
_TOUCH: Reason = (lambda s: s.exercise.bottom is not Bottom.TOUCH, "hovering is allowed here")
_FITS: Reason = (lambda s: not s.fits, "no rep of this set had your usual range yet")
_SIDE: Reason = (lambda s: not s.sided, "which side it is is not known")
_ONCE: Reason = (lambda s: s.earlier != 2, "said once a set, with its third rep")
_OTHER: Reason = (lambda _: True, "the other side has not been done yet")
_SOON: Reason = (lambda _: True, "too few good reps in this set yet to be slower than")

REASONS: dict[str, tuple[Reason, ...]] = {
    "momentum": (),
    "short_range": (_REFERENCE,),
    "overextension": (_FORM, _REFERENCE, _FITS),
    "short_hold": (_FORM, _HOLD),
    "sagging_hold": (_FORM, _HOLD, _BLURRED),
    "dropped": (_FORM,),
    "fast_lower": (_FORM,),
    "bottom_contact": (_HOVER,),
    "no_touch": (_TOUCH, _REFERENCE),
    "off_axis": (_FORM, _REFERENCE),
    "uneven_sides": (_SIDE, _ONCE, _OTHER),
    "slowing": (_SOON,),
}


def explain_not_applicable(code: str, situation: Situation) -> str | None:
    """Why the rule said nothing, in a few words; None where nothing keeps it from speaking."""
    return next((words for holds, words in REASONS[code] if holds(situation)), None)
