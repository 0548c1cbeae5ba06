"""The analysis document that other programs lean on."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from sensorcoach.errors import InputError
from sensorcoach.events import (
    Event,
    ExerciseSuggested,
    Quality,
    ReferenceDoubted,
    ReferenceTaken,
    SetDisarmed,
    SetStarted,
    SignalJudged,
)
from sensorcoach.exercises.exercise import Placement
from sensorcoach.report.document import RecordingFacts, make_analysis_document, make_error_document
from sensorcoach.report.lines import event_lines
from sensorcoach.report.schema import AnalysisDocument
from sensorcoach.report.table import format_clock, format_table
from sensorcoach.report.terms import Terms
from tests.conftest import Golden
from tests.references.reference_files import REFERENCE
from tests.scripted import armed_session, discarded_session, scripted_session, scripted_set

FACTS = RecordingFacts("session.csv", 60.0, 99.314, ("acc", "gyro"))


def document_of(events: list[Event]) -> AnalysisDocument:
    """The document of a run with these events."""
    return make_analysis_document(FACTS, "glute-bridge", Placement.PELVIS, events)


def test_golden_document(golden: Golden):
    """The document of the scripted session is what it was: keys, units and rounding."""
    golden("report/document.json", json.dumps(document_of(scripted_session()), indent=1) + "\n")


def test_golden_table(golden: Golden):
    """The table of the scripted session is what it was."""
    golden("report/table.txt", format_table(document_of(scripted_session())) + "\n")


def test_rest_is_the_time_to_the_next_rep():
    """The rest after a rep lasts until the next lift, and is null after the last."""
    (one,) = document_of(scripted_set(1, 5.0, 4))["sets"]
    rests = [rep["rest_s"] for rep in one["reps"]]
    assert rests[:-1] == pytest.approx([b["lift_start_s"] - a["end_s"] for a, b in pairwise(one["reps"])])
    assert rests[-1] is None


def test_phases_add_up():
    """Lift, hold and lower fill the rep from its start to its end."""
    for rep in document_of(scripted_set(1, 5.0, 4))["sets"][0]["reps"]:
        total_s = rep["lift_s"] + rep["hold_s"] + rep["lower_s"]
        assert total_s == pytest.approx(rep["end_s"] - rep["lift_start_s"])


def test_a_set_without_end_is_still_reported():
    """A run that stopped in the middle of a set loses nothing that was counted."""
    (one,) = document_of(scripted_set(1, 5.0, 4)[:-1])["sets"]
    assert one["rep_count"] == 4
    assert one["end_s"] == 24.0


def test_a_rep_says_when_it_was_announced():
    """Each rep has the time of its count, also the reps that waited for the third."""
    (one,) = document_of(armed_session())["sets"]
    assert [rep["announced_s"] for rep in one["reps"]] == [19.1, 19.1, 20.1, 25.1, 30.1, 35.1]
    assert all(rep["announced_s"] >= rep["end_s"] for rep in one["reps"])


def test_a_set_says_whether_it_was_armed():
    """A set that I armed differs from one that was found."""
    document = document_of([*armed_session(), *scripted_set(2, 70.0, 4)])
    assert [one["armed"] for one in document["sets"]] == [True, False]
    assert "Set 1, armed: 6 reps" in format_table(document)
    until_the_end: list[Event] = [event for event in armed_session() if not isinstance(event, SetDisarmed)]
    assert document_of(until_the_end)["sets"][0]["armed"]


def test_a_discarded_set_is_left_out():
    """A set that I threw away is not in the report; the others keep their numbers."""
    document = document_of([*discarded_session(), *scripted_set(2, 70.0, 4)])
    assert [one["number"] for one in document["sets"]] == [2]
    assert "Set 1" not in format_table(document)


def test_what_was_left_out_is_a_notice():
    """Each correction and omission is a notice with code, words and time."""
    document = document_of(armed_session())
    message = "The gyroscope stands still: it is not used."
    assert document["notices"] == [{"code": "gyro_not_used", "message": message, "at_s": 2.0, "remedy": None}]
    assert f"  notice: at 0:02.0: {message}\n" in format_table(document)


def test_two_sets():
    """Each set has its own reps, numbered from one."""
    sets = document_of([*scripted_set(1, 5.0, 4), *scripted_set(2, 60.0, 2)])["sets"]
    assert [(one["number"], one["rep_count"]) for one in sets] == [(1, 4), (2, 2)]
    assert [rep["number"] for rep in sets[1]["reps"]] == [1, 2]


def test_angles_are_degrees():
    """People and other programs read degrees."""
    assert document_of(scripted_set(1, 5.0, 1))["sets"][0]["reps"][0]["rom_deg"] == 32.0


def test_what_reps_were_compared_with():
    """The document names the latest reference, whose it is, and that a stored one was ignored."""
    stored = ReferenceTaken(REFERENCE, 0.4, 0.8, first=True, decided_s=9.0)
    own = ReferenceTaken(replace(REFERENCE, stored=False), 0.3, 0.7, first=True, decided_s=30.0)
    doubted = ReferenceDoubted("The sensor was moved.", "Calibrate.", 20.0)
    terms = Terms({}, "Anna")

    def document(*more: Event) -> AnalysisDocument:
        return make_analysis_document(FACTS, "glute-bridge", Placement.PELVIS, [*more, *scripted_set(1, 5.0, 4)], terms)

    before, laid_aside, after = document(stored), document(stored, doubted), document(stored, doubted, own)
    assert before["reference"]
    assert (before["reference"]["source"], before["reference"]["person"]) == ("stored", "Anna")
    assert laid_aside["reference"] is None
    assert laid_aside["notices"] == [
        {"code": "reference_doubted", "message": "The sensor was moved.", "at_s": 20.0, "remedy": "Calibrate."}
    ]
    assert after["reference"]
    assert (after["reference"]["source"], after["reference"]["person"]) == ("session", None)
    assert "compared with Anna's stored reference: 32.0°" in format_table(before)
    assert "notice: at 0:20.0: The sensor was moved. Calibrate." in format_table(laid_aside)


def test_the_last_word_on_the_signal_counts():
    """The document has the pipeline's last verdict on the signal."""
    events: list[Event] = [
        SignalJudged(1.0, Quality.OK, None),
        SignalJudged(9.0, Quality.WEAK, "Too little motion."),
    ]
    assert document_of(events)["signal"] == {"quality": "weak", "reason": "Too little motion."}


def test_error_document():
    """A file that cannot be analysed still has a document: what is wrong, what to do, no sets."""
    error = InputError("empty_file", "x.csv is empty.", "Record again.")
    document = make_error_document("x.csv", "generic", Placement.PELVIS, error)
    assert document["sets"] == []
    assert document.get("error") == {"code": "empty_file", "message": "x.csv is empty.", "remedy": "Record again."}
    assert set(document) > set(document_of([]))


def test_error_table():
    """The table says what is wrong with a file and what to do."""
    error = InputError("empty_file", "x.csv is empty.", "Record again.")
    text = format_table(make_error_document("x.csv", "generic", Placement.PELVIS, error))
    assert "x.csv is empty." in text
    assert "Record again." in text


def test_table_without_reps():
    """A recording of nothing says that nothing was counted."""
    assert "no reps counted" in format_table(document_of([]))


def test_people_read_times_from_the_beginning():
    """The table of a recording in Unix time counts from its first sample; its document keeps the recording's clock."""
    facts = replace(FACTS, start_s=1.7e9)
    document = make_analysis_document(facts, "glute-bridge", Placement.PELVIS, scripted_set(1, 1.7e9 + 5.0, 4))
    assert document["sets"][0]["start_s"] == 1.7e9 + 5.0
    assert "0:05.0 to 0:24.0" in format_table(document)
    (line,) = event_lines(SetStarted(1, 1.7e9 + 5.0, 1.7e9 + 9.0), facts.start_s)
    assert line.split() == ["0:05.0", "set", "1", "begins"]


@pytest.mark.parametrize("quality", [Quality.OK, Quality.WEAK])
def test_table_says_why_nothing_was_counted(quality: Quality):
    """Where nothing was counted the table says why, once, even if the signal is good."""
    text = format_table(document_of([SignalJudged(9.0, quality, "No repeated lift was found.")]))
    assert "no reps counted" in text
    assert text.count("No repeated lift was found.") == 1


def test_lines_say_why_nothing_was_counted():
    """A reason with a good signal is in the plain lines too; a good signal without one has no line."""
    (line,) = event_lines(SignalJudged(9.0, Quality.OK, "No repeated lift was found."))
    assert line.endswith("signal ok: No repeated lift was found.")
    assert not event_lines(SignalJudged(9.0, Quality.OK, None))


@pytest.mark.parametrize(
    ("time_s", "text"),
    [(0.0, "0:00.0"), (59.96, "1:00.0"), (65.3, "1:05.3"), (3665.25, "1:01:05.2"), (-0.01, "0:00.0")],
)
def test_clock_text(time_s: float, text: str):
    """Times are written in minutes and seconds, with hours from an hour on."""
    assert format_clock(time_s) == text


@pytest.mark.parametrize(
    ("exercise_id", "confidence", "lines"),
    [("clamshell", 0.93, 1), ("clamshell", 0.4, 0), ("glute-bridge", 0.93, 0), (None, 0.93, 0)],
)
def test_suggestion(exercise_id: str | None, confidence: float, lines: int):
    """The document has the suggestion; a line shows it only if it surely differs from my choice."""
    document = document_of([*scripted_set(1, 5.0, 4), ExerciseSuggested(1, exercise_id, confidence, 40.0)])
    assert document["sets"][0]["suggestion"] == {"exercise": exercise_id, "confidence": confidence}
    assert format_table(document).count("looks like") == lines
