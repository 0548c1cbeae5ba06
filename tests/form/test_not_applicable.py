"""A rule that says nothing of a rep says why."""

from dataclasses import replace
from itertools import product

import pytest

from sensorcoach.events import Side, Verdict
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.form.all_rules import DEFAULT_RULES
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.not_applicable import REASONS, Situation, explain_not_applicable
from sensorcoach.form.rule import JudgingContext, Rule
from sensorcoach.report.verdict_text import LEAST
from tests.references.reference_files import REFERENCE, counted

EXERCISES = ["glute-bridge", "reverse-hip-raise", "clamshell", "generic"]


def measures(size: float) -> RepMeasures:
    """A rep all of whose measures grow with `size`; the times as well."""
    rep = counted(1, lift_s=size, lower_s=size, rom_deg=30.0 * size).rep
    return RepMeasures(
        rep=rep,
        start_rad=0.0,
        top_rad=rep.rom_rad,
        end_rad=0.3 * size,
        overshoot_rad=0.2 * size,
        sunk_rad=0.2 * size,
        aside_rad=0.3 * size,
        aside_s=0.0,
        impact_mps2=5.0 * size,
        impact_s=0.0,
        usual_impact_mps2=0.1,
        blurred=False,
    )


@pytest.mark.parametrize("rule", DEFAULT_RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize("name", EXERCISES)
def test_silence_has_its_reason(rule: Rule, name: str):
    """Whatever is known: a rule either speaks, or there is a reason why not."""
    exercise = find_exercise(name)
    either = (False, True)
    for compared, fits, earlier, sided, blurred in product(either, either, (0, 2, 6), either, either):
        reps = [measures(1.0)] * earlier
        own = REFERENCE if compared else None
        known = JudgingContext(exercise, own, reps, fits, Side.LEFT if sided else None, 0.5 if sided else None)
        reason = explain_not_applicable(rule.code, Situation(exercise, compared, fits, earlier, sided, blurred))
        silent = not rule.judge(replace(measures(1.0), blurred=blurred), known)
        assert reason or not silent
        if reason and not silent:
            assert reason in _LAST_RESORTS


_LAST_RESORTS = {reasons[-1][1] for code, reasons in REASONS.items() if code in {"uneven_sides", "slowing"}}
"""These two always have a last reason, should everything else be there."""


def test_every_rule_can_say_why():
    """No rule is without its reasons."""
    assert set(REASONS) == {rule.code for rule in DEFAULT_RULES}


def held(hold_s: float, size: float) -> RepMeasures:
    """The same with a hold of its own."""
    plain = measures(size)
    rep = plain.rep
    lower_start_s = rep.hold_start_s + hold_s
    return replace(plain, rep=replace(rep, lower_start_s=lower_start_s, end_s=lower_start_s + size))


def test_least_and_most():
    """A limit is reported as the least or as the most, whichever it is: a broken value lies on its wrong side."""
    own = replace(REFERENCE, lift_s=4.0, lower_s=4.0)
    broken: list[Verdict] = []
    for name, size, hold_s in product(("glute-bridge", "reverse-hip-raise"), (0.3, 0.5, 3.0), (0.01, 1.0)):
        exercise, quick = find_exercise(name), replace(measures(0.3), rep=replace(measures(0.3).rep, rom_rad=9.0))
        sided = JudgingContext(exercise, own, [measures(1.0)] * 2, side=Side.LEFT, other_side_rad=0.1)
        tiring = JudgingContext(exercise, own, [quick] * 6 + [held(1.0, 9.0)] * 3)
        judged = [
            v for known in (sided, tiring) for rule in DEFAULT_RULES for v in rule.judge(held(hold_s, size), known)
        ]
        broken += [verdict for verdict in judged if verdict.broken]
    assert {(verdict.code, verdict.criterion) for verdict in broken} >= LEAST
    for verdict in broken:
        assert (verdict.value < verdict.limit) == ((verdict.code, verdict.criterion) in LEAST)
