"""The numbers of one rep: range, durations and speed profiles; from person, style and fault."""

from dataclasses import dataclass, replace

import numpy as np

from sensorcoach.exercises.exercise import Bottom, Exercise, Placement
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.plan import Fault, Style
from sensorcoach.simulator.profiles import Bell, Fall, Hesitation, Profile
from sensorcoach.units import RAD_PER_DEG

_LOW_PELVIS_RAD = (3.0 * RAD_PER_DEG, 6.0 * RAD_PER_DEG)
_LOW_THIGH_SHARE = (0.25, 0.45)
_LOW_THIGH_RAD = 4.0 * RAD_PER_DEG
"""Ranges of reps of low amplitude: angles at the pelvis, a share of the usual range with a least angle at the thigh."""

_MOST_TOP_SPREAD_RAD = 2.0 * RAD_PER_DEG
_THROWN_S = (0.3, 0.6)
_SWING_S = (0.8, 1.5)
"""A thrown lift, and a swing to and fro, at a range of 30°; larger ones take longer, as the root of the range."""
_LONGER = (1.0, 1.5)
_HARD_LANDING = 4.0
"""Factor by which the landing of a thrown rep is harder than usual."""

_HOVER = 0.1
"""Height of a hovering bottom above the floor, as a share of the range."""


@dataclass(frozen=True, slots=True)
class RepShape:
    """One rep. Angles are radians above the segment at rest on the floor, times seconds.

    `top_rad`: where the lift ends; `next_bottom_rad`: where the lowering ends. `off_axis`: movement off the axis
    as a share of the lift. `landing_mps2`: size of the contact at the end, 0 for none. `sunk`: extra sinking of the
    hold. `settle`: overshoot beyond the top. Both are shares of the lift.
    """

    top_rad: float
    next_bottom_rad: float
    lift_s: float
    hold_s: float
    lower_s: float
    rest_s: float
    lift: Profile
    lower: Profile
    off_axis: float
    landing_mps2: float
    sunk: float = 0.0
    settle: float = 0.0


@dataclass(frozen=True, slots=True)
class SetMeans:
    """The means of one set of a person, from which each rep differs a little."""

    exercise: Exercise
    person: Person
    style: Style
    range_rad: float
    lift_s: float
    hold_s: float
    lower_s: float
    rest_s: float
    touches: bool

    @property
    def effort(self) -> float:
        """Factor of the body's unsteadiness: larger in a large lift; 1 at 30°."""
        return float(np.clip(np.sqrt(self.range_rad / (30.0 * RAD_PER_DEG)), 0.35, 1.3))

    @property
    def bottom_rad(self) -> float:
        """Height at which the reps turn, above the floor."""
        return 0.0 if self.touches else _HOVER * self.range_rad

    def partly(self, share: float) -> float:
        """Return the angle at this share of the lift, from bottom to top."""
        return self.bottom_rad + share * (self.range_rad - self.bottom_rad)


def choose_range_rad(
    exercise: Exercise, placement: Placement, person: Person, style: Style, rng: np.random.Generator
) -> float:
    """Return a person's own range in an exercise, radians."""
    usual = exercise.ranges[placement]
    if style is Style.LOW:
        if placement is Placement.PELVIS:
            return float(rng.uniform(*_LOW_PELVIS_RAD))
        return max(_LOW_THIGH_RAD, usual.low_rad * float(rng.uniform(*_LOW_THIGH_SHARE)))
    simulated = exercise.simulations.get(placement)
    own = simulated.range if simulated and simulated.range else usual
    return own.low_rad + (own.high_rad - own.low_rad) * person.range_fraction


def make_set_means(
    exercise: Exercise, person: Person, style: Style, range_rad: float, rng: np.random.Generator
) -> SetMeans:
    """The means of a set in this style."""
    tempo, scale = exercise.tempo, person.tempo_scale
    usual = SetMeans(
        exercise,
        person,
        style,
        range_rad,
        lift_s=tempo.lift_s * scale,
        hold_s=tempo.hold_s * float(rng.uniform(1.05, 1.35)) if tempo.hold_s else float(rng.uniform(0.1, 1.2)),
        lower_s=tempo.lower_s * scale * float(rng.uniform(0.8, 1.2)),
        rest_s=max(tempo.rest_s, 0.2) * float(rng.uniform(0.6, 2.2)),
        touches=_touches(exercise, rng),
    )
    return _in_style(usual, style, rng)


def _touches(exercise: Exercise, rng: np.random.Generator) -> bool:
    either = bool(rng.uniform() < 0.5)
    return exercise.bottom is Bottom.TOUCH or (exercise.bottom is Bottom.EITHER and either)


def _in_style(usual: SetMeans, style: Style, rng: np.random.Generator) -> SetMeans:
    match style:
        case Style.SLOW:
            slower = float(rng.uniform(1.4, 1.9))
            return replace(usual, lift_s=usual.lift_s * slower, lower_s=usual.lower_s * slower)
        case Style.BRISK:
            lift_s, lower_s = (float(t) for t in rng.uniform(0.75, 1.1, 2))
            return replace(usual, lift_s=lift_s, lower_s=lower_s, hold_s=float(rng.uniform(0.1, 0.4)), rest_s=0.3)
        case Style.NO_PAUSE:
            return replace(usual, hold_s=0.0, rest_s=0.0)
        case Style.LONG_HOLD:
            return replace(usual, hold_s=float(rng.uniform(5.0, 9.0)))
        case Style.THROWN | Style.SWUNG:
            return _with_momentum(usual, style, rng)
        case Style.USUAL | Style.TWO_PEAK | Style.LOW:
            return usual


def _with_momentum(usual: SetMeans, style: Style, rng: np.random.Generator) -> SetMeans:
    longer = float(np.clip(np.sqrt(usual.range_rad / (30.0 * RAD_PER_DEG)), *_LONGER))
    if style is Style.THROWN:
        lift_s, lower_s = (float(rng.uniform(*_THROWN_S)) * longer for _ in range(2))
        holds = bool(rng.uniform() < 0.5)
        hold_s, rest_s = float(rng.uniform(0.8, 1.2)) if holds else 0.0, float(rng.uniform(0.2, 0.6))
        return replace(usual, lift_s=lift_s, hold_s=hold_s, lower_s=lower_s, rest_s=rest_s)
    swing_s, part = float(rng.uniform(*_SWING_S)) * longer, float(rng.uniform(0.45, 0.55))
    lift_s, lower_s = part * swing_s, (1.0 - part) * swing_s
    return replace(usual, lift_s=lift_s, hold_s=0.0, lower_s=lower_s, rest_s=0.0, touches=False)


def make_rep_shape(means: SetMeans, fault: Fault | None, rng: np.random.Generator) -> RepShape:
    """Return one rep of a set, with its own small differences and the fault, if any."""
    good = _apply_momentum(_make_good(means, rng), means, rng)
    return _apply_fault(good, means, fault, rng) if fault else good


def _make_good(means: SetMeans, rng: np.random.Generator) -> RepShape:
    person = means.person
    spread = min(person.range_jitter * means.range_rad, _MOST_TOP_SPREAD_RAD)
    bottom_spread = min(person.bottom_jitter_rad, 0.08 * means.range_rad)
    return RepShape(
        top_rad=means.range_rad + spread * _draw_within_two(rng),
        next_bottom_rad=means.bottom_rad + bottom_spread * _draw_within_two(rng),
        lift_s=means.lift_s * _draw_about_one(person.tempo_jitter, rng),
        hold_s=means.hold_s * _draw_about_one(person.tempo_jitter, rng),
        lower_s=means.lower_s * _draw_about_one(person.tempo_jitter, rng),
        rest_s=means.rest_s * _draw_about_one(2.5 * person.tempo_jitter, rng),
        lift=_lift_profile(means, rng),
        lower=person.lower_family(rng),
        off_axis=person.cross_axis * float(rng.uniform(-1.0, 1.0)),
        landing_mps2=person.landing * float(rng.lognormal(-0.3, 0.7)) if means.touches else 0.0,
    )


def _apply_momentum(good: RepShape, means: SetMeans, rng: np.random.Generator) -> RepShape:
    """Return the rep with the profiles of momentum, if the style has them."""
    match means.style:
        case Style.THROWN:
            thrown = float(rng.uniform(0.1, 0.22))
            landing = good.landing_mps2 * _HARD_LANDING
            flown = replace(good, lift=Bell(1.5, 1.6), lower=Bell(1.6, 1.4), landing_mps2=landing, settle=thrown)
            return flown if good.hold_s > 0.0 else replace(flown, top_rad=(1.0 + thrown) * good.top_rad)
        case Style.SWUNG:
            return replace(good, lift=Bell(1.0, 1.0), lower=Bell(1.0, 1.0))
        case _:
            return replace(good, settle=means.person.settle)


def _lift_profile(means: SetMeans, rng: np.random.Generator) -> Profile:
    if means.style is Style.TWO_PEAK:
        return Hesitation(float(rng.uniform(0.4, 0.6)), float(rng.uniform(0.08, 0.4)), float(rng.uniform(0.07, 0.12)))
    return means.person.lift_family(rng)


def _apply_fault(good: RepShape, means: SetMeans, fault: Fault, rng: np.random.Generator) -> RepShape:
    match fault:
        case Fault.FAST:
            return replace(good, lift_s=good.lift_s / float(rng.uniform(3.0, 3.8)), lower_s=good.lower_s / 1.5)
        case Fault.SHORT:
            return replace(good, top_rad=means.partly(float(rng.uniform(0.35, 0.6))))
        case Fault.OVEREXTENDED:
            return replace(good, top_rad=means.range_rad + float(rng.uniform(14.0, 20.0)) * RAD_PER_DEG)
        case Fault.DROPPED:
            return _drop(good, means, rng)
        case Fault.SWUNG:
            return _swing(good, means, rng)
        case Fault.SHORT_HOLD:
            hold_s = float(rng.uniform(0.0, 0.08)) * max(1.0, means.hold_s)
            return replace(good, hold_s=hold_s, lift=Bell(2.0, 1.5), lower=Bell(1.5, 2.0))
        case Fault.SAGGED | Fault.HURRIED | Fault.TWISTED | Fault.HOVERED:
            return _apply_rare_fault(good, means, fault, rng)
        case Fault.BOTTOM_CONTACT:
            landing = float(rng.uniform(3.0, 8.0))
            return replace(good, next_bottom_rad=0.0, rest_s=float(rng.uniform(0.5, 1.1)), landing_mps2=landing)


def _apply_rare_fault(good: RepShape, means: SetMeans, fault: Fault, rng: np.random.Generator) -> RepShape:
    match fault:
        case Fault.SAGGED:
            return replace(good, sunk=float(rng.uniform(0.3, 0.45)), hold_s=max(good.hold_s, 2.5))
        case Fault.HURRIED:
            return replace(good, lower_s=min(good.lower_s / 3.0, 0.65))
        case Fault.TWISTED:
            side = float(rng.choice([-1.0, 1.0]))
            return replace(good, off_axis=side * max(0.3, 12.0 * RAD_PER_DEG / means.range_rad))
        case _:
            return replace(good, next_bottom_rad=float(rng.uniform(0.25, 0.4)) * means.range_rad, landing_mps2=0.0)


def _drop(good: RepShape, means: SetMeans, rng: np.random.Generator) -> RepShape:
    return replace(
        good,
        lower_s=float(rng.uniform(0.28, 0.42)),
        lower=Fall(float(rng.uniform(0.14, 0.22))),
        next_bottom_rad=0.0,
        landing_mps2=float(rng.uniform(6.0, 14.0)) * min(1.0, 0.3 + means.range_rad),
    )


def _swing(good: RepShape, means: SetMeans, rng: np.random.Generator) -> RepShape:
    return replace(
        good,
        top_rad=good.top_rad + 0.07 * means.range_rad,
        lift_s=good.lift_s / float(rng.uniform(3.0, 3.8)),
        hold_s=0.0,
        lower_s=good.lower_s / float(rng.uniform(2.2, 2.8)),
        rest_s=0.1,
        lift=Bell(2.0, 1.6),
        lower=Bell(1.6, 2.0),
        off_axis=float(rng.choice([-1.0, 1.0]) * rng.uniform(0.15, 0.25)),
    )


def _draw_within_two(rng: np.random.Generator) -> float:
    """Draw a standard normal value within two deviations. A good rep has no outliers."""
    return float(np.clip(rng.normal(), -2.0, 2.0))


def _draw_about_one(spread: float, rng: np.random.Generator) -> float:
    return max(0.3, 1.0 + spread * _draw_within_two(rng))
