"""The tempo of the last reps below the exercise's target, in the order of movement."""

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
"""Width of a column in cells, including its mark."""


def draw_tempo_rows(snapshot: Snapshot, width: int, height: int) -> Content:
    """Draw at most `height` lines: names, target, then the last reps of the set, newest first.

    `-` marks a phase that is too short, `+` one that is too long. A rep with missing samples has no times: `?`.
    """
    target = snapshot.exercise.tempo
    column = _WIDE if width >= _NAME_WIDTH + 5 * _WIDE else _NARROW
    rests: list[float | None] = [after.lift_start_s - before.end_s for before, after in pairwise(snapshot.reps)]
    timed = list(zip(snapshot.reps, [*rests, None], strict=False))
    reps = [_draw_rep(rep, rest_s, target, column) for rep, rest_s in reversed(timed)]
    return Content("\n").join([_draw_header(column), _draw_target(target, column), *reps][:height])


def _draw_header(column: int) -> Content:
    names = [(f"{phase.value:>{column - 1}} ", PHASE_STYLES[phase]) for phase in _ORDER]
    return Content.assemble(" " * _NAME_WIDTH, *names, f"{'range':>{column}}")


def _draw_target(tempo: Tempo, column: int) -> Content:
    cells = "".join(f"{value_s:{column - 1}.1f} " for value_s in _list_targets(tempo))
    return Content.styled(f"{'target':<{_NAME_WIDTH}}{cells}", "dim")


def _draw_rep(rep: Rep, rest_s: float | None, target: Tempo, column: int) -> Content:
    durations = (rep.lift_s, rep.hold_s, rep.lower_s, rest_s)
    targets = _list_targets(target)
    cells = [_draw_cell(value_s, target_s, column) for value_s, target_s in zip(durations, targets, strict=True)]
    if rep.is_uncertain:
        cells = [(f"{'?':>{column - 1}} ", "dim") for _ in cells]
    mark = "?" if rep.is_uncertain else "!" if rep.warnings else " "
    return Content.assemble(
        (f"{'#' + str(rep.number) + mark:<{_NAME_WIDTH}}", "$text-error" if rep.warnings else "bold"),
        *cells,
        f"{'?':>{column}}" if rep.is_uncertain else f"{rep.rom_rad * DEG_PER_RAD:{column - 1}.0f}°",
    )


def _draw_cell(value_s: float | None, target_s: float, column: int) -> tuple[str, str]:
    if value_s is None:
        return f"{'·':>{column - 1}} ", "dim"
    fit = judge_duration(value_s, target_s)
    return f"{value_s:{column - 1}.1f}{fit.value}", "" if fit is TempoFit.YES else "$text-warning bold"


def _list_targets(tempo: Tempo) -> tuple[float, float, float, float]:
    return tempo.lift_s, tempo.hold_s, tempo.lower_s, tempo.rest_s
