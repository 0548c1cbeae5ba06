"""Armed sets, provisional reps and notices as plain lines: for a pipe, a log or a screen reader."""

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.events import Event, ProvisionalWithdrawn, RepProvisional
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.runner.playback.console import EventPrinter
from tests.scripted import discarded_session, scripted_set


def lines_of(events: list[Event]) -> list[str]:
    """Return the lines of these events, without the blanks in front."""
    said: list[str] = []
    EventPrinter(said.append, Snapshot(find_exercise("glute-bridge"), Placement.PELVIS)).print_events(events)
    return [line.strip() for line in said]


def test_an_armed_set_in_lines():
    """I read when it began, each rep first as provisional and then as counted, that it is over, and then gone."""
    lines = lines_of(discarded_session())
    first = [
        "0:02.0  notice: The gyroscope stands still: it is not used.",
        "0:05.0  armed: lift when ready",
        "0:07.5  rep 1? provisional: not counted yet",
    ]
    assert lines[:3] == first
    counted = next(place for place, line in enumerate(lines) if "rep 1   lift" in line)
    assert counted > lines.index(first[2])
    assert lines[-1] == "0:43.0  set 1 discarded: it does not count"
    assert "0:40.0  no longer armed" in lines


def test_a_withdrawn_rep_keeps_the_counted_lines():
    """A withdrawn movement has one line with the reason; the lines of counted reps stay."""
    counted = scripted_set(1, 5.0, 2)[:-1]
    withdrawn = [RepProvisional(1, 3, 30.0, 31.0, 31.1), ProvisionalWithdrawn(1, 33.0, "you got up")]
    lines = lines_of([*counted, *withdrawn])
    assert lines[: -len(withdrawn)] == lines_of(counted)
    assert lines[-1] == "0:33.0  the provisional reps of set 1 do not count: you got up"
