"""The types of the analysis document, `sensorcoach.analysis/1`, and of the comparison document.

Other programs rely on them: keys may be added; any other change takes a new schema number. docs/json.md describes
them, docs/schema/ has them as JSON Schema. Times are seconds on the recording's own clock, angles degrees, rates
degrees a second. Docstrings become the descriptions of the JSON Schema.
"""

from typing import NotRequired, TypedDict

SCHEMA = "sensorcoach.analysis/1"


class GapDocument(TypedDict):
    """A gap: no samples from `start_s` to `end_s`."""

    start_s: float
    end_s: float


class RecordingDocument(TypedDict):
    """The recording. `rate_hz` is the mean rate outside gaps, null if the file could not be read.

    `start_s` is its beginning on its own clock; tables and screens count time from there.
    `sensors` contains `acc` and, with a gyroscope, `gyro`. `simulated` is true if no person was involved.
    `notices` describe faults of the file that do not prevent its analysis.
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
    """The signal. `quality` is `ok`, `weak`, `wrong_posture`, `wrong_placement`, `no_gravity` or `unreliable`.

    `reason` explains a quality other than `ok`, or why nothing was counted; else it is null.
    """

    quality: str
    reason: str | None


class WarningDocument(TypedDict):
    """A rule of form that a rep broke.

    `code` names the rule. `value` and `limit` are in `unit`. `at_s` is the time of the fault. `message` gives advice.
    """

    code: str
    value: float
    limit: float
    unit: str
    at_s: float
    message: str


class RepDocument(TypedDict):
    """One rep. `lift_s` (concentric), `hold_s` (isometric) and `lower_s` (eccentric) are the durations of its phases.

    `rest_s` is the time to the next rep, null after the last rep of a set. `rom_deg` is the range of motion.
    `peak_lift_dps` and `peak_lower_dps` are peak angular rates.

    `smoothness` is SPARC of the lift, `smoothness_lower` of the lower; null if the phase is too short.

    `times_within_s` is the accuracy of lift, hold and lower: 95 % of them lie within this distance of the truth. It is
    estimated from the unsteadiness of the wearer; null if it was not estimated.

    `announced_s` is the time of the newest sample that was needed to count the rep; a live session counts it then.

    `uncertain` is true if `missing_s` seconds of samples are missing in the rep. It may have been more than one rep,
    its times and range are not reliable, and its form was not judged.
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
    """A gap within a set that may hide reps."""

    start_s: float
    end_s: float


class SuggestionDocument(TypedDict):
    """The exercise that a set looked like: its id, null for none of the catalogue, and the probability, 0 to 1."""

    exercise: str | None
    confidence: float


class SetDocument(TypedDict):
    """One set. `side` is `left`, `right`, or null if unknown. `armed` is true if the person or `--armed` began it.

    `suggestion` is null if the recording stopped within the set, and for a set counted by height.
    `uncertain_count` is the number of uncertain reps. `interruptions` are gaps that may hide more reps.
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
    """Why a file could not be analyzed: a stable `code`, the `message`, and the `remedy`."""

    code: str
    message: str
    remedy: str


class ReferenceDocument(TypedDict):
    """The reference of the last reps: medians over `reps` good reps, and the bounds of a good range of motion.

    `source` is `stored` (the calibration of `person`) or `session` (the first good reps of this recording; then
    `person` is null). A rep below `least_deg` is short, one above `most_deg` is overextended.
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
    """A correction or an omission, from `at_s` on. The code `reference_doubted` means that the stored reference is
    no longer used. `remedy` says what to do; null if there is nothing to do.
    """

    code: str
    message: str
    at_s: float
    remedy: str | None


class AnalysisDocument(TypedDict):
    """One analyzed file. `error` is present only if the file could not be analyzed; then `sets` is empty.

    `placement` is null only in a document with an error. `limits` contains the changed limits by name.
    `reference` is null if there were too few good reps for one.
    `notices` report corrections, omissions, and a stored reference that is not used.
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
    """A changed limit: the default before, the given one after."""

    name: str
    before: float
    after: float


class ChangeDocument(TypedDict):
    """A warning that a rep `gained` or `lost`, with the quantity (`criterion`), its value and both limits.

    `set` and `rep` are the numbers in the analysis document. A limit is null if the rule did not apply in that run.
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
    """The number of reps with a warning, before and after."""

    code: str
    before: int
    after: int


class ComparisonDocument(TypedDict):
    """One file judged twice, as `analyze --compare --json` prints it.

    Before: default limits and the session's own reference. After: the limits given with `--set` and, if `person` is not
    null, that person's stored reference; `notices` report when it is not used. `rep_count` is the count after.
    `error` is present only if the file could not be compared.
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
