"""The tempo of the last reps beside the exercise's target, in the order of movement."""

from itertools import pairwise

from textual.content import Content

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.coach.tempo_band import TempoFit, judge_duration
from sensorcoach.events import Phase, Rep
from sensorcoach.exercises.exercise import Tempo
from sensorcoach.tui.drawing.phase_style import PHASE_STYLES
from sensorcoach.units import DEG_PER_RAD

_ORDER = (Phase.LIFT, Phase.HOLD, Phase.LOWER, Phase.REST)
_NAME_WIDTH = 6
_NARROW, _WIDE = 6, 8
"""Cells a column, its mark included."""


def tempo_rows(snapshot: Snapshot, width: int, height: int) -> Content:
    """`height` lines: names, target, then the last reps of the set, newest first; `-` too short, `+` too long.

    Of a rep in which samples are missing nothing is known but that it was done: `?`.
    """
    target = snapshot.exercise.tempo
    column = _WIDE if width >= _NAME_WIDTH + 5 * _WIDE else _NARROW
    rests: list[float | None] = [after.lift_start_s - before.end_s for before, after in pairwise(snapshot.reps)]
    timed = list(zip(snapshot.reps, [*rests, None], strict=False))
    reps = [_rep(rep, rest_s, target, column) for rep, rest_s in reversed(timed)]
    return Content("\n").join([_header(column), _target(target, column), *reps][:height])


def _header(column: int) -> Content:
    names = [(f"{phase.value:>{column - 1}} ", PHASE_STYLES[phase]) for phase in _ORDER]
    return Content.assemble(" " * _NAME_WIDTH, *names, f"{'range':>{column}}")


def _target(tempo: Tempo, column: int) -> Content:
    cells = "".join(f"{value_s:{column - 1}.1f} " for value_s in _in_order(tempo))
    return Content.styled(f"{'target':<{_NAME_WIDTH}}{cells}", "dim")


def _rep(rep: Rep, rest_s: float | None, target: Tempo, column: int) -> Content:
    durations = (rep.lift_s, rep.hold_s, rep.lower_s, rest_s)
    cells = [_cell(value_s, wanted_s, column) for value_s, wanted_s in zip(durations, _in_order(target), strict=True)]
    if rep.is_uncertain:
        cells = [(f"{'?':>{column - 1}} ", "dim") for _ in cells]
    mark = "?" if rep.is_uncertain else "!" if rep.warnings else " "
    return Content.assemble(
        (f"{'#' + str(rep.number) + mark:<{_NAME_WIDTH}}", "$text-error" if rep.warnings else "bold"),
        *cells,
        f"{'?':>{column}}" if rep.is_uncertain else f"{rep.rom_rad * DEG_PER_RAD:{column - 1}.0f}°",
    )


def _cell(value_s: float | None, wanted_s: float, column: int) -> tuple[str, str]:
    if value_s is None:
        return f"{'·':>{column - 1}} ", "dim"
    how = judge_duration(value_s, wanted_s)
    return f"{value_s:{column - 1}.1f}{how.value}", "" if how is TempoFit.YES else "$text-warning bold"


def _in_order(tempo: Tempo) -> tuple[float, float, float, float]:
    return tempo.lift_s, tempo.hold_s, tempo.lower_s, tempo.rest_s
