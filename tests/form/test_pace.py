"""The rules of pace: momentum, fast_lower, dropped, slowing."""

import math

import pytest

from sensorcoach.events import Rep
from sensorcoach.form.rules.dropped import Dropped
from sensorcoach.form.rules.fast_lower import FastLower
from sensorcoach.form.rules.momentum import Momentum
from sensorcoach.form.rules.slowing import Slowing
from sensorcoach.verdicts import NotApplicable
from tests.form.reps import broken, known, measures, rep

PEAK, TIME, PAUSE, OVERSHOOT = "peak rate of the lift", "time of the lift", "pause at the top", "swing past the top"


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (rep(), []),
        (rep(lift_s=1.3, peak_dps=42.0), []),
        (rep(lift_s=0.65, peak_dps=85.0), [PEAK, TIME]),
        (rep(lift_s=0.85, peak_dps=60.0), [TIME]),
        (rep(lift_s=1.6, peak_dps=85.0), []),
        (rep(lift_s=1.2, hold_s=0.2, lower_s=1.4), [PAUSE]),
        (rep(lift_s=2.0, hold_s=0.2, lower_s=2.0), []),
    ],
    ids=["good", "brisk", "thrown", "quick", "large-but-slow", "no-pause-and-quick", "no-pause-but-slow"],
)
def test_momentum(one: Rep, found: list[str]):
    """A lift is thrown when it is quick for this person, or turns without their pause in a quick rep."""
    assert broken(Momentum(), measures(one)) == found


def test_momentum_past_the_top():
    """A quick lift that swings past the level of its hold is thrown; a slow one only settles."""
    swung = math.radians(7.0)
    assert broken(Momentum(), measures(rep(lift_s=0.85, peak_dps=50.0), overshoot_rad=swung)) == [TIME, OVERSHOOT]
    assert broken(Momentum(), measures(rep(lift_s=2.0), overshoot_rad=swung)) == []


def test_momentum_of_a_stranger():
    """Before anybody knows me, only a lift under half a second is called thrown."""
    stranger = known(own=None)
    assert broken(Momentum(), measures(rep(lift_s=0.7, peak_dps=90.0)), stranger) == []
    assert broken(Momentum(), measures(rep(lift_s=0.45, peak_dps=140.0)), stranger) == [TIME]


def test_momentum_with_my_own_limit():
    """For an earlier warning I set the limit lower."""
    one = measures(rep(lift_s=0.95, peak_dps=62.0))
    assert PEAK not in broken(Momentum(), one)
    assert PEAK in broken(Momentum(peak_ratio=2.0), one)


def test_fast_lower():
    """The way down is hurried when it takes less than half of my usual time, and under a second."""
    assert broken(FastLower(), measures(rep(lower_s=0.9))) == ["time of the lowering"]
    assert broken(FastLower(), measures(rep(lower_s=1.1))) == []
    assert broken(FastLower(), measures(rep(lower_s=0.4)), known(own=None)) == ["time of the lowering"]
    assert broken(FastLower(), measures(rep(lower_s=0.4)), known("generic")) == []


def test_dropped():
    """A jolt after an uncontrolled lowering is a drop; setting down as hard is not."""
    hard = {"impact_mps2": 5.0, "impact_s": 13.6}
    assert broken(Dropped(), measures(rep(lower_s=0.35), **hard)) == ["jolt at the bottom"]
    assert broken(Dropped(), measures(rep(lower_s=2.0), **hard)) == []
    assert broken(Dropped(), measures(rep(lower_s=0.35), impact_mps2=0.2)) == []


def test_dropped_without_a_gyro():
    """Without a gyro a fall looks a fifth of a second longer than it was, and is still reported."""
    for lower_s, found in ((0.75, ["jolt at the bottom"]), (0.85, [])):
        assert broken(Dropped(), measures(rep(lower_s=lower_s), impact_mps2=5.0, blurred=True)) == found


def test_slowing():
    """Three slow lifts in a row, against the fastest good ones of the set, are a hint; one is not."""
    quick, slow = measures(rep(lift_s=1.5)), measures(rep(lift_s=2.8))
    assert broken(Slowing(), slow, known(earlier=(quick,) * 4 + (slow,) * 2)) == ["speed of the lifts"]
    assert broken(Slowing(), slow, known(earlier=(quick,) * 6)) == []
    assert broken(Slowing(), slow, known(earlier=(quick,) + (slow,) * 5)) == []
    assert Slowing.facts.is_hint


def test_slowing_after_two_quick_lifts():
    """The second of two quick lifts counts as the fastest, even where it was the rep just before this one."""
    quick, slow, idle = measures(rep(lift_s=1.5)), measures(rep(lift_s=2.8)), measures(rep(lift_s=9.0))
    values: list[float] = []
    for earlier in ((quick, idle, idle, idle, quick), (quick, quick, idle, idle, idle)):
        found = Slowing().judge(slow, known(earlier=earlier))
        assert not isinstance(found, NotApplicable)
        values.append(found[0].value)
    assert values == pytest.approx([100.0, 100.0 * 1.5 / 2.8])
