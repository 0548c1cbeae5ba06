"""The result of an analysis: frozen values in SI units, and the same as document, table or data frame."""

import copy
from dataclasses import dataclass, field
from typing import Any

from sensorcoach.api.data_frames import make_pandas_frame, make_polars_frame
from sensorcoach.events import GapFound, Quality
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.report.analyzed_sets import AnalyzedRep, AnalyzedSet, RepWarning
from sensorcoach.report.document import RecordingFacts
from sensorcoach.report.lift_angle import LiftAngle
from sensorcoach.report.schema import AnalysisDocument
from sensorcoach.report.table import format_table


@dataclass(frozen=True, slots=True)
class Signal:
    """Whether the signal can be used, and the reason if it cannot, or if nothing was counted."""

    quality: Quality
    reason: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction or an omission: `code` names it, `at_s` is its time, `remedy` what to do or None."""

    code: str
    message: str
    at_s: float
    remedy: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What `analyze` found. Times are seconds on the recording's clock, angles radians.

    `recording`: path, length, rate and sensors. `gaps`: spans without samples.
    `angle`: the lift angle over the whole recording. `str(analysis)` is the table that the command line prints.
    """

    exercise: Exercise
    placement: Placement
    recording: RecordingFacts
    gaps: tuple[GapFound, ...]
    signal: Signal
    notices: tuple[Notice, ...]
    sets: tuple[AnalyzedSet, ...]
    angle: LiftAngle = field(repr=False)
    _document: AnalysisDocument = field(repr=False)

    @property
    def reps(self) -> tuple[AnalyzedRep, ...]:
        """The reps of all sets, in order."""
        return tuple(rep for one in self.sets for rep in one.reps)

    @property
    def warnings(self) -> tuple[RepWarning, ...]:
        """The warnings of all reps, in order."""
        return tuple(warning for rep in self.reps for warning in rep.warnings)

    def to_dict(self) -> AnalysisDocument:
        """The document that `sensorcoach analyze --json` prints (docs/json.md): rounded, angles in degrees."""
        return copy.deepcopy(self._document)

    def to_pandas(self) -> Any:  # noqa: ANN401 - a pandas.DataFrame; pandas is optional
        """A pandas.DataFrame with one row a rep. A missing number is NaN. Raises UsageError without pandas."""
        return make_pandas_frame(self.reps)

    def to_polars(self) -> Any:  # noqa: ANN401 - a polars.DataFrame; polars is optional
        """A polars.DataFrame with one row a rep. A missing number is null. Raises UsageError without polars."""
        return make_polars_frame(self.reps)

    def __str__(self) -> str:
        return format_table(self._document)
