"""The summary of a set for a pipe, a log or a screen reader."""

from sensorcoach.coach.apply import apply_events
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.report.summary_lines import summary_lines
from sensorcoach.runner.playback.console import EventPrinter
from tests.scripted import scripted_set, warned_session


def opening() -> Snapshot:
    """Before anything is known."""
    return Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)


def test_a_set_is_summed_up_in_lines():
    """After a set I read how many reps kept form, the medians beside the target, the worst rep, and what to do."""
    said: list[str] = []
    EventPrinter(said.append, opening()).print_events(warned_session())
    over = next(place for place, line in enumerate(said) if "set 1 done" in line)
    assert [line.strip() for line in said[over + 1 :]] == [
        "4 of 6 reps kept form",
        "medians: lift-hold-lower-rest 1.5-1.0-1.5-1.0 s, target 2-1-2-1; range 32°",
        "worst: rep 5, momentum 148°/s, at most 95, and 1 more",
        "next: 4 reps, each slow and precise: no swing.",
    ]


def test_without_a_reference_form_is_not_counted():
    """Without a reference the summary has no number of reps in good form."""
    (summary,) = apply_events(opening(), scripted_set(1, 5.0, 2)).summaries
    lines = summary_lines(summary, opening().exercise.tempo)
    assert not any("kept form" in line for line in lines)
    assert "third good rep" in lines[-1]
