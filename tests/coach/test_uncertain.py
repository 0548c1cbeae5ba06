"""Reps with gaps: counted, marked, and left out of the summary of a set."""

from dataclasses import replace

from sensorcoach.coach.apply import apply_events
from sensorcoach.coach.set_summary import summarize_set_reps
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Rep, RepCounted, SetFinished, SetInterrupted, SetStarted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.report.lines import event_lines
from sensorcoach.report.summary_lines import summary_lines

EXERCISE = find_exercise("glute-bridge")


def rep(number: int, hold_s: float = 1.0, missing_s: float = 0.0) -> Rep:
    """A rep that begins every ten seconds."""
    start_s = 10.0 * number
    edges_s = (start_s, start_s + 1.0, start_s + 1.0 + hold_s, start_s + 2.0 + hold_s)
    return Rep(number, *edges_s, 0.5, 1.0, 1.0, missing_s=missing_s)


REPS = (rep(1), rep(2, hold_s=6.0, missing_s=4.0), rep(3))
CUT = SetInterrupted(1, 21.0, 25.0, 25.0)
FINISHED = SetFinished(1, 10.0, 33.0, 3, 45.0)


def test_the_snapshot_counts_uncertain_reps_and_names_gaps():
    """While the set goes on the screen knows both."""
    events = [SetStarted(1, 10.0, 20.0), *(RepCounted(1, one, one.end_s) for one in REPS), CUT]
    snapshot = apply_events(Snapshot(EXERCISE, EXERCISE.placements[0]), events)
    assert snapshot.uncertain_count == 1
    assert snapshot.interrupted == (CUT,)
    after = apply_events(snapshot, [FINISHED, SetStarted(2, 60.0, 70.0)])
    assert after.summaries[0].count_words == "3 reps (1 uncertain, some may be missing)"
    assert after.interrupted == ()


def test_an_uncertain_rep_counts_in_no_median():
    """A hold of six seconds of which four were not seen does not change the medians, nor is it good form."""
    summary = summarize_set_reps(FINISHED, REPS, EXERCISE.tempo, compared=True)
    assert summary.tempo_s[:3] == (1.0, 1.0, 1.0)
    assert (summary.good_reps, summary.uncertain_reps) == (2, 1)
    assert any("2 of 3 reps (1 uncertain) kept form" in line for line in summary_lines(summary, EXERCISE.tempo))


def test_a_set_without_gaps_reads_as_before():
    """Nothing in brackets where nothing is in doubt."""
    whole = [replace(one, missing_s=0.0) for one in REPS]
    assert summarize_set_reps(FINISHED, whole, EXERCISE.tempo, compared=True).count_words == "3 reps"


def test_plain_lines_say_both():
    """The line of a rep names its missing samples; that reps may be missing has a line of its own."""
    assert event_lines(RepCounted(1, REPS[1], 28.0))[0].endswith("uncertain: 4.0 s without samples")
    assert event_lines(CUT)[0].endswith("no samples for 4.0 s: reps may be missing from set 1")
