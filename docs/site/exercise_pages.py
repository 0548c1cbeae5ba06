"""The pages of the exercises, with a drawing each, from the catalogue."""

from collections.abc import Iterator

from docs.site.draw_exercise import draw_exercise
from docs.site.figures import DRAWINGS
from sensorcoach.exercises.catalogue import our_exercises
from sensorcoach.exercises.exercise import Exercise
from sensorcoach.report.exercise_text import format_exercise, format_tempo

_INDEX = """\
# Exercises

Tempo is lift-hold-lower-rest in seconds. The place named first is the better one for the sensor. An exercise of your
own is [one file](../docs/configuration.md#your-own-exercises).

| exercise | tempo | sensor at | |
|---|---|---|---|
"""


def exercise_files() -> dict[str, str]:
    """Return pages and drawings by file name."""
    exercises = our_exercises()
    files = {"index.md": _INDEX + "".join(_rows(exercises)) + _contents(exercises)}
    for one in exercises:
        files[f"{one.id}.svg"] = draw_exercise(one.name, DRAWINGS.get(one.id), one.placements)
        files[f"{one.id}.md"] = _page(one)
    return files


def _rows(exercises: tuple[Exercise, ...]) -> Iterator[str]:
    for one in exercises:
        worn = ", ".join(one.placements)
        yield f"| [{one.name}]({one.id}.md) | {format_tempo(one.tempo)} | {worn} | {one.summary} |\n"


def _contents(exercises: tuple[Exercise, ...]) -> str:
    return "\n```{toctree}\n:hidden:\n\n" + "\n".join(one.id for one in exercises) + "\n```\n"


def _page(exercise: Exercise) -> str:
    details = format_exercise(exercise).split("\n", 2)[2].strip("\n")
    command = f"sensorcoach live --exercise {exercise.id}"
    drawn = "The red dot is the sensor." if len(exercise.placements) == 1 else "The red dots are places for the sensor."
    return (
        f"# {exercise.name}\n\n{exercise.summary}\n\n![{exercise.name}: bottom and top]({exercise.id}.svg)\n\n"
        f"*{drawn}*\n\n```text\n{details}\n```\n\n    {command}\n"
    )
