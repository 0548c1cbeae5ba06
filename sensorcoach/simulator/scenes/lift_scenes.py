"""Scenes of sets: pace, holds, counts, ranges and carelessness."""

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
    SINGLE_THIGH,
    TABLETOP,
    THRUST,
    at_each,
)
from sensorcoach.simulator.scenes.scene import Scene
from sensorcoach.simulator.scenes.steps import a_set, around, each, lifts, still

_USUAL = Lift(1.6, 1.0, 1.8, 1.0)
_QUICK = Lift(0.5, 0.0, 0.5, 0.3)


def ordinary() -> list[Scene]:
    """Ordinary sets, in every exercise at every placement."""
    return [
        *at_each(ALL_SPOTS, "ordinary", "8 reps", around(a_set(*lifts(8, _USUAL)))),
        *at_each(
            (BRIDGE, CLAMSHELL, PRONE),
            "ordinary",
            "two sets of 6",
            around(a_set(*lifts(6, _USUAL)), still(25.0), a_set(*lifts(6, _USUAL))),
        ),
    ]


_CYCLES = (
    ("30 of 0.6 s", 30, Lift(0.3, 0.0, 0.3, 0.0, swings=True)),
    ("30 of 0.8 s", 30, Lift(0.35, 0.0, 0.35, 0.1)),
    ("15 of 1.3 s", 15, Lift(0.5, 0.0, 0.5, 0.3)),
    ("10 of 2 s", 10, Lift(0.8, 0.1, 0.8, 0.3)),
    ("8 of 4 s", 8, Lift(1.5, 0.5, 1.5, 0.5)),
    ("6 of 8 s", 6, Lift(3.0, 1.0, 3.0, 1.0)),
    ("5 of 18 s", 5, Lift(4.0, 8.0, 4.0, 2.0)),
    ("4 of 23 s, 10 s up and 10 s down", 4, Lift(10.0, 1.5, 10.0, 1.5)),
    ("3 of 40 s", 3, Lift(5.0, 28.0, 5.0, 2.0)),
)


def cycles() -> list[Scene]:
    """From 0.6 to 40 s a rep."""
    return [
        scene
        for what, count, lift in _CYCLES
        for scene in at_each((BRIDGE, CLAMSHELL, PRONE), "cycle", what, around(a_set(*lifts(count, lift))))
    ]


def holds() -> list[Scene]:
    """One hold, several long ones, and a long one in mid-set."""
    scenes: list[Scene] = []
    for hold_s in (10.0, 20.0, 30.0, 60.0, 120.0):
        one = around(a_set(*lifts(1, Lift(1.8, hold_s, 2.0, 1.0))))
        scenes += at_each((BRIDGE, PRONE, CLAMSHELL), "one hold", f"{hold_s:.0f} s", one)
    for hold_s, count in ((12.0, 4), (20.0, 4), (30.0, 3), (45.0, 3)):
        several = around(a_set(*lifts(count, Lift(1.8, hold_s, 2.0, 2.0))))
        scenes += at_each((BRIDGE, PRONE, THRUST), "long holds", f"{count} of {hold_s:.0f} s", several)
    paused = each(*[_USUAL] * 4, replace(_USUAL, hold_s=60.0), *[_USUAL] * 3)
    scenes += at_each(
        (BRIDGE, REVERSE, ABDUCTION), "long holds", "60 s at the top of the fifth of 8", around(a_set(*paused))
    )
    sagging = a_set(*lifts(5, replace(_USUAL, hold_s=10.0, sag=0.2)))
    return scenes + at_each((BRIDGE, PRONE), "long holds", "5 of 10 s that sag by a fifth", around(sagging))


def set_sizes() -> list[Scene]:
    """Sets of one, two, three and fifty, and a few more on the arc of the set before."""
    scenes: list[Scene] = []
    for count in (1, 2, 3):
        spots = (BRIDGE, CLAMSHELL, PRONE, BRIDGE_THIGH)
        scenes += at_each(spots, "set size", f"{count}", around(a_set(*lifts(count, _USUAL))))
    scenes += at_each((BRIDGE, ABDUCTION), "set size", "50", around(a_set(*lifts(50, Lift(1.0, 0.2, 1.0, 0.3)))))
    for count in (1, 2):
        more = around(a_set(*lifts(8, _USUAL)), still(30.0), a_set(*lifts(count, _USUAL)))
        scenes += at_each((BRIDGE, PRONE, CLAMSHELL), "set size", f"8, a rest, {count} more", more)
    return scenes


def ranges() -> list[Scene]:
    """Growing, shrinking, large, small and half lifts, dips and pulses."""
    shares = [0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.05, 1.1]
    growing = a_set(*each(*[replace(_USUAL, reach=share) for share in shares]))
    shrinking = a_set(*each(*[replace(_USUAL, reach=share) for share in reversed(shares)]))
    half = a_set(*each(*[_USUAL] * 4, *[replace(_QUICK, reach=0.45)] * 2, *[_USUAL] * 3))
    third = a_set(*each(*[_USUAL] * 4, *[replace(_USUAL, reach=0.35, up_s=2.5, down_s=2.5)] * 2, *[_USUAL] * 3))
    dipped = replace(_USUAL, hold_s=6.0)
    deep = a_set(*each(*[dipped] * 2, replace(dipped, dip=0.6), *[dipped] * 3))
    small = a_set(*each(*[dipped] * 2, replace(dipped, dip=0.35), *[dipped] * 3))
    pulses = a_set(*lifts(6, replace(_USUAL, hold_s=5.0, pulses=5)))
    spots = (BRIDGE, PRONE, CLAMSHELL)
    return [
        *at_each(spots, "range", "grows", around(growing)),
        *at_each(spots, "range", "shrinks", around(shrinking)),
        *at_each(spots, "partial reps", "two quick ones of 45 % among 9", around(half)),
        *at_each(spots, "partial reps", "two slow ones of 35 % among 9", around(third)),
        *at_each(spots, "dip in a hold", "60 %", around(deep), tolerance=1),
        *at_each(spots, "dip in a hold", "35 %", around(small)),
        *at_each((*spots, THRUST), "pulses", "five at the top of each of 6", around(pulses)),
        *at_each((PRONE,), "large", "48° prone", around(a_set(*lifts(10, _USUAL))), range_deg=48.0),
        *at_each((BRIDGE, CLAMSHELL), "large", "65°", around(a_set(*lifts(10, _USUAL))), range_deg=65.0),
        *at_each((TABLETOP, THRUST), "large", "100°", around(a_set(*lifts(10, _USUAL))), range_deg=100.0),
        *at_each((HINGE, LEG_RAISE), "large", "110°", around(a_set(*lifts(8, _USUAL))), range_deg=110.0),
    ]


def momentum() -> list[Scene]:
    """Brisk, thrown, swung, dropped and set down hard."""
    brisk = Lift(0.7, 0.3, 0.6, 0.5, landing_mps2=14.0)
    thrown = Lift(0.4, 0.3, 0.6, 0.5, overshoot=0.2, landing_mps2=8.0)
    swing = Lift(0.4, 0.0, 0.5, 0.3, overshoot=0.15)
    swung = Lift(0.55, 0.0, 0.55, 0.0, swings=True, landing_mps2=0.0)
    dropped = Lift(1.5, 0.8, 0.35, 1.2, drops=True, landing_mps2=30.0)
    spots = (BRIDGE, PRONE, CLAMSHELL, TABLETOP)
    wobbly = Lift(1.6, 2.0, 1.8, 1.0, wobble_deg=3.0)
    return [
        *at_each(spots, "brisk", "12 set down hard", around(a_set(*lifts(12, brisk)))),
        *at_each(spots, "thrown", "10 with a fall back at the top", around(a_set(*lifts(10, thrown)))),
        *at_each(spots, "thrown", "12, up in 0.4 s and down in 0.5 s", around(a_set(*lifts(12, swing)))),
        *at_each((*spots, LEG_RAISE), "swung", "15 without a stop", around(a_set(*lifts(15, swung)))),
        *at_each(spots, "dropped", "each of 8", around(a_set(*lifts(8, dropped)))),
        *at_each(
            spots,
            "dropped",
            "the fifth of 12",
            around(a_set(*each(*[_USUAL] * 4, replace(dropped, landing_mps2=60.0), *[_USUAL] * 7))),
        ),
        *at_each((*spots, BIRD_DOG), "wobbly", "8 reps", around(a_set(*lifts(8, wobbly)))),
    ]


def stages() -> list[Scene]:
    """Lifts in two parts with a stop half-way; and hips up, leg out for 5 s, leg back, hips down."""
    stopped = a_set(*lifts(7, Lift(2.4, 1.0, 2.0, 1.0, stage_s=1.0)))
    extended = a_set(*lifts(6, Lift(1.6, 7.0, 1.8, 1.0, extends=True)))
    return [
        *at_each((BRIDGE, PRONE, CLAMSHELL), "two stages", "a stop half-way up", around(stopped)),
        *at_each((SINGLE, SINGLE_THIGH), "two stages", "leg out at the top for 5 s", around(extended)),
    ]
