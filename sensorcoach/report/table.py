"""An analysis document as a table that a person reads. Tempo stands in the order of movement, names over the digits."""

import textwrap
from collections.abc import Iterator, Sequence

from sensorcoach.form.all_rules import default_limits
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
"""From this confidence on a suggestion that differs from what was chosen is worth a line."""
WIDTH = 80
"""What stands in sentences is wrapped for the usual terminal."""

_MEAN_RULE = "  " + "-" * (len(REP_HEADER) - 2)


def format_table(document: AnalysisDocument) -> str:
    """The whole document as lines of text, without a newline at the end."""
    return "\n".join(_lines(document))


def format_clock(time_s: float) -> str:
    """A time from the beginning of the recording: `1:05.3`, or `1:01:05.3` from an hour on."""
    minutes, tenths = divmod(round(max(time_s, 0.0) * 10), 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths / 10:04.1f}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def _lines(document: AnalysisDocument) -> Iterator[str]:
    yield document["recording"]["path"]
    error = document.get("error")
    if error:
        yield f"  cannot be analysed: {error['message']}"
        yield f"  {error['remedy']}"
        return
    yield f"  {document['exercise']}, worn at the {document['placement']}; {format_recording(document['recording'])}"
    for notice in document["recording"]["notices"]:
        yield f"  notice: {notice}"
    yield from _standards(document)
    signal = document["signal"]
    if signal["quality"] != "ok":
        yield f"  signal {signal['quality'].replace('_', ' ')}: {signal['reason'] or 'no reason given'}"
    if not document["sets"]:
        yield from _nothing_counted(document["signal"])
    for one in document["sets"]:
        yield ""
        yield from set_lines(one, document["recording"]["start_s"])
        yield from suggestion_lines(one, document["exercise"])


def _standards(document: AnalysisDocument) -> Iterator[str]:
    """What the reps were held against, where somebody chose it or it could not be kept to."""
    if document["limits"]:
        ours = default_limits()
        told = ", ".join(f"{name} = {value:g} (ours {ours[name]:g})" for name, value in document["limits"].items())
        yield f"  changed limits: {told}"
    reference = document["reference"]
    if reference:
        yield f"  compared with {format_reference(reference)}"
    for notice in document["notices"]:
        yield from notice_lines(notice, f"at {format_clock(notice['at_s'] - document['recording']['start_s'])}: ")


def format_reference(reference: ReferenceDocument) -> str:
    """Whose reps, how many, and the range that is good in them."""
    whose = f"{reference['person']}'s stored reference" if reference["person"] else "the first good reps of the session"
    return f"{whose}: {reference['range_deg']:.1f}°, good {reference['least_deg']:.1f} to {reference['most_deg']:.1f}°"


def _nothing_counted(signal: SignalDocument) -> list[str]:
    """A good signal too may come with a reason why nothing was counted; that of a bad one stands above already."""
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
        text += f", {_plural(len(gaps), 'gap')} ({missing_s:.1f} s missing)"
    return text + (", simulated" if recording["simulated"] else "")


def set_lines(one: SetDocument, begin_s: float) -> Iterator[str]:
    """A heading, the tempo header, a line a rep, and the means; `begin_s` is when the recording begins."""
    side = (f", {one['side']} side" if one["side"] else "") + (", armed" if one["armed"] else "")
    when = f"{format_clock(one['start_s'] - begin_s)} to {format_clock(one['end_s'] - begin_s)}"
    reps = _plural(one["rep_count"], "rep") + (
        f" ({one['uncertain_count']} uncertain)" if one["uncertain_count"] else ""
    )
    yield f"  Set {one['number']}{side}: {reps}, {when}; tempo is lift-hold-lower-rest, s"
    yield REP_HEADER
    for rep in one["reps"]:
        yield from rep_lines(rep)
    if len(one["reps"]) > 1:
        yield _MEAN_RULE
        yield _mean_line([rep for rep in one["reps"] if not rep["uncertain"]] or one["reps"])
    yield from _hole_lines(one, begin_s)


def _hole_lines(one: SetDocument, begin_s: float) -> Iterator[str]:
    """The footnote of uncertain reps, and where reps may be missing."""
    if one["uncertain_count"]:
        yield "  ? uncertain: samples are missing in it, so it may have been more than one rep"
    for cut in one["interruptions"]:
        lasted_s = cut["end_s"] - cut["start_s"]
        yield f"  reps may be missing: no samples for {lasted_s:.1f} s from {format_clock(cut['start_s'] - begin_s)} on"


def suggestion_lines(one: SetDocument, chosen: str) -> Iterator[str]:
    """One line where a set surely looked like another exercise than the chosen one; else none."""
    suggestion = one["suggestion"]
    if suggestion is None or suggestion["confidence"] < SURE or suggestion["exercise"] in {chosen, None}:
        return
    yield f"  looks like {suggestion['exercise']} ({suggestion['confidence']:.0%} sure); counted as {chosen}, as chosen"


def rep_lines(rep: RepDocument) -> Iterator[str]:
    """One rep under `REP_HEADER`, and below it the warnings it was given; JSON has an uncertain one's times too."""
    smooth = f"{rep['smoothness']:8.2f}" if rep["smoothness"] is not None else f"{'-':>8}"
    if rep["uncertain"]:
        yield f"  {rep['number']:3d}? {rep['missing_s']:.1f} s of it are missing: its times and its range are not known"
        return
    number = f"{rep['number']:3d} "
    yield (
        f"  {number} {rep['lift_s']:6.2f} {rep['hold_s']:6.2f} {rep['lower_s']:6.2f} {_cell(rep['rest_s'])}"
        f" {rep['rom_deg']:6.1f}° {rep['peak_lift_dps']:5.0f}°/s {rep['peak_lower_dps']:7.0f}°/s{smooth}"
    )
    if rep["warnings"]:
        codes = ", ".join(warning["code"] for warning in rep["warnings"])
        yield from textwrap.wrap(codes, WIDTH, initial_indent="     ! ", subsequent_indent="       ")


def _mean_line(reps: Sequence[RepDocument]) -> str:
    rests = [rep["rest_s"] for rep in reps if rep["rest_s"] is not None]
    return (
        f"  mean {_mean([rep['lift_s'] for rep in reps]):6.2f} {_mean([rep['hold_s'] for rep in reps]):6.2f}"
        f" {_mean([rep['lower_s'] for rep in reps]):6.2f} {_cell(_mean(rests))}"
        f" {_mean([rep['rom_deg'] for rep in reps]):6.1f}°"
        f" {_mean([rep['peak_lift_dps'] for rep in reps]):5.0f}°/s"
        f" {_mean([rep['peak_lower_dps'] for rep in reps]):7.0f}°/s"
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _cell(seconds: float | None) -> str:
    return f"{'-':>6}" if seconds is None else f"{seconds:6.2f}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
