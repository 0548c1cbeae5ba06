"""The summary of a set that is over: medians, reps that kept form, the worst rep, and one thing to do next.

One thing only, and the good reps first: more confirmation than blame. A summary never speaks of health.
"""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sensorcoach.coach.tempo_band import TempoFit, judge_duration
from sensorcoach.events import Rep, SetFinished, Verdict
from sensorcoach.exercises.exercise import Tempo

REPEATED = 2
"""Number of reps of a set that break a rule when its `advice_when_repeated` is shown. One may be a slip."""

LEAST_REPS = 3
"""Smallest set that is suggested. Reps can be compared from the third on."""


@dataclass(frozen=True, slots=True)
class WorstRep:
    """The rep furthest from good form: its gravest broken rule, and the number of other rules that it broke."""

    number: int
    warning: Verdict
    others: int


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A set that is over.

    `tempo_s` are the medians of lift, hold, lower and rest, `range_rad` the median range; None where unknown.
    `compared`: the person's own reference was known. Without one only a few rules apply.
    `good_reps` counts the reps that kept every rule of form. Uncertain reps, in which samples are missing, count
    neither as good nor in a median. `may_miss_reps`: a dropout in the set may hide more reps.
    """

    number: int
    rep_count: int
    good_reps: int
    compared: bool
    tempo_s: tuple[float | None, float | None, float | None, float | None]
    range_rad: float | None
    worst: WorstRep | None
    advice: str
    uncertain_reps: int = 0
    may_miss_reps: bool = False

    @property
    def count_words(self) -> str:
        """Return `6 reps`, `6 reps (1 uncertain)` or `6 reps (some may be missing)`."""
        doubts = [f"{self.uncertain_reps} uncertain"] if self.uncertain_reps else []
        doubts += ["some may be missing"] if self.may_miss_reps else []
        return f"{self.rep_count} rep{'' if self.rep_count == 1 else 's'}" + (
            f" ({', '.join(doubts)})" if doubts else ""
        )


def summarize_set_reps(
    finished: SetFinished, all_reps: Sequence[Rep], target: Tempo, *, compared: bool, may_miss_reps: bool = False
) -> SetSummary:
    """Return the summary of a set from all its reps, in order."""
    reps = [rep for rep in all_reps if not rep.is_uncertain]
    rests_s = [b.lift_start_s - a.end_s for a, b in pairwise(all_reps) if not (a.is_uncertain or b.is_uncertain)]
    tempo_s = (
        _median([rep.lift_s for rep in reps]),
        _median([rep.hold_s for rep in reps]),
        _median([rep.lower_s for rep in reps]),
        _median(rests_s),
    )
    return SetSummary(
        number=finished.number,
        rep_count=finished.rep_count,
        good_reps=sum(not list_faults(rep) for rep in reps),
        compared=compared,
        tempo_s=tempo_s,
        range_rad=_median([rep.rom_rad for rep in reps]),
        worst=find_worst_rep(reps),
        advice=_advice(reps) or _tempo_advice(tempo_s, target) or _praise(compared=compared),
        uncertain_reps=len(all_reps) - len(reps),
        may_miss_reps=may_miss_reps,
    )


def list_faults(rep: Rep) -> tuple[Verdict, ...]:
    """Return the rules of form that a rep broke, gravest first."""
    return tuple(sorted((one for one in rep.warnings if not one.rule.is_hint), key=_order_by_severity))


def find_worst_rep(reps: Sequence[Rep]) -> WorstRep | None:
    """Return the rep that broke most rules. Among equals the gravest rule decides, then the distance past its limit."""
    found = [(rep, list_faults(rep)) for rep in reps if list_faults(rep)]
    if not found:
        return None
    rep, broken = max(found, key=lambda one: (len(one[1]), one[1][0].rule.severity, _past_limit(one[1][0])))
    return WorstRep(rep.number, broken[0], len(broken) - 1)


def _order_by_severity(verdict: Verdict) -> int:
    return -verdict.rule.severity


def _past_limit(verdict: Verdict) -> float:
    """Return the distance past the limit, as a share of the limit."""
    return abs(verdict.value - verdict.limit) / max(abs(verdict.limit), 1e-9)


def _advice(reps: Sequence[Rep]) -> str | None:
    """Return the message of the most frequent fault, the gravest of equally frequent ones; else that of a hint.

    A repeated fault with advice of its own comes first.
    """
    broken = sorted((one for rep in reps for one in list_faults(rep)), key=_order_by_severity)
    if broken:
        counts = Counter(one.rule for one in broken)
        repeated = (rule for rule, count in counts.items() if rule.advice_when_repeated and count >= REPEATED)
        if rule := next(repeated, None):
            return rule.advice_when_repeated.format(count=_count_to_ask(reps))
        rule, count = counts.most_common(1)[0]
        message = next(one.message for one in broken if one.rule == rule)
        return f"{message} ({count} reps)" if count > 1 else message
    hints = [one for rep in reps for one in rep.warnings]
    return hints[-1].message if hints else None


def _count_to_ask(reps: Sequence[Rep]) -> str:
    """Return the number of reps that kept form, or "Fewer" where that is not less."""
    good = max(sum(not list_faults(rep) for rep in reps), LEAST_REPS)
    return str(good) if good < len(reps) else "Fewer"


def _tempo_advice(tempo_s: Sequence[float | None], target: Tempo) -> str | None:
    """Return advice on the phase furthest from its target, if one has left its band. A longer hold is always good."""
    words = (
        ("Lift in about {} s", target.lift_s, False),
        ("Hold for {} s", target.hold_s, True),
        ("Lower in {} s", target.lower_s, False),
    )
    off = [
        (abs(median_s / target_s - 1.0), text.format(f"{target_s:g}"), median_s)
        for median_s, (text, target_s, longer_is_good) in zip(tempo_s, words, strict=False)
        if median_s is not None
        and judge_duration(median_s, target_s) is not TempoFit.YES
        and not (longer_is_good and median_s > target_s)
    ]
    if not off:
        return None
    _, text, median_s = max(off)
    return f"{text}; this time it was {median_s:.1f} s."


def _praise(*, compared: bool) -> str:
    if compared:
        return "Do the same again: every rep kept form and tempo."
    return "Go on: from your third good rep on, reps are compared with your own."


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None
