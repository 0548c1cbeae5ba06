"""One rep of a recording, with all that is known of it."""

from collections.abc import Iterable

from sensorcoach.events import Event, SetFinished, Side
from sensorcoach.report.discarded import without_discarded
from sensorcoach.report.explanation import Explanation, compared_with, trace_around
from sensorcoach.runner.choice import Choice
from sensorcoach.runner.recording_run import run_of
from sensorcoach.runner.rep_names import find_rep, some_reps
from sensorcoach.runner.whole import GROUP_S


def side_of_set(number: int, events: Iterable[Event]) -> Side | None:
    """The side that worked in a set, once it is over and where it is known."""
    return next((event.side for event in events if isinstance(event, SetFinished) and event.number == number), None)


def explain_file(path: str, choice: Choice, name: str, in_set: int | None) -> Explanation:
    """The rep called `name` (`rep_names.py`). Raises SensorcoachError: no such rep, or a file that cannot be used."""
    run = run_of(path, choice)
    events = without_discarded(event for _, group in run.event_groups(GROUP_S) for event in group)
    reps = some_reps(path, events)
    counted = find_rep(name, reps, in_set)
    time_s, angle_rad = trace_around(counted.rep, events)
    return Explanation(
        path=path,
        exercise=run.exercise,
        placement=run.placement,
        simulated=run.simulated,
        has_gyro="gyro" in run.facts(0.0).sensors,
        begin_s=run.start_s,
        counted=counted,
        reps=len(reps),
        time_s=time_s,
        angle_rad=angle_rad,
        taken=compared_with(counted, events),
        terms=run.terms,
        side=side_of_set(counted.set_number, events),
    )
