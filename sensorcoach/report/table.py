"""Format an analysis document as a table for people. Tempo is in the order of movement, with names over the digits."""

import textwrap
from collections.abc import Iterator, Sequence

from sensorcoach.form.find_rules import default_limits
from sensorcoach.report.notices import notice_lines
from sensorcoach.report.schema import (
    AnalysisDocument,
    RecordingDocument,
    ReferenceDocument,
    RepDocument,
    SetDocument,
    SignalDocument,
)

REP_HEADER = "  rep    lift   hold  lower   rest   range  peak up  peak down  smooth"
SURE = 0.8
"""Least confidence at which a suggestion that differs from the chosen exercise gets a line."""
WIDTH = 80
"""Sentences are wrapped at this many characters."""

_MEAN_RULE = "  " + "-" * (len(REP_HEADER) - 2)


def format_table(document: AnalysisDocument) -> str:
    """The document as text, without a newline at the end."""
    return "\n".join(_format_lines(document))


def format_clock(time_s: float) -> str:
    """A time from the beginning of the recording: `1:05.3`, or `1:01:05.3` from an hour on."""
    minutes, tenths = divmod(round(max(time_s, 0.0) * 10), 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths / 10:04.1f}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def _format_lines(document: AnalysisDocument) -> Iterator[str]:
    yield document["recording"]["path"]
    error = document.get("error")
    if error:
        yield f"  cannot be analyzed: {error['message']}"
        yield f"  {error['remedy']}"
        return
    yield f"  {document['exercise']}, worn at the {document['placement']}; {format_recording(document['recording'])}"
    for notice in document["recording"]["notices"]:
        yield f"  notice: {notice}"
    yield from _format_terms(document)
    signal = document["signal"]
    if signal["quality"] != "ok":
        yield f"  signal {signal['quality'].replace('_', ' ')}: {signal['reason'] or 'no reason given'}"
    if not document["sets"]:
        yield from _format_no_reps(document["signal"])
    for one in document["sets"]:
        yield ""
        yield from set_lines(one, document["recording"]["start_s"])
        yield from suggestion_lines(one, document["exercise"])


def _format_terms(document: AnalysisDocument) -> Iterator[str]:
    """Changed limits, the reference, and notices."""
    if document["limits"]:
        default = default_limits()
        changes = ", ".join(
            f"{name} = {value:g} (default {default[name]:g})" for name, value in document["limits"].items()
        )
        yield f"  changed limits: {changes}"
    reference = document["reference"]
    if reference:
        yield f"  compared with {format_reference(reference)}"
    for notice in document["notices"]:
        yield from notice_lines(notice, f"at {format_clock(notice['at_s'] - document['recording']['start_s'])}: ")


def format_reference(reference: ReferenceDocument) -> str:
    """Whose reps, their range, and the bounds of a good range."""
    whose = f"{reference['person']}'s stored reference" if reference["person"] else "the first good reps of the session"
    return f"{whose}: {reference['range_deg']:.1f}°, good {reference['least_deg']:.1f} to {reference['most_deg']:.1f}°"


def _format_no_reps(signal: SignalDocument) -> list[str]:
    """A good signal may have a reason why nothing was counted; the reason of a bad one is printed above."""
    reason = signal["reason"] if signal["quality"] == "ok" else None
    text = f"no reps counted: {reason}" if reason else "no reps counted"
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def format_recording(recording: RecordingDocument) -> str:
    """Length, rate, sensors and gaps in one phrase."""
    sensors = " + ".join(recording["sensors"]) or "no sensors"
    text = f"{format_clock(recording['duration_s'])} long, {recording['rate_hz'] or 0:.0f} Hz, {sensors}"
    gaps = recording["gaps"]
    if gaps:
        missing_s = sum(gap["end_s"] - gap["start_s"] for gap in gaps)
        text += f", {_format_count(len(gaps), 'gap')} ({missing_s:.1f} s missing)"
    return text + (", simulated" if recording["simulated"] else "")


def set_lines(one: SetDocument, begin_s: float) -> Iterator[str]:
    """Yield a heading, the column names, a line a rep, and the means; `begin_s` is the beginning of the recording."""
    side = (f", {one['side']} side" if one["side"] else "") + (", armed" if one["armed"] else "")
    when = f"{format_clock(one['start_s'] - begin_s)} to {format_clock(one['end_s'] - begin_s)}"
    reps = _format_count(one["rep_count"], "rep") + (
        f" ({one['uncertain_count']} uncertain)" if one["uncertain_count"] else ""
    )
    yield f"  Set {one['number']}{side}: {reps}, {when}; tempo is lift-hold-lower-rest, s"
    yield REP_HEADER
    for rep in one["reps"]:
        yield from rep_lines(rep)
    if len(one["reps"]) > 1:
        yield _MEAN_RULE
        yield _format_mean_line([rep for rep in one["reps"] if not rep["uncertain"]] or one["reps"])
    yield from _format_gap_lines(one, begin_s)


def _format_gap_lines(one: SetDocument, begin_s: float) -> Iterator[str]:
    """The footnote of uncertain reps, and gaps that may hide reps."""
    if one["uncertain_count"]:
        yield "  ? uncertain: samples are missing, so that it may have been more than one rep"
    for cut in one["interruptions"]:
        lasted_s = cut["end_s"] - cut["start_s"]
        yield f"  reps may be missing: no samples for {lasted_s:.1f} s from {format_clock(cut['start_s'] - begin_s)} on"


def suggestion_lines(one: SetDocument, chosen: str) -> Iterator[str]:
    """Yield one line if a set surely looked like another exercise than the chosen one."""
    suggestion = one["suggestion"]
    if suggestion is None or suggestion["confidence"] < SURE or suggestion["exercise"] in {chosen, None}:
        return
    yield f"  looks like {suggestion['exercise']} ({suggestion['confidence']:.0%} sure); counted as {chosen}, as chosen"


def rep_lines(rep: RepDocument) -> Iterator[str]:
    """Yield the line of one rep, and below it its warnings. The times of an uncertain rep are in JSON only."""
    smooth = f"{rep['smoothness']:8.2f}" if rep["smoothness"] is not None else f"{'-':>8}"
    if rep["uncertain"]:
        yield f"  {rep['number']:3d}? {rep['missing_s']:.1f} s without samples: its times and its range are unknown"
        return
    number = f"{rep['number']:3d} "
    yield (
        f"  {number} {rep['lift_s']:6.2f} {rep['hold_s']:6.2f} {rep['lower_s']:6.2f} {_format_cell(rep['rest_s'])}"
        f" {rep['rom_deg']:6.1f}° {rep['peak_lift_dps']:5.0f}°/s {rep['peak_lower_dps']:7.0f}°/s{smooth}"
    )
    if rep["warnings"]:
        codes = ", ".join(warning["code"] for warning in rep["warnings"])
        yield from textwrap.wrap(codes, WIDTH, initial_indent="     ! ", subsequent_indent="       ")


def _format_mean_line(reps: Sequence[RepDocument]) -> str:
    rests = [rep["rest_s"] for rep in reps if rep["rest_s"] is not None]
    return (
        f"  mean {_mean([rep['lift_s'] for rep in reps]):6.2f} {_mean([rep['hold_s'] for rep in reps]):6.2f}"
        f" {_mean([rep['lower_s'] for rep in reps]):6.2f} {_format_cell(_mean(rests))}"
        f" {_mean([rep['rom_deg'] for rep in reps]):6.1f}°"
        f" {_mean([rep['peak_lift_dps'] for rep in reps]):5.0f}°/s"
        f" {_mean([rep['peak_lower_dps'] for rep in reps]):7.0f}°/s"
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _format_cell(seconds: float | None) -> str:
    return f"{'-':>6}" if seconds is None else f"{seconds:6.2f}"


def _format_count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
