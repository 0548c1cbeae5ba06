"""Scenes around sets and within them: rests, sides, beginnings, ends, and badly worn sensors."""

from dataclasses import replace

from sensorcoach.simulator.scenes.lift import Lift
from sensorcoach.simulator.scenes.places import (
    ABDUCTION,
    ALL_SPOTS,
    BIRD_DOG,
    BRIDGE,
    BRIDGE_THIGH,
    CLAMSHELL,
    HINGE,
    LEG_RAISE,
    PRONE,
    REVERSE,
    SINGLE,
    TABLETOP,
    THRUST,
    at_each,
)
from sensorcoach.simulator.scenes.scene import Scene, Wear
from sensorcoach.simulator.scenes.steps import (
    Script,
    Step,
    a_set,
    around,
    begin_at,
    buzz,
    change_side,
    come_in,
    cough,
    drink,
    each,
    fidget,
    go_out,
    lie_differently,
    lifts,
    move_to,
    other_leg,
    pull_shirt_straight,
    roll_and_back,
    scratch,
    squat,
    stand_and_sit,
    still,
    tilts,
    walk,
)

_USUAL = Lift(1.6, 1.0, 1.8, 1.0)
_BRISK = Lift(0.8, 0.2, 0.8, 0.4)


def _two_sets(*between: Step, second: Lift = _USUAL) -> Script:
    return around(a_set(*lifts(6, _USUAL)), *between, a_set(*lifts(6, second)))


def rests() -> list[Scene]:
    """Activities between two sets, and in the middle of one."""
    spots = (BRIDGE, PRONE, CLAMSHELL)
    scenes: list[Scene] = []
    for rest_s, share in ((30.0, 0.12), (30.0, 0.3), (60.0, 0.2), (60.0, 0.4)):
        higher = (move_to(share), still(rest_s))
        scenes += at_each(spots, "higher rest", f"{rest_s:.0f} s at {share:.0%}", _two_sets(*higher))
        scenes += at_each(
            spots, "higher rest", f"{rest_s:.0f} s at {share:.0%}, then brisk", _two_sets(*higher, second=_BRISK)
        )
    for degrees in (5.0, 12.0, 20.0):
        shifted = (still(8.0), lie_differently(degrees), still(12.0))
        scenes += at_each(spots, "lies differently", f"by {degrees:.0f}° between sets", _two_sets(*shifted))
    moved = a_set(*lifts(4, _USUAL), lie_differently(8.0), still(2.0), *lifts(4, _USUAL))
    waited = a_set(*lifts(4, _USUAL), still(8.0), *lifts(4, _USUAL))
    return [
        *scenes,
        *at_each(spots, "lies differently", "by 8° in mid-set", around(moved)),
        *at_each(spots, "breaks", "8 s in mid-set", around(waited)),
        *at_each(spots, "breaks", "rolls over and back", _two_sets(still(6.0), roll_and_back(), still(8.0))),
        *at_each((*spots, THRUST), "breaks", "drinks", _two_sets(still(4.0), drink(), still(4.0))),
        *at_each((BRIDGE, PRONE), "breaks", "walks", _two_sets(still(4.0), walk(15.0))),
    ]


def around_sets() -> list[Scene]:
    """Small movements before, in and after a set, which do not count."""
    spots = (BRIDGE, BRIDGE_THIGH, PRONE, CLAMSHELL)
    usual = a_set(*lifts(8, _USUAL))
    coughing = a_set(*lifts(3, _USUAL), cough(), *lifts(3, _USUAL), scratch(), *lifts(2, _USUAL))
    fussy = around(pull_shirt_straight(), still(4.0), usual, still(6.0), pull_shirt_straight(), still(6.0))
    return [
        *at_each(spots, "tilts", "three of 6° before the set", around(tilts(3, 6.0), still(3.0), usual)),
        *at_each(spots, "tilts", "six of 9° before the set", around(tilts(6, 9.0), still(2.0), usual)),
        *at_each((BRIDGE, PRONE), "tilts", "four of 7° between sets", _two_sets(still(8.0), tilts(4, 7.0), still(8.0))),
        *at_each(spots, "shirt", "pulled straight before and after", fussy),
        *at_each(spots, "coughs", "and scratches in the set", around(coughing)),
        *at_each(
            (BRIDGE, CLAMSHELL), "coughs", "and fidgets before it", around(cough(), fidget(10.0), still(3.0), usual)
        ),
    ]


def sides() -> list[Scene]:
    """Sides in turn, and one after the other."""
    single = Lift(1.2, 1.0, 1.4, 0.6)
    thirty_s = a_set(*lifts(7, single))
    in_turn = [step for _ in range(6) for step in (*lifts(1, _USUAL), other_leg(_USUAL))]
    switch = around(thirty_s, change_side(), still(1.5), thirty_s)
    return [
        *at_each((SINGLE,), "sides", "30 s a side, feet changed", switch),
        *at_each((CLAMSHELL, ABDUCTION), "sides", "30 s a side, turned over", switch),
        *at_each((BIRD_DOG, TABLETOP, PRONE), "sides", "6 in turn", around(a_set(*in_turn))),
    ]


def edge_scenes() -> list[Scene]:
    """Recordings that begin or end in the middle, sets that begin or end in another attitude."""
    usual = lifts(7, _USUAL)
    spots = (BRIDGE, PRONE, THRUST, TABLETOP)
    at_top: Script = (begin_at(1.0), still(2.0), move_to(0.0), still(1.0), a_set(*usual), go_out())
    mid_rep: Script = (begin_at(0.5), move_to(1.0, 1.0), move_to(0.0), still(1.0), a_set(*usual), go_out())
    stays_up: Script = (come_in(), a_set(*usual), move_to(1.0), still(4.0))
    from_elsewhere = around(move_to(0.3), still(5.0), a_set(*usual))
    into_another = around(a_set(*usual, *lifts(1, replace(_USUAL, bottom=0.35))), lie_differently(25.0))
    beyond = around(a_set(*usual, *lifts(1, replace(_USUAL, bottom=-0.25))))
    return [
        *at_each(spots, "edges", "begins at the top", at_top, tolerance=1),
        *at_each(spots, "edges", "begins in mid-rep", mid_rep, tolerance=1),
        *at_each(spots, "edges", "ends at the top", stays_up),
        *at_each(spots, "edges", "first rep from another attitude", from_elsewhere),
        *at_each(spots, "edges", "last rep into another posture", into_another),
        *at_each((THRUST, REVERSE, TABLETOP), "edges", "last rep below the bottom", beyond),
    ]


def sensors() -> list[Scene]:
    """Loose, slipping, buzzing and contradictory sensors, and other rates."""
    usual = a_set(*lifts(8, _USUAL))
    slipping = a_set(*each(*[_USUAL] * 3, *[replace(_USUAL, slip_deg=10.0)] * 2, *[_USUAL] * 3))
    spots = (BRIDGE, PRONE, CLAMSHELL)
    buzzing = around(buzz(8.0), usual, buzz(8.0), still(18.0), a_set(*lifts(4, _USUAL)))
    return [
        *at_each(spots, "sensor", "slips by 20° in two reps", around(slipping)),
        *at_each(spots, "sensor", "in a loose pocket", around(usual), wear=Wear.LOOSE),
        *at_each((*spots, HINGE), "sensor", "gyro reversed", around(usual), wear=Wear.GYRO_REVERSED),
        *at_each(spots, "sensor", "a telephone buzzes", buzzing),
        *at_each(spots, "sensor", "25 Hz", around(usual), rate_hz=25.0),
        *at_each(spots, "sensor", "200 Hz", around(usual), rate_hz=200.0),
    ]


def heights() -> list[Scene]:
    """Squats and standing up from a chair, with the generic exercise at the pelvis."""
    squats = around(a_set(*(squat(0.4, 1.2, 0.6, 1.1, 1.2),) * 6))
    quick = around(a_set(*(squat(0.35, 0.8, 0.0, 0.8, 0.3),) * 10))
    stands = around(a_set(*(stand_and_sit(1.3, 1.2, 1.4, 1.2),) * 5))
    return [
        *at_each((HINGE,), "height", "6 squats", squats),
        *at_each((HINGE,), "height", "10 quick squats", quick),
        *at_each((HINGE,), "height", "5 times up from a chair", stands),
    ]


def nothing() -> list[Scene]:
    """Recordings without a set."""
    mat = (
        fidget(15.0),
        pull_shirt_straight(),
        still(5.0),
        cough(),
        lie_differently(12.0),
        scratch(),
        tilts(2, 6.0),
        roll_and_back(),
        still(6.0),
        pull_shirt_straight(),
        drink(),
    )
    spots = (BRIDGE, BRIDGE_THIGH, PRONE, CLAMSHELL, TABLETOP, LEG_RAISE)
    walks: Script = (lambda actor: actor.walk(40.0), lambda actor: actor.climb(14), lambda actor: actor.walk(15.0))
    resting = around(still(60.0), lie_differently(6.0), still(30.0))
    return [
        *at_each(spots, "nothing", "about on the mat", around(*mat)),
        *at_each(ALL_SPOTS, "nothing", "walks and climbs stairs", (*walks, still(3.0))),
        *at_each((BRIDGE, PRONE, CLAMSHELL), "nothing", "rests", resting),
    ]
