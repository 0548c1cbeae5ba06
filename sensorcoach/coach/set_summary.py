"""What is said of a set when it is over: its medians, how many reps kept form, the worst one, and one thing to do next.

One thing, and what went well first: more confirmation than blame. Nothing is said of health.
"""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sensorcoach.coach.tempo_band import TempoFit, judge_duration
from sensorcoach.events import Rep, SetFinished, Verdict
from sensorcoach.exercises.exercise import Tempo

GRAVEST_FIRST = (
    "dropped",
    "momentum",
    "fast_lower",
    "bottom_contact",
    "overextension",
    "off_axis",
    "sagging_hold",
    "short_range",
    "short_hold",
    "no_touch",
)
"""What is not led comes before what goes too far, and that before what falls short. Our own order."""

HINTS = frozenset({"uneven_sides", "slowing"})
"""Information rather than fault: a rep that only shows one of these kept form. The rules say so themselves; a test
holds this copy to it, for the rules bring the numeric libraries along and the first paint waits for none."""

REPEATED = 2
"""Momentum in so many reps of a set is no slip: then fewer and more precise reps are asked for."""

LEAST_REPS = 3
"""No smaller set than this is suggested: from three reps on they can be compared."""


@dataclass(frozen=True, slots=True)
class WorstRep:
    """The rep furthest from good form: its gravest broken rule, and how many more it broke."""

    number: int
    warning: Verdict
    others: int


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A set that is over.

    `tempo_s` are the medians of lift, hold, lower and rest, `range_rad` is that of the range; None where there is none.
    `compared` says whether the person's own reference was known: without one only a few rules can be judged.
    `good_reps` kept every rule of form; uncertain ones, in which samples are missing, are none of them and count in no
    median. `may_miss_reps`: a silence in it may hide more.
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
        """`6 reps`, `6 reps (1 uncertain)`, `6 reps (some may be missing)`."""
        doubts = [f"{self.uncertain_reps} uncertain"] if self.uncertain_reps else []
        doubts += ["some may be missing"] if self.may_miss_reps else []
        return f"{self.rep_count} rep{'' if self.rep_count == 1 else 's'}" + (
            f" ({', '.join(doubts)})" if doubts else ""
        )


def summarize_set_reps(
    finished: SetFinished, all_reps: Sequence[Rep], target: Tempo, *, compared: bool, may_miss_reps: bool = False
) -> SetSummary:
    """The summary of a set from all its reps, in order."""
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
    """The rules of form that a rep broke, gravest first."""
    return tuple(sorted((one for one in rep.warnings if one.code not in HINTS), key=_gravity))


def find_worst_rep(reps: Sequence[Rep]) -> WorstRep | None:
    """The rep that broke most rules; among equals the gravest rule decides, then how far past its limit it is."""
    found = [(rep, list_faults(rep)) for rep in reps if list_faults(rep)]
    if not found:
        return None
    rep, broken = max(found, key=lambda one: (len(one[1]), -_gravity(one[1][0]), _past_limit(one[1][0])))
    return WorstRep(rep.number, broken[0], len(broken) - 1)


def _gravity(verdict: Verdict) -> int:
    return GRAVEST_FIRST.index(verdict.code) if verdict.code in GRAVEST_FIRST else len(GRAVEST_FIRST)


def _past_limit(verdict: Verdict) -> float:
    """How far past its limit, as a share of it."""
    return abs(verdict.value - verdict.limit) / max(abs(verdict.limit), 1e-9)


def _advice(reps: Sequence[Rep]) -> str | None:
    """What the most frequent fault asks for; the gravest of equally frequent ones; else what a hint says."""
    broken = sorted((one for rep in reps for one in list_faults(rep)), key=_gravity)
    if broken:
        code, count = Counter(one.code for one in broken).most_common(1)[0]
        momentum = sum(one.code == "momentum" for one in broken)
        return _fewer(reps) if momentum >= REPEATED else _message(broken, code, count)
    hints = [one for rep in reps for one in rep.warnings]
    return hints[-1].message if hints else None


def _message(broken: Sequence[Verdict], code: str, count: int) -> str:
    message = next(one.message for one in broken if one.code == code)
    return f"{message} ({count} reps)" if count > 1 else message


def _fewer(reps: Sequence[Rep]) -> str:
    """As many as went well."""
    good = max(sum(not list_faults(rep) for rep in reps), LEAST_REPS)
    return f"{good if good < len(reps) else 'Fewer'} reps, each slow and precise: no swing."


def _tempo_advice(tempo_s: Sequence[float | None], target: Tempo) -> str | None:
    """The phase furthest from its target, where one has left its band. Who holds for longer does more, not less."""
    words = (
        ("Lift in about {} s", target.lift_s, False),
        ("Hold for {} s", target.hold_s, True),
        ("Lower in {} s", target.lower_s, False),
    )
    off = [
        (abs(median_s / target_s - 1.0), text.format(f"{target_s:g}"), median_s)
        for median_s, (text, target_s, longer_is_well) in zip(tempo_s, words, strict=False)
        if median_s is not None
        and judge_duration(median_s, target_s) is not TempoFit.YES
        and not (longer_is_well and median_s > target_s)
    ]
    if not off:
        return None
    _, text, median_s = max(off)
    return f"{text}; this time it was {median_s:.1f} s."


def _praise(*, compared: bool) -> str:
    if compared:
        return "The same again: all as it should be."
    return "Go on: from your third good rep on, reps are compared with yours."


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None
