"""Holds each rep against the rules of form, and keeps the reference that they compare with.

The reference is the person's stored one, where there is one and it fits; else the session's own (`own_reference.py`).
It does not fit any more when the sensor sits otherwise than it did, which is said before any rep of the set is judged;
or when the first three reps of a set are all clearly larger, which is said with the third. Then it is laid aside. Reps
that are all smaller, or thrown, are what warnings are for.
"""

import math
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeVar

import numpy as np

from sensorcoach.events import Event, ReferenceDoubted, ReferenceTaken, Rep, Side, Verdict
from sensorcoach.exercises.exercise import Exercise, Sides
from sensorcoach.form.all_rules import DEFAULT_RULES
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, Rule
from sensorcoach.form.rules.momentum import Momentum
from sensorcoach.form.rules.overextension import Overextension
from sensorcoach.form.rules.short_range import ShortRange
from sensorcoach.form.session_reference import FROM_REPS, SPOILING, SessionReference
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.reference import Mount, Reference
from sensorcoach.units import RAD_PER_DEG

MOVED_RAD = 25.0 * RAD_PER_DEG
"""A sensor that sits otherwise by more than this has been moved; clothes and a belt give less."""

LARGER = 1.3
LARGER_RAD = 4.0 * RAD_PER_DEG
"""When the median of a set's first reps is larger than usual by this factor and this angle, it is the new usual."""

LIKE_USUAL = 1.2
"""A rep up to this share of the usual range shows that the set is done in it."""

TOLD_OF_A_FALL = frozenset({"dropped", "fast_lower", "bottom_contact", "slowing"})
"""Without a gyro a fall and its landing disturb the attitude: of such a rep nothing else can be said."""

RuleKind = TypeVar("RuleKind", bound=Rule)

AGAIN = "The sensor has started anew, or sits otherwise than before the samples ceased."
AGAIN_REMEDY = "Your next good reps serve as the reference."
REMEDY = "Take a new reference with `sensorcoach calibrate`; until then your first good reps serve."


@dataclass(frozen=True, slots=True)
class Criteria:
    """What reps are held against: the rules with their limits, and the person's stored reference, if any."""

    rules: tuple[Rule, ...] = DEFAULT_RULES
    stored: Reference | None = None


class Judge:
    """Judges the reps of a whole session, set after set."""

    def __init__(self, exercise: Exercise, standards: Criteria) -> None:
        self._exercise = exercise
        self._rules = standards.rules
        self._momentum = _rule(standards.rules, Momentum)
        self._short, self._over = _rule(standards.rules, ShortRange), _rule(standards.rules, Overextension)
        self._stored = standards.stored
        """The stored reference, until it is laid aside."""
        self._session = SessionReference()
        self._earlier: list[RepMeasures] = []
        """Reps of the set in progress."""
        self._side: Side | None = None
        """Side of the set in progress."""
        self._usual_rad: dict[Side, float] = {}
        """Median range of the latest set on each side."""
        self._before: LiftAxis | None = None
        """Arc of the latest set."""
        self._told = False
        """Whether the stored reference has been announced."""

    @property
    def reference(self) -> Reference | None:
        """What reps are compared with now."""
        return self._stored or self._session.reference

    @property
    def live_limit_radps(self) -> float:
        """Rate of a lift beyond which momentum is raised while it lasts."""
        own = self.reference
        return self._momentum.live_limit_radps(own) if own else math.inf

    def swing(self, rate_radps: float, at_s: float) -> Verdict:
        """The verdict on a lift that has passed the live limit."""
        return self._momentum.peak_verdict(rate_radps, self.live_limit_radps, at_s, broken=True)

    def begin_segment(self, decided_s: float) -> list[Event]:
        """The sensor has started anew or sits otherwise: the session's own reference is taken again."""
        had = self._session.forget()
        return [ReferenceDoubted(AGAIN, AGAIN_REMEDY, decided_s)] if had and self._stored is None else []

    def begin_set(self, axis: LiftAxis, side: Side | None, decided_s: float, *, holed: bool = False) -> list[Event]:
        """A set was found. Says so when the sensor sits otherwise than with the stored reference.

        `holed`: nobody saw what was done with the sensor since the set before.
        """
        self._earlier, self._side = [], side
        before, self._before = self._before, axis
        stored = self._stored
        if stored is None:
            moved = holed and before is not None and self._exercise.sides is not Sides.EACH
            return self.begin_segment(decided_s) if moved and before and has_moved(before.mount, axis) else []
        if stored.mount and self._exercise.sides is not Sides.EACH and has_moved(stored.mount, axis):
            doubted = self._lay_aside("The sensor sits otherwise than when your reference was taken.", decided_s)
            session = self._session.reference
            return [doubted, self._taken(session, decided_s, first=True)] if session else [doubted]
        told, self._told = self._told, True
        return [] if told else [self._taken(stored, decided_s, first=True)]

    def end_set(self) -> None:
        """The set is over; what it showed of its side is kept."""
        if self._side is not None and len(self._earlier) >= FROM_REPS:
            self._usual_rad[self._side] = _median_range(self._earlier)
        self._earlier = []

    def judge(self, rep: RepMeasures, raised: Verdict | None, decided_s: float) -> tuple[Rep, list[Event]]:
        """The rep with its verdicts, and what has become of the reference; `raised` was said while it lasted."""
        if rep.rep.is_uncertain:  # nothing can be said of its form, nor learned from it
            return replace(rep.rep, verdicts=(raised,) if raised else ()), []
        verdicts, events = self._verdicts(rep), list[Event]()
        if self._outgrown(rep, verdicts):
            events = self._begin_again(rep, decided_s)
            verdicts = self._verdicts(rep)
        if rep.blurred and any(one.code == "dropped" and one.broken for one in verdicts):
            verdicts = [one for one in verdicts if one.code in TOLD_OF_A_FALL]
        said = (raised,) if raised else ()
        judged = replace(rep, rep=replace(rep.rep, verdicts=(*said, *verdicts)))
        self._earlier.append(judged)
        had = self._session.reference is not None
        if self._session.learn(judged) and self._stored is None and self._session.reference:
            events.append(self._taken(self._session.reference, decided_s, first=not had))
        return judged.rep, events

    def _known(self) -> JudgingContext:
        own, others = self.reference, [usual for side, usual in self._usual_rad.items() if side is not self._side]
        return JudgingContext(
            exercise=self._exercise,
            own=own,
            earlier=tuple(self._earlier),
            fits=own is not None and any(one.rep.rom_rad <= LIKE_USUAL * own.range_rad for one in self._earlier),
            side=self._side,
            other_side_rad=others[0] if self._side and others else None,
        )

    def _verdicts(self, rep: RepMeasures) -> list[Verdict]:
        known = self._known()
        return [verdict for rule in self._rules for verdict in rule.judge(rep, known)]

    def _outgrown(self, rep: RepMeasures, verdicts: list[Verdict]) -> bool:
        """Are the first reps of this set all larger than the reference, and led?"""
        own, first = self.reference, [*self._earlier, rep]
        if own is None or len(first) != FROM_REPS:
            return False
        said = [*verdicts, *(verdict for one in self._earlier for verdict in one.rep.verdicts)]
        if any(verdict.broken and verdict.code in SPOILING - {"overextension"} for verdict in said):
            return False
        return _median_range(first) > max(LARGER * own.range_rad, own.range_rad + LARGER_RAD)

    def _begin_again(self, rep: RepMeasures, decided_s: float) -> list[Event]:
        """The first reps of this set are the usual ones now."""
        taken = self._session.begin_again([*self._earlier, rep])
        if self._stored is None:
            return [self._taken(taken, decided_s, first=True)]
        doubted = self._lay_aside("Your lifts are all larger than your reference.", decided_s)
        return [doubted, self._taken(taken, decided_s, first=True)]

    def _taken(self, reference: Reference, decided_s: float, *, first: bool) -> ReferenceTaken:
        least_rad, most_rad = self._short.least_rad(reference), self._over.most_rad(reference)
        return ReferenceTaken(reference, least_rad, most_rad, first, decided_s)

    def _lay_aside(self, reason: str, decided_s: float) -> ReferenceDoubted:
        self._stored = None
        return ReferenceDoubted(reason, REMEDY, decided_s)


def has_moved(mount: Mount, axis: LiftAxis) -> bool:
    """Does the sensor sit otherwise than it did: is the bottom, or the way of the lift, another direction?"""
    least = math.cos(MOVED_RAD)
    return bool(np.dot(mount.bottom, axis.bottom) < least or np.dot(mount.along, axis.along) < least)


def _rule(rules: tuple[Rule, ...], kind: type[RuleKind]) -> RuleKind:
    """The one rule of this kind: all of them are always there, with whatever limits."""
    return next(rule for rule in rules if isinstance(rule, kind))


def _median_range(reps: list[RepMeasures]) -> float:
    return median([one.rep.rom_rad for one in reps])
