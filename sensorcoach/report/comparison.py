"""Two runs of one recording side by side: which reps gained or lost which warning, and by which limit.

Limits change what is said of reps, never which reps there are. A stored reference may: with it the posture can be
known, and then lifts in a wrong one are not counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sensorcoach.errors import SensorcoachError
from sensorcoach.events import Event, Rep, RepCounted, Verdict
from sensorcoach.form.all_rules import default_limits
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

Place = float
"""When the rep began: the two runs may number it differently."""

NumberedRep = tuple[int, Rep]
"""Number of the set, and the rep."""


def make_comparison_document(
    path: str, before: Iterable[Event], after: Sequence[Event], terms: Terms
) -> ComparisonDocument:
    """What changed from `before`, judged by our limits, to `after`, judged on `terms`."""
    old, new = _reps(before), _reps(after)
    return {
        "schema": SCHEMA,
        "path": path,
        "limits": [_limit_change(name, value) for name, value in terms.limits.items()],
        "person": terms.person,
        "rep_count": len(new),
        "changes": [change for place in new if place in old for change in _changes(old[place][1], *new[place])],
        "totals": _totals([rep for _, rep in old.values()], [rep for _, rep in new.values()]),
        "notices": make_notice_documents(after),
    }


def comparison_error(path: str, terms: Terms, error: SensorcoachError) -> ComparisonDocument:
    """The document of a file that could not be compared."""
    why: ErrorDocument = {"code": error.code, "message": error.message, "remedy": error.remedy}
    return {**make_comparison_document(path, (), (), terms), "error": why}


def _reps(events: Iterable[Event]) -> dict[Place, NumberedRep]:
    return {e.rep.lift_start_s: (e.set_number, e.rep) for e in events if isinstance(e, RepCounted)}


def _limit_change(name: str, value: float) -> LimitChangeDocument:
    return {"name": name, "before": default_limits()[name], "after": value}


def _changes(old: Rep, set_number: int, new: Rep) -> Iterator[ChangeDocument]:
    place = set_number, new.number
    was, now = ({warning.code: warning for warning in rep.warnings} for rep in (old, new))
    for code, warning in now.items():
        if code not in was:
            yield _change(place, "gained", _same(old, warning), _same(new, warning))
    for code, warning in was.items():
        if code not in now:
            yield _change(place, "lost", _same(old, warning), _same(new, warning))


def _same(rep: Rep, warning: Verdict) -> Verdict | None:
    """What a run says of the same criterion, once the rep is finished; None where it had no limit for it."""
    alike = [v for v in rep.verdicts if (v.code, v.criterion) == (warning.code, warning.criterion)]
    return alike[-1] if alike else None


def _change(place: tuple[int, int], change: str, old: Verdict | None, new: Verdict | None) -> ChangeDocument:
    said = new or old
    assert said is not None  # noqa: S101 - it is a warning of one of the two runs
    return {
        "set": place[0],
        "rep": place[1],
        "change": change,
        "code": said.code,
        "criterion": said.criterion,
        "value": round(said.value, 3),
        "unit": said.unit,
        "limit_before": round(old.limit, 3) if old else None,
        "limit_after": round(new.limit, 3) if new else None,
    }


def _totals(old: Iterable[Rep], new: Iterable[Rep]) -> list[TotalDocument]:
    """Every code that either run has, in the order in which it first comes."""
    was, now = (Counter(warning.code for rep in reps for warning in rep.warnings) for reps in (old, new))
    codes: Sequence[str] = list(dict.fromkeys([*was, *now]))
    return [{"code": code, "before": was[code], "after": now[code]} for code in codes]
