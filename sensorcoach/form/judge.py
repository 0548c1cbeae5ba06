"""Judges each rep by the rules of form, and keeps the reference that the rules compare with.

The reference is the person's stored one, where there is one and it fits; else the session's own
(`session_reference.py`). A stored reference no longer fits in two cases. The sensor sits differently: this is reported
before any rep of the set is judged. Or the first three reps of a set are all clearly larger: this is reported with the
third. The stored reference is then ignored. Reps that are all smaller, or thrown, get warnings instead.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Annotated, TypeVar

import numpy as np

from sensorcoach.events import Event, ReferenceDoubted, ReferenceTaken, Rep
from sensorcoach.exercises.exercise import Exercise, Sides
from sensorcoach.form.find_rules import default_rules
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import AFTER_FALL, MISSING_SAMPLES
from sensorcoach.form.rule import JudgingContext, Rule
from sensorcoach.form.rules.dropped import Dropped
from sensorcoach.form.rules.momentum import Momentum
from sensorcoach.form.rules.overextension import Overextension
from sensorcoach.form.rules.short_range import ShortRange
from sensorcoach.form.session_reference import FROM_REPS, SessionReference
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.parameters import Within
from sensorcoach.reference import Mount, Reference, Side
from sensorcoach.units import RAD_PER_DEG
from sensorcoach.verdicts import NotApplicable, SkippedRule, Verdict

MOVED_RAD: Annotated[float, Within(10.0 * RAD_PER_DEG, 45.0 * RAD_PER_DEG, "rad")] = 25.0 * RAD_PER_DEG
"""Smallest rotation that shows a moved sensor. Clothes and a belt give less."""

LARGER: Annotated[float, Within(1.1, 2.0, "×")] = 1.3
"""Factor by which the median of a set's first reps exceeds the reference when it becomes the new usual range."""

LARGER_RAD: Annotated[float, Within(1.0 * RAD_PER_DEG, 10.0 * RAD_PER_DEG, "rad")] = 4.0 * RAD_PER_DEG
"""Angle by which that median must exceed the reference as well. In small lifts the factor alone is noise."""

LIKE_USUAL: Annotated[float, Within(1.0, 1.5, "×")] = 1.2
"""Largest range, over the usual one, of a rep that shows that this set is done in the usual range."""

RuleKind = TypeVar("RuleKind", bound=Rule)

RESTARTED = "The sensor restarted or moved during the dropout."
RESTARTED_REMEDY = "Your next good reps serve as the reference."
MOVED = "The sensor is mounted differently than when your reference was recorded."
OUTGROWN = "Your lifts are all larger than your reference."
REMEDY = "Take a new reference with `sensorcoach calibrate`. Until then your first good reps serve."


@dataclass(frozen=True, slots=True)
class Criteria:
    """What reps are judged by: the rules with their limits, and the person's stored reference, if any."""

    rules: tuple[Rule, ...] = field(default_factory=default_rules)
    stored: Reference | None = None


class Judge:
    """Judges the reps of a whole session, set after set."""

    def __init__(self, exercise: Exercise, criteria: Criteria) -> None:
        self._exercise = exercise
        self._rules = criteria.rules
        self._momentum = _find_rule(criteria.rules, Momentum)
        self._short = _find_rule(criteria.rules, ShortRange)
        self._over = _find_rule(criteria.rules, Overextension)
        self._stored = criteria.stored
        """The stored reference, until it is ignored."""
        self._session = SessionReference()
        self._earlier: list[RepMeasures] = []
        """Reps of the set in progress."""
        self._side: Side | None = None
        """Side of the set in progress."""
        self._usual_rad: dict[Side, float] = {}
        """Median range of the latest set on each side."""
        self._before: LiftAxis | None = None
        """Arc of the latest set."""
        self._announced = False
        """Whether the stored reference has been announced."""

    @property
    def reference(self) -> Reference | None:
        """The reference that reps are compared with now."""
        return self._stored or self._session.reference

    @property
    def live_limit_radps(self) -> float:
        """Rate of a lift beyond which momentum is raised while the lift lasts."""
        own = self.reference
        return self._momentum.live_limit_radps(own) if own else math.inf

    def judge_swing(self, rate_radps: float, at_s: float) -> Verdict:
        """Return the verdict on a lift that has passed the live limit."""
        return self._momentum.make_peak_verdict(rate_radps, self.live_limit_radps, at_s, broken=True)

    def begin_segment(self, decided_s: float) -> list[Event]:
        """Forget the session's own reference: the sensor restarted or sits differently."""
        had = self._session.forget()
        return [ReferenceDoubted(RESTARTED, RESTARTED_REMEDY, decided_s)] if had and self._stored is None else []

    def begin_set(self, axis: LiftAxis, side: Side | None, decided_s: float, *, holed: bool = False) -> list[Event]:
        """Begin a set; return the events about its reference, such as a sensor that has moved.

        `holed`: samples are missing since the set before, so the sensor may have been handled unseen.
        """
        self._earlier, self._side = [], side
        before, self._before = self._before, axis
        stored = self._stored
        if stored is None:
            moved = holed and before is not None and self._exercise.sides is not Sides.EACH
            return self.begin_segment(decided_s) if moved and before and has_moved(before.mount, axis) else []
        if stored.mount and self._exercise.sides is not Sides.EACH and has_moved(stored.mount, axis):
            doubted = self._ignore_stored(MOVED, decided_s)
            session = self._session.reference
            return [doubted, self._announce(session, decided_s, first=True)] if session else [doubted]
        announced, self._announced = self._announced, True
        return [] if announced else [self._announce(stored, decided_s, first=True)]

    def end_set(self) -> None:
        """End the set and keep the usual range of its side."""
        if self._side is not None and len(self._earlier) >= FROM_REPS:
            self._usual_rad[self._side] = _median_range(self._earlier)
        self._earlier = []

    def judge(self, rep: RepMeasures, raised: Verdict | None, decided_s: float) -> tuple[Rep, list[Event]]:
        """Return the rep with its verdicts, and the events about the reference.

        `raised` is the warning that was shown while the lift lasted.
        """
        shown = (raised,) if raised else ()
        if rep.rep.is_uncertain:  # its form cannot be judged, and nothing is learned from it
            skipped = tuple(SkippedRule(rule.facts, MISSING_SAMPLES.reason) for rule in self._rules)
            return replace(rep.rep, verdicts=shown, skipped=skipped), []
        events = list[Event]()
        verdicts, skipped = self._judge_form(rep)
        if self._is_outgrown(rep, verdicts):
            events = self._begin_again(rep, decided_s)
            verdicts, skipped = self._judge_form(rep)
        if rep.blurred and any(one.code == Dropped.facts.code and one.broken for one in verdicts):
            verdicts, skipped = _drop_disturbed(verdicts, skipped)
        judged = replace(rep, rep=replace(rep.rep, verdicts=(*shown, *verdicts), skipped=tuple(skipped)))
        self._earlier.append(judged)
        had = self._session.reference is not None
        if self._session.learn(judged) and self._stored is None and self._session.reference:
            events.append(self._announce(self._session.reference, decided_s, first=not had))
        return judged.rep, events

    def _context(self) -> JudgingContext:
        own, others = self.reference, [usual for side, usual in self._usual_rad.items() if side is not self._side]
        return JudgingContext(
            exercise=self._exercise,
            own=own,
            earlier=tuple(self._earlier),
            fits=own is not None and any(one.rep.rom_rad <= LIKE_USUAL * own.range_rad for one in self._earlier),
            side=self._side,
            other_side_rad=others[0] if self._side and others else None,
        )

    def _judge_form(self, rep: RepMeasures) -> tuple[list[Verdict], list[SkippedRule]]:
        """Return the verdicts of all rules, and the rules that do not apply."""
        context = self._context()
        verdicts: list[Verdict] = []
        skipped: list[SkippedRule] = []
        for rule in self._rules:
            match rule.judge(rep, context):
                case NotApplicable(reason):
                    skipped.append(SkippedRule(rule.facts, reason))
                case found:
                    verdicts += found
        return verdicts, skipped

    def _is_outgrown(self, rep: RepMeasures, verdicts: list[Verdict]) -> bool:
        """Whether the first reps of this set are all larger than the reference, and otherwise good."""
        own, first = self.reference, [*self._earlier, rep]
        if own is None or len(first) != FROM_REPS:
            return False
        found = [*verdicts, *(verdict for one in self._earlier for verdict in one.rep.verdicts)]
        spoiling = [one for one in found if one.rule.spoils_reference and one.code != self._over.facts.code]
        if any(verdict.broken for verdict in spoiling):
            return False
        return _median_range(first) > max(LARGER * own.range_rad, own.range_rad + LARGER_RAD)

    def _begin_again(self, rep: RepMeasures, decided_s: float) -> list[Event]:
        """Take the reference from the first reps of this set."""
        taken = self._session.begin_again([*self._earlier, rep])
        if self._stored is None:
            return [self._announce(taken, decided_s, first=True)]
        return [self._ignore_stored(OUTGROWN, decided_s), self._announce(taken, decided_s, first=True)]

    def _announce(self, reference: Reference, decided_s: float, *, first: bool) -> ReferenceTaken:
        least_rad, most_rad = self._short.least_rad(reference), self._over.most_rad(reference)
        return ReferenceTaken(reference, least_rad, most_rad, first, decided_s)

    def _ignore_stored(self, reason: str, decided_s: float) -> ReferenceDoubted:
        self._stored = None
        return ReferenceDoubted(reason, REMEDY, decided_s)


def has_moved(mount: Mount, axis: LiftAxis) -> bool:
    """Return whether the bottom, or the direction of the lift, points elsewhere in the sensor frame than before."""
    least = math.cos(MOVED_RAD)
    return bool(np.dot(mount.bottom, axis.bottom) < least or np.dot(mount.along, axis.along) < least)


def _drop_disturbed(
    verdicts: Sequence[Verdict], skipped: Sequence[SkippedRule]
) -> tuple[list[Verdict], list[SkippedRule]]:
    """Keep the verdicts that hold after a fall; list the other rules as not applicable."""
    kept = [one for one in verdicts if one.rule.holds_after_fall]
    disturbed = dict.fromkeys(one.rule for one in verdicts if not one.rule.holds_after_fall)
    return kept, [*skipped, *(SkippedRule(rule, AFTER_FALL.reason) for rule in disturbed)]


def _find_rule(rules: tuple[Rule, ...], kind: type[RuleKind]) -> RuleKind:
    """Return the one rule of this kind; it is always there, whatever its limits."""
    return next(rule for rule in rules if isinstance(rule, kind))


def _median_range(reps: list[RepMeasures]) -> float:
    return median([one.rep.rom_rad for one in reps])
