"""The shape of the analysis document, `sensorcoach.analysis/1`.

This is what other programs lean on: keys may be added, nothing here changes without a new schema number.
Times are seconds on the recording's own clock; angles degrees; rates degrees a second.
"""

from typing import NotRequired, TypedDict

SCHEMA = "sensorcoach.analysis/1"


class GapDocument(TypedDict):
    """A stretch without samples."""

    start_s: float
    end_s: float


class RecordingDocument(TypedDict):
    """What was read. `rate_hz` is null where the file could not be read so far.

    `start_s` is when it begins on its own clock; a person reads times from there.
    `notices` says in words what is wrong with the file without keeping it from being analysed.
    """

    path: str
    start_s: float
    duration_s: float
    rate_hz: float | None
    sensors: list[str]
    gaps: list[GapDocument]
    simulated: bool
    notices: list[str]


class SignalDocument(TypedDict):
    """What the signal is good for, and why, in words."""

    quality: str
    reason: str | None


class WarningDocument(TypedDict):
    """A rule that a rep did not keep."""

    code: str
    value: float
    limit: float
    unit: str
    at_s: float
    message: str


class RepDocument(TypedDict):
    """One rep. `rest_s` is null after the last rep of a set. `smoothness` is SPARC of the lift, `smoothness_lower` of
    the lowering; null where too short for it.

    `times_within_s`: each of lift, hold and lower is this close to the truth with 95 % probability, as far as the
    wearer's own unsteadiness tells; null where it was not judged.

    `announced_s` is when it was counted, or would have been in a live session: the newest sample that it needed.

    `uncertain`: samples are missing in it, `missing_s` seconds of them: it may have been more than one rep, its times
    and range are not to be relied on, and its form was not judged.
    """

    number: int
    lift_start_s: float
    hold_start_s: float
    lower_start_s: float
    end_s: float
    lift_s: float
    hold_s: float
    lower_s: float
    rest_s: float | None
    announced_s: float
    rom_deg: float
    peak_lift_dps: float
    peak_lower_dps: float
    smoothness: float | None
    smoothness_lower: float | None
    times_within_s: float | None
    missing_s: float
    uncertain: bool
    warnings: list[WarningDocument]


class InterruptionDocument(TypedDict):
    """A silence within a set so long that reps may be missing from its count."""

    start_s: float
    end_s: float


class SuggestionDocument(TypedDict):
    """Which exercise a set looked like: its id, null for none of the catalogue's, and how likely that is, 0 to 1."""

    exercise: str | None
    confidence: float


class SetDocument(TypedDict):
    """One set. `side` is `left`, `right` or null; `armed` says that the person began it, or that `--armed` did.

    `suggestion` is null where the set's end never came, and for a set told by height. `uncertain_count` is how many of
    its reps are uncertain; `interruptions` are the silences that may hide more.
    """

    number: int
    start_s: float
    end_s: float
    side: str | None
    suggestion: SuggestionDocument | None
    armed: bool
    rep_count: int
    uncertain_count: int
    interruptions: list[InterruptionDocument]
    reps: list[RepDocument]


class ErrorDocument(TypedDict):
    """Why a file could not be analysed, and what to do."""

    code: str
    message: str
    remedy: str


class ReferenceDocument(TypedDict):
    """What the last reps were compared with: medians over `reps` good reps, and the range that is good in it.

    `source` is `stored` (a calibration, of `person`) or `session` (the first good reps of this recording; `person`
    is null).
    """

    source: str
    person: str | None
    reps: int
    range_deg: float
    least_deg: float
    most_deg: float
    lift_s: float
    hold_s: float
    lower_s: float
    peak_lift_dps: float
    peak_lower_dps: float


class NoticeDocument(TypedDict):
    """What was mended or left out of the recording, from when on; or, as `reference_doubted`, that the stored reference
    is not used any more. `remedy` is what to do, null where nothing is to be done.
    """

    code: str
    message: str
    at_s: float
    remedy: str | None


class AnalysisDocument(TypedDict):
    """One analysed file. `error` is there only where it could not be analysed; `sets` is empty then.

    `placement` is null only where none was asked for and the file could not be read. `limits` holds the limits that
    were changed, by name; `reference` is null where there were too few good reps for one; `notices` say what was mended
    or left out, and what became of the reference.
    """

    schema: str
    recording: RecordingDocument
    exercise: str
    placement: str | None
    signal: SignalDocument
    limits: dict[str, float]
    reference: ReferenceDocument | None
    notices: list[NoticeDocument]
    sets: list[SetDocument]
    error: NotRequired[ErrorDocument]


class LimitChangeDocument(TypedDict):
    """A limit that was changed: ours, and the one given instead."""

    name: str
    before: float
    after: float


class ChangeDocument(TypedDict):
    """A warning that a rep `gained` or `lost`, with what was looked at and both limits.

    `set` and `rep` are the numbers in the analysis document. A limit is null where that run had none to hold against.
    """

    set: int
    rep: int
    change: str
    code: str
    criterion: str
    value: float
    unit: str
    limit_before: float | None
    limit_after: float | None


class TotalDocument(TypedDict):
    """How many reps have a warning, before and after."""

    code: str
    before: int
    after: int


class ComparisonDocument(TypedDict):
    """`sensorcoach.comparison/1`: what `analyze --compare` prints, a document a line.

    Before: our limits and the session's own reference; after: the limits given with --set and, where `person` is not
    null, that person's stored reference; `notices` say when that was laid aside. `rep_count` is that after. `error` is
    there only where the file could not be compared.
    """

    schema: str
    path: str
    limits: list[LimitChangeDocument]
    person: str | None
    rep_count: int
    changes: list[ChangeDocument]
    totals: list[TotalDocument]
    notices: list[NoticeDocument]
    error: NotRequired[ErrorDocument]
