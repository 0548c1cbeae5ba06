"""A rule that does not judge a rep gives the reason; a limit is the least or the greatest, as its verdict says."""

from dataclasses import replace
from itertools import product

import pytest

from sensorcoach.events import Rep, Verdict
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.form.find_rules import default_rules
from sensorcoach.form.judge import Criteria, Judge
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, Rule
from sensorcoach.reference import Side
from sensorcoach.verdicts import NotApplicable
from tests.form.reps import AXIS
from tests.references.reference_files import REFERENCE, counted

EXERCISES = ["glute-bridge", "reverse-hip-raise", "clamshell", "generic"]
CODES = {rule.facts.code for rule in default_rules()}


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


@pytest.mark.parametrize("rule", default_rules(), ids=lambda rule: rule.facts.code)
@pytest.mark.parametrize("name", EXERCISES)
def test_a_rule_judges_or_gives_its_reason(rule: Rule, name: str):
    """Whatever is known, a rule either gives a verdict or the reason why it does not apply."""
    exercise = find_exercise(name)
    either = (False, True)
    for compared, fits, earlier, sided, blurred in product(either, either, (0, 2, 6), either, either):
        reps = [measures(1.0)] * earlier
        own = REFERENCE if compared else None
        context = JudgingContext(exercise, own, reps, fits, Side.LEFT if sided else None, 0.5 if sided else None)
        match rule.judge(replace(measures(1.0), blurred=blurred), context):
            case NotApplicable(reason):
                assert reason
            case verdicts:
                assert verdicts
                assert {verdict.rule for verdict in verdicts} == {rule.facts}


def judge_one(one: RepMeasures, exercise: str = "glute-bridge") -> Rep:
    """The first rep of a session."""
    judge = Judge(find_exercise(exercise), Criteria())
    judge.begin_set(AXIS, None, 0.0)
    return judge.judge(one, None, 1.0)[0]


def account_for(rep: Rep) -> dict[str, str]:
    """For each rule, "judged" or the reason why not."""
    assert not {one.rule for one in rep.skipped} & {one.rule for one in rep.verdicts}
    return {one.code: "judged" for one in rep.verdicts} | {one.rule.code: one.reason for one in rep.skipped}


def test_every_rep_accounts_for_every_rule():
    """In a bridge and in `generic`, each rule is judged or skipped with a reason."""
    for name in ("glute-bridge", "generic"):
        assert set(account_for(judge_one(measures(1.0), name))) == CODES
    assert account_for(judge_one(measures(1.0), "generic"))["fast_lower"] == "this exercise judges no form"


def test_a_rep_with_missing_samples_is_not_judged():
    """Where samples of a rep are missing, every rule says so."""
    holed = replace(measures(1.0), rep=replace(measures(1.0).rep, missing_s=0.5))
    assert account_for(judge_one(holed)) == dict.fromkeys(CODES, "samples are missing in this rep")


def test_a_fall_without_a_gyro_leaves_few_rules():
    """After a drop without a gyroscope only the rules that hold after a fall are judged, and others give the reason."""
    fallen = account_for(judge_one(replace(measures(0.3), blurred=True)))
    assert fallen["dropped"] == fallen["fast_lower"] == "judged"
    assert "fall" in fallen["momentum"]


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
        for context, rule in product((sided, tiring), default_rules()):
            found = rule.judge(held(hold_s, size), context)
            broken += [] if isinstance(found, NotApplicable) else [one for one in found if one.broken]
    assert {one.code for one in broken if one.is_minimum} == {
        *("momentum", "short_range", "short_hold", "fast_lower", "slowing")
    }
    for verdict in broken:
        assert (verdict.value < verdict.limit) == verdict.is_minimum
