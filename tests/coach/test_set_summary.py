"""The summary of a set when it is over."""

import pytest

from sensorcoach.coach.set_summary import SetSummary, find_worst_rep, summarize_set_reps
from sensorcoach.coach.verdict_words import measure_words
from sensorcoach.events import Rep, SetFinished, Verdict
from sensorcoach.exercises.exercise import Tempo
from sensorcoach.form.find_rules import default_rules
from tests.scripted import rep

TARGET = Tempo(1.5, 1.0, 1.5, 1.0)


FACTS = {rule.facts.code: rule.facts for rule in default_rules()}


def broken(code: str, value: float = 2.0, limit: float = 1.0, message: str = "Do it well.") -> Verdict:
    """A rule that was not kept."""
    return Verdict(FACTS[code], "a quantity", value, limit, "s", 0.0, message)


def reps(*codes: tuple[str, ...]) -> list[Rep]:
    """A rep of 1.5-1.0-1.5 s every five seconds, each with the warnings named."""
    return [
        rep(number, 5.0 * number, tuple(broken(code, message=f"About {code}.") for code in one))
        for number, one in enumerate(codes, 1)
    ]


def summed(done: list[Rep], target: Tempo = TARGET, *, compared: bool = True) -> SetSummary:
    """The summary of a set of these reps."""
    return summarize_set_reps(SetFinished(1, 5.0, 60.0, len(done), 68.0), done, target, compared=compared)


def test_every_rule_has_its_gravity():
    """When the worst rep is chosen, no two rules of form are equally grave."""
    severities = [one.severity for one in FACTS.values() if not one.is_hint]
    assert len(set(severities)) == len(severities)
    assert min(severities) > 0


def test_medians_and_good_reps():
    """I read the middle tempo of the set, its range, and how many reps kept form."""
    summary = summed(reps((), ("short_hold",), (), ("slowing",)))
    assert summary.tempo_s == pytest.approx((1.5, 1.0, 1.5, 1.0))
    assert summary.range_rad == pytest.approx(rep(1, 0.0).rom_rad)
    assert (summary.rep_count, summary.good_reps) == (4, 3)


def test_the_worst_rep_broke_most_rules():
    """Two broken rules are worse than one, and the graver of them is named."""
    worst = find_worst_rep(reps(("dropped",), ("short_hold", "fast_lower"), ()))
    assert worst
    assert (worst.number, worst.warning.code, worst.others) == (2, "fast_lower", 1)


def test_a_dropped_rep_is_worse_than_a_short_one():
    """Where reps broke as many rules, the gravest rule decides."""
    worst = find_worst_rep(reps(("short_range",), ("dropped",), ("short_range",)))
    assert worst
    assert worst.number == 2


def test_the_furthest_past_the_limit_is_worst():
    """Where reps broke the same rule, the one furthest past the limit is the worst."""
    done = [rep(1, 5.0, (broken("short_hold", 0.4, 0.5),)), rep(2, 10.0, (broken("short_hold", 0.1, 0.5),))]
    worst = find_worst_rep(done)
    assert worst
    assert worst.number == 2


def test_a_good_set_has_no_worst_rep():
    """If all reps kept form, none is the worst, a hint is not a fault, and the summary praises."""
    summary = summed(reps((), (), ()))
    assert summary.worst is None
    assert "same again" in summary.advice
    assert find_worst_rep(reps(("slowing",))) is None


def test_repeated_momentum_asks_for_fewer_reps():
    """After swinging twice I am asked for fewer, precise reps: as many as went well."""
    done = reps((), (), (), (), ("momentum",), ("short_hold",), ("momentum", "short_hold"))
    assert summed(done).advice.startswith("4 reps, each slow and precise")


def test_one_swing_is_a_slip():
    """After one swing the summary tells me how to lift, not to do less."""
    assert summed(reps((), (), ("momentum",))).advice == "About momentum."


def test_the_most_frequent_fault_is_what_to_do_next():
    """One thing to do next: about what happened most often, not about what was worst once."""
    advice = summed(reps(("dropped",), ("short_range",), ("short_range",))).advice
    assert advice == "About short_range. (2 reps)"


def test_a_hint_shows_if_no_rule_was_broken():
    """After a good set I read that my lifts got slower."""
    assert summed(reps((), ("slowing",))).advice == "About slowing."


def test_tempo_comes_after_form():
    """With good form off the tempo, the summary names the phase that was furthest off."""
    advice = summed(reps((), (), ()), Tempo(1.5, 3.0, 2.0, 1.0)).advice
    assert advice == "Hold for 3 s; this time it was 1.0 s."


def test_without_a_reference_nothing_is_praised():
    """Two reps are compared with nothing yet, and are not called good for it."""
    assert "third good rep" in summed(reps((), ()), compared=False).advice


@pytest.mark.parametrize(
    ("value", "limit", "unit", "expected"),
    [
        (67.2, 63.4, "deg/s", "67°/s, at most 63"),
        (65.4, 65.2, "deg/s", "65.4°/s, at most 65.2"),
        (0.039, 0.5, "s", "0.04 s, at least 0.50"),
        (47.8, 1.0, "m/s²", "48 m/s², at most 1.0"),
        (12.7, 25.7, "deg", "13°, at least 26"),
        (48.0, 60.0, "%", "48 %, at least 60"),
    ],
)
def test_value_and_limit_in_few_words(value: float, limit: float, unit: str, expected: str):
    """Value and limit are as short as they can be, and never look the same."""
    least = "at least" in expected
    assert measure_words(Verdict(FACTS["momentum"], "x", value, limit, unit, 0.0, "x", is_minimum=least)) == expected
