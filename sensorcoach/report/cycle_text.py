"""Format the movements around a moment: those counted, and the reasons why others were not."""

import textwrap
from collections.abc import Iterator

from sensorcoach.detect.finding.evidence_report import describe_share, pick_against, pick_for
from sensorcoach.events import CycleWeighed
from sensorcoach.report.cycle_evidence import AROUND_S, CycleRow, MomentExplained
from sensorcoach.report.table import format_clock
from sensorcoach.set_events import Share
from sensorcoach.units import DEG_PER_RAD

WIDTH = 80

_HEADER = "       from        to    size   lasts     own   total  needed  counted"
_LEGEND = (
    "Evidence is in log-odds: 0 is even, 2.2 is nine to one. `total` adds the similar movements before. A set begins "
    "where `total` reaches `needed`; within a set one more movement needs far less."
)


def format_moment(moment: MomentExplained) -> str:
    """The whole page, without a newline at the end."""
    parts = [_format_head(moment), textwrap.wrap(_format_answer(moment), WIDTH)]
    if moment.rows:
        parts += [_format_table(moment), textwrap.wrap(_LEGEND, WIDTH)]
    return "\n\n".join("\n".join(part) for part in parts)


def _format_head(moment: MomentExplained) -> Iterator[str]:
    simulated = ", simulated" if moment.simulated else ""
    at = _format_clock(moment, moment.at_s)
    yield moment.path
    yield f"  {moment.exercise.id}, worn at the {moment.placement.value}{simulated}; around {at}"


def _format_answer(moment: MomentExplained) -> str:
    """The rep counted at the moment, or why none was counted."""
    at = _format_clock(moment, moment.at_s)
    if moment.rep is not None:
        name = f"{moment.rep[0]}.{moment.rep[1]}"
        return f"At {at} a rep was counted, {name}. `--rep {name}` shows how it was judged."
    nearest = moment.nearest
    where = f"Set {moment.set_number} is in progress" if moment.set_number is not None else "No set is in progress"
    if nearest is None:
        signal = f" {moment.signal}" if moment.signal else ""
        return f"{where} at {at}. Within {AROUND_S:.0f} s no movement was large enough for a lift.{signal}"
    cycle = nearest.cycle
    span = f"from {_format_clock(moment, cycle.start_s)} to {_format_clock(moment, cycle.end_s)}"
    if nearest.rep is not None:
        return f"{where} at {at}. The nearest movement, {span}, was counted as rep {nearest.rep[0]}.{nearest.rep[1]}."
    return f"{where} at {at}. The nearest movement, {span}, was not counted: {_explain_refusal(cycle)}"


def _explain_refusal(cycle: CycleWeighed) -> str:
    if cycle.reason is not None:
        return cycle.reason if cycle.reason.endswith(".") else f"{cycle.reason}."
    if cycle.total >= cycle.needed:
        return "a set ends with it, and it lies outside the reps of that set."
    why = ", ".join(describe_share(share) for share in pick_against(cycle.shares))
    return f"its evidence is {cycle.total:.1f}, and {cycle.needed:.1f} is needed{': ' + why if why else ''}."


def _format_table(moment: MomentExplained) -> Iterator[str]:
    yield _HEADER
    yield "-" * WIDTH
    for row in moment.rows:
        yield from _format_row(moment, row)


def _format_row(moment: MomentExplained, row: CycleRow) -> Iterator[str]:
    cycle = row.cycle
    mark = ">" if row is moment.nearest else " "
    counted = f"rep {row.rep[0]}.{row.rep[1]}" if row.rep is not None else "no"
    yield (
        f"{mark}{_format_clock(moment, cycle.start_s):>10}{_format_clock(moment, cycle.end_s):>10}"
        f"{cycle.size_rad * DEG_PER_RAD:7.0f}°{cycle.end_s - cycle.start_s:6.1f} s"
        f"{cycle.log_odds:8.1f}{cycle.total:8.1f}{cycle.needed:8.1f}  {counted}"
    )
    if row.rep is not None:
        return
    yield from _format_shares("for", pick_for(cycle.shares))
    yield from _format_shares("against", pick_against(cycle.shares))
    if cycle.reason is not None:
        yield from textwrap.wrap(cycle.reason, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 12)


def _format_shares(head: str, shares: list[Share]) -> list[str]:
    text = ", ".join(f"{describe_share(share)} ({share.log_odds:+.1f})" for share in shares)
    indent = " " * 12
    return textwrap.wrap(text, WIDTH, initial_indent=f"    {head:<8}", subsequent_indent=indent)


def _format_clock(moment: MomentExplained, time_s: float) -> str:
    return format_clock(time_s - moment.begin_s)
