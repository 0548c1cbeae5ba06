"""Compare two runs of one recording: the reps that gained or lost a warning, and the limit.

Limits change warnings, never the count. A stored reference may change the count: it reveals the posture, and lifts in a
wrong posture are not counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sensorcoach.errors import SensorcoachError
from sensorcoach.events import Event, Rep, RepCounted, Verdict
from sensorcoach.form.find_rules import default_limits
from sensorcoach.report.notices import make_notice_documents
from sensorcoach.report.schema import (
    ChangeDocument,
    ComparisonDocument,
    ErrorDocument,
    LimitChangeDocument,
    TotalDocument,
)
from sensorcoach.report.terms import Terms

SCHEMA = "sensorcoach.comparison/1"

LiftStart = float
"""Time at which a rep begins; it identifies the rep, since the two runs may number it differently."""

NumberedRep = tuple[int, Rep]
"""Number of the set, and the rep."""


def make_comparison_document(
    path: str, before: Iterable[Event], after: Sequence[Event], terms: Terms
) -> ComparisonDocument:
    """The changes from `before`, judged by the default limits, to `after`, judged by `terms`."""
    old, new = _index_reps(before), _index_reps(after)
    return {
        "schema": SCHEMA,
        "path": path,
        "limits": [_make_limit_change(name, value) for name, value in terms.limits.items()],
        "person": terms.person,
        "rep_count": len(new),
        "changes": [
            change for start_s in new if start_s in old for change in _list_changes(old[start_s][1], *new[start_s])
        ],
        "totals": _count_warnings([rep for _, rep in old.values()], [rep for _, rep in new.values()]),
        "notices": make_notice_documents(after),
    }


def comparison_error(path: str, terms: Terms, error: SensorcoachError) -> ComparisonDocument:
    """The document of a file that could not be compared."""
    why: ErrorDocument = {"code": error.code, "message": error.message, "remedy": error.remedy}
    return {**make_comparison_document(path, (), (), terms), "error": why}


def _index_reps(events: Iterable[Event]) -> dict[LiftStart, NumberedRep]:
    return {e.rep.lift_start_s: (e.set_number, e.rep) for e in events if isinstance(e, RepCounted)}


def _make_limit_change(name: str, value: float) -> LimitChangeDocument:
    return {"name": name, "before": default_limits()[name], "after": value}


def _list_changes(old: Rep, set_number: int, new: Rep) -> Iterator[ChangeDocument]:
    place = set_number, new.number
    was, now = ({warning.code: warning for warning in rep.warnings} for rep in (old, new))
    for code, warning in now.items():
        if code not in was:
            yield _make_change(place, "gained", _find_criterion(old, warning), _find_criterion(new, warning))
    for code, warning in was.items():
        if code not in now:
            yield _make_change(place, "lost", _find_criterion(old, warning), _find_criterion(new, warning))


def _find_criterion(rep: Rep, warning: Verdict) -> Verdict | None:
    """The final verdict on the same criterion in this run; None if the rule did not apply."""
    alike = [v for v in rep.verdicts if (v.code, v.criterion) == (warning.code, warning.criterion)]
    return alike[-1] if alike else None


def _make_change(place: tuple[int, int], change: str, old: Verdict | None, new: Verdict | None) -> ChangeDocument:
    verdict = new or old
    assert verdict is not None  # noqa: S101 - one of the two runs has the warning
    return {
        "set": place[0],
        "rep": place[1],
        "change": change,
        "code": verdict.code,
        "criterion": verdict.criterion,
        "value": round(verdict.value, 3),
        "unit": verdict.unit,
        "limit_before": round(old.limit, 3) if old else None,
        "limit_after": round(new.limit, 3) if new else None,
    }


def _count_warnings(old: Iterable[Rep], new: Iterable[Rep]) -> list[TotalDocument]:
    """Every code of either run, in the order of its first warning."""
    was, now = (Counter(warning.code for rep in reps for warning in rep.warnings) for reps in (old, new))
    codes: Sequence[str] = list(dict.fromkeys([*was, *now]))
    return [{"code": code, "before": was[code], "after": now[code]} for code in codes]
