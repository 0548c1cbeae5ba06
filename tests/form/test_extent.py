"""The rules of extent: short_range, overextension, off_axis, uneven_sides."""

import math
from dataclasses import replace

import pytest

from sensorcoach.events import Side
from sensorcoach.form.rules.off_axis import OffAxis
from sensorcoach.form.rules.overextension import Overextension
from sensorcoach.form.rules.short_range import ShortRange
from sensorcoach.form.rules.uneven_sides import UnevenSides
from tests.form.reps import OWN, broken, known, measures, reason, rep


@pytest.mark.parametrize(("rom_deg", "found"), [(30.0, []), (27.0, []), (24.0, ["range"]), (15.0, ["range"])])
def test_short_range(rom_deg: float, found: list[str]):
    """My reps are all alike: one that stops a fifth below them gets a warning."""
    assert broken(ShortRange(), measures(rep(rom_deg=rom_deg))) == found


def test_short_range_of_uneven_reps():
    """If my good reps differ much, only a clearly smaller one gets a warning."""
    uneven = known(own=replace(OWN, spread_rad=math.radians(5.0)))
    assert broken(ShortRange(), measures(rep(rom_deg=22.0)), uneven) == []
    assert broken(ShortRange(), measures(rep(rom_deg=18.0)), uneven) == ["range"]


def test_short_range_is_outside_what_my_reps_predict():
    """The limit is 1.8 standard deviations below my median, for the next rep and with 8 % known beforehand."""
    spread_deg, reps, usual_deg = 5.0, 10, 30.0
    likely_deg = 0.08 * usual_deg
    pooled = (3.0 * likely_deg**2 + (reps - 1) * spread_deg**2) / (3.0 + reps - 1)
    least_deg = usual_deg - 1.8 * math.sqrt(pooled * (1.0 + 1.0 / reps))
    own = replace(OWN, reps=reps, range_rad=math.radians(usual_deg), spread_rad=math.radians(spread_deg))
    assert math.degrees(ShortRange().least_rad(own)) == pytest.approx(least_deg)


def test_short_range_in_the_first_set():
    """After three reps their spread is unknown: only two thirds of the range is surely short."""
    new = known(own=replace(OWN, reps=3, spread_rad=0.0))
    assert broken(ShortRange(), measures(rep(rom_deg=22.0)), new) == []
    assert broken(ShortRange(), measures(rep(rom_deg=18.0)), new) == ["range"]


def test_short_range_of_tiny_lifts():
    """In lifts of four degrees, one degree less is measurement noise."""
    tiny = known(own=replace(OWN, range_rad=math.radians(4.0), spread_rad=0.0))
    assert broken(ShortRange(), measures(rep(rom_deg=3.0)), tiny) == []
    assert broken(ShortRange(), measures(rep(rom_deg=1.8)), tiny) == ["range"]


def test_overextension():
    """More than ten degrees past my own top is too far, once this set has shown that it is my usual one."""
    assert broken(Overextension(), measures(rep(rom_deg=39.0))) == []
    assert broken(Overextension(), measures(rep(rom_deg=41.0))) == ["range"]
    assert broken(Overextension(), measures(rep(rom_deg=41.0)), known(fits=False)) == []
    assert broken(Overextension(), measures(rep(rom_deg=41.0)), known("generic")) == []


def test_off_axis():
    """A twist gets a warning from 6.6° more than my good reps on: less is measurement noise."""
    assert broken(OffAxis(), measures(aside_rad=math.radians(7.0))) == []
    assert broken(OffAxis(), measures(aside_rad=math.radians(8.0))) == ["out of the plane"]


def test_uneven_sides():
    """With the third rep of a side a warning says, once, that it moves less than the other."""
    this = measures(rep(rom_deg=24.0))
    other_rad = math.radians(30.0)
    assert broken(UnevenSides(), this, known(earlier=(this, this), side=Side.LEFT, other_side_rad=other_rad)) == [
        "difference between the sides"
    ]
    assert broken(UnevenSides(), this, known(earlier=(this,), side=Side.LEFT, other_side_rad=other_rad)) == []
    assert broken(UnevenSides(), this, known(earlier=(this, this))) == []
    even = measures(rep(rom_deg=28.0))
    assert broken(UnevenSides(), even, known(earlier=(even, even), side=Side.LEFT, other_side_rad=other_rad)) == []
    assert UnevenSides.facts.is_hint


def test_nothing_without_a_reference():
    """Each person's range is compared with their own."""
    stranger = known(own=None)
    for rule in (ShortRange(), Overextension(), OffAxis()):
        assert "no reference" in reason(rule, measures(rep(rom_deg=5.0), aside_rad=0.5), stranger)
