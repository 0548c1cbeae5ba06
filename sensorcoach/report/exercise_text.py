"""Format exercises for people."""

from collections.abc import Iterator, Sequence

from sensorcoach.exercises.exercise import Bottom, Exercise, Posture, Sides, Tempo
from sensorcoach.exercises.guidelines import rule_texts
from sensorcoach.units import DEG_PER_RAD

_SIDES = {
    Sides.BOTH: "both sides together",
    Sides.EACH: "one set a side",
    Sides.ALTERNATE: "sides take turns",
}
_BOTTOM = {
    Bottom.TOUCH: "comes to rest on the surface between reps",
    Bottom.HOVER: "hovers above the surface between reps",
    Bottom.EITHER: "may rest or hover between reps",
}


def format_exercise_list(exercises: Sequence[Exercise]) -> str:
    """A line for each exercise: id, tempo, placements, other names."""
    width = max(len(one.id) for one in exercises)
    lines = [f"{'exercise':<{width}}  tempo      worn at         other names", "-" * (width + 52)]
    for one in exercises:
        worn = ", ".join(one.placements)
        lines.append(f"{one.id:<{width}}  {format_tempo(one.tempo):<9}  {worn:<14}  {', '.join(one.aliases)}".rstrip())
    return "\n".join([*lines, "", "Tempo is lift-hold-lower-rest in seconds; the first placement is the better one."])


def format_exercise(exercise: Exercise) -> str:
    """The details of one exercise."""
    return "\n".join(_format_details(exercise))


def _unchecked_posture(exercise: Exercise) -> str:
    """The placements at which nothing is known of the posture, so that it is not checked."""
    unchecked = [place.value for place in exercise.placements if place not in exercise.poses]
    if exercise.posture is Posture.ANY or not unchecked:
        return ""
    return f" (not checked at the {' and the '.join(unchecked)}: the file has no pose for it)"


def format_tempo(tempo: Tempo) -> str:
    """`2-1-2-1`: lift-hold-lower-rest in seconds."""
    return "-".join(f"{value_s:g}" for value_s in (tempo.lift_s, tempo.hold_s, tempo.lower_s, tempo.rest_s))


def _format_details(exercise: Exercise) -> Iterator[str]:
    yield f"{exercise.name} ({exercise.id})"
    yield exercise.summary
    yield ""
    tempo = exercise.tempo
    yield (
        f"  tempo      lift {tempo.lift_s:g} s, hold {tempo.hold_s:g} s,"
        f" lower {tempo.lower_s:g} s, rest {tempo.rest_s:g} s"
    )
    for placement in exercise.placements:
        usual = exercise.ranges[placement]
        low_deg, high_deg = usual.low_rad * DEG_PER_RAD, usual.high_rad * DEG_PER_RAD
        yield f"  worn at    {placement.value}, where people usually move {low_deg:.0f} to {high_deg:.0f}°"
    posture = "any" if exercise.posture is Posture.ANY else exercise.posture.value
    yield f"  posture    {posture}{_unchecked_posture(exercise)}"
    yield f"  bottom     {_BOTTOM[exercise.bottom]}"
    yield f"  sides      {_SIDES[exercise.sides]}"
    if exercise.aliases:
        yield f"  also       {', '.join(exercise.aliases)}"
    for rule in exercise.rules:
        yield f"  rule       {rule_texts().get(rule, rule)}"
    for reminder in exercise.reminders:
        yield f"  remember   {reminder}"
