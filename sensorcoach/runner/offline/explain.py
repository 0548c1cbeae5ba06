"""Collect everything known about one rep or one moment of a recording."""

from sensorcoach.errors import UsageError
from sensorcoach.report.cycle_evidence import (
    MomentExplained,
    find_rep_at,
    find_rows_around,
    find_set_at,
    find_signal_reason,
)
from sensorcoach.report.discarded import drop_discarded_sets
from sensorcoach.report.explanation import Explanation, cut_trace_around, find_reference_used
from sensorcoach.report.table import format_clock
from sensorcoach.runner.offline.analyze import GROUP_S, collect_events
from sensorcoach.runner.offline.recording_run import open_run
from sensorcoach.runner.offline.rep_selector import find_rep, require_reps
from sensorcoach.runner.options import SessionOptions


def explain_file(path: str, choice: SessionOptions, name: str, in_set: int | None) -> Explanation:
    """The rep called `name` (`rep_selector.py`). Raises SensorcoachError: no such rep, or an unusable file."""
    run = open_run(path, choice)
    events = drop_discarded_sets(event for _, group in run.event_groups(GROUP_S) for event in group)
    reps = require_reps(path, events)
    counted = find_rep(name, reps, in_set)
    time_s, angle_rad = cut_trace_around(counted.rep, events)
    return Explanation(
        path=path,
        exercise=run.exercise,
        placement=run.placement,
        simulated=run.simulated,
        begin_s=run.start_s,
        counted=counted,
        reps=len(reps),
        time_s=time_s,
        angle_rad=angle_rad,
        taken=find_reference_used(counted, events),
        terms=run.terms,
    )


def explain_moment(path: str, choice: SessionOptions, after_s: float) -> MomentExplained:
    """The movements around the moment `after_s` seconds after the beginning, counted or not.

    Raises SensorcoachError: a moment after the end of the recording, or an unusable file.
    """
    run = open_run(path, choice, weighed=True)
    events = collect_events(run)
    at_s = run.start_s + after_s
    if at_s > run.end_s:
        lasts = format_clock(run.end_s - run.start_s)
        raise UsageError("bad_time", f"{path} is {lasts} long.", "Give a time within it, such as 42 or 1:05.")
    return MomentExplained(
        path=path,
        exercise=run.exercise,
        placement=run.placement,
        simulated=run.simulated,
        begin_s=run.start_s,
        at_s=at_s,
        rows=find_rows_around(events, at_s),
        rep=find_rep_at(events, at_s),
        set_number=find_set_at(events, at_s),
        signal=find_signal_reason(events),
    )
