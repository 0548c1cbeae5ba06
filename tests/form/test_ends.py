"""The rules of top and bottom: short_hold, sagging_hold, bottom_contact, no_touch."""

import math

from sensorcoach.form.rules.bottom_contact import BottomContact
from sensorcoach.form.rules.no_touch import NoTouch
from sensorcoach.form.rules.sagging_hold import SaggingHold
from sensorcoach.form.rules.short_hold import ShortHold
from tests.form.reps import broken, known, measures, reason, rep


def test_short_hold():
    """Less than half of the hold that the exercise asks for is short; without a target nothing is."""
    assert broken(ShortHold(), measures(rep(hold_s=0.4))) == ["hold"]
    assert broken(ShortHold(), measures(rep(hold_s=0.6))) == []
    assert broken(ShortHold(), measures(rep(hold_s=1.2)), known("hip-thrust")) == ["hold"]
    assert broken(ShortHold(), measures(rep(hold_s=0.0)), known("generic")) == []


def test_sagging_hold():
    """The hold sags when it has lost a seventh of the lift before the lowering; 3° are breathing."""
    assert broken(SaggingHold(), measures(sunk_rad=math.radians(5.0))) == ["sinking"]
    assert broken(SaggingHold(), measures(sunk_rad=math.radians(4.0))) == []
    assert broken(SaggingHold(), measures(rep(rom_deg=10.0), sunk_rad=math.radians(2.5))) == []
    assert "gyroscope" in reason(SaggingHold(), measures(sunk_rad=math.radians(9.0), blurred=True))


def test_a_hard_contact():
    """A hard touch shows in its jolt; where touching is allowed there is no warning."""
    hard = measures(impact_mps2=0.6, end_rad=math.radians(3.0))
    assert broken(BottomContact(), hard, known("hip-thrust")) == ["jolt at the bottom"]
    assert "touching" in reason(BottomContact(), hard, known("glute-bridge"))


def test_a_soft_contact():
    """A soft touch is reported only when the turn was also lower than the ones before."""
    hovering = measures(start_rad=math.radians(4.0), end_rad=math.radians(4.0))
    low = measures(end_rad=math.radians(1.0), impact_mps2=0.3)
    usual = measures(end_rad=math.radians(4.0), impact_mps2=0.3)
    about = known("hip-thrust", earlier=(hovering, hovering))
    assert broken(BottomContact(), low, about) == ["jolt at the bottom"]
    assert broken(BottomContact(), usual, about) == []


def test_a_soft_contact_in_the_first_rep():
    """In the first rep of a set the floor is where it began."""
    assert broken(BottomContact(), measures(impact_mps2=0.3), known("hip-thrust")) == ["jolt at the bottom"]


def test_no_touch():
    """Turning a fifth of the range above the floor, silently, is hovering; with a jolt it was a touch."""
    high = math.radians(6.0)
    about = known(earlier=(measures(), measures()))
    assert broken(NoTouch(), measures(end_rad=high), about) == ["height of the turn"]
    assert broken(NoTouch(), measures(end_rad=high, impact_mps2=0.5), about) == []
    assert broken(NoTouch(), measures(end_rad=math.radians(3.0)), about) == []
    assert "hovering" in reason(NoTouch(), measures(end_rad=high), known("hip-thrust"))
