"""Measured reps and a person's reference, to test rules with."""

import math
from dataclasses import replace
from typing import Any

import numpy as np

from sensorcoach.events import Rep
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.form.measures import RepMeasures
from sensorcoach.form.rule import JudgingContext, Rule
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.reference import Reference
from sensorcoach.verdicts import NotApplicable

OWN = Reference(
    reps=10,
    range_rad=math.radians(30.0),
    spread_rad=math.radians(1.5),
    lift_s=2.0,
    hold_s=1.2,
    lower_s=2.0,
    peak_lift_radps=math.radians(28.0),
    peak_lower_radps=math.radians(28.0),
    aside_rad=math.radians(1.0),
)
"""A person who lifts by 30° in two seconds, holds for a little more than one, and lowers in two."""


AXIS = LiftAxis(np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0]), math.radians(30.0))
"""A lift by 30° about the y axis of the sensor."""


def rep(
    lift_s: float = 2.0, hold_s: float = 1.2, lower_s: float = 2.0, rom_deg: float = 30.0, peak_dps: float = 28.0
) -> Rep:
    """A rep that begins at 10 s."""
    return Rep(
        number=1,
        lift_start_s=10.0,
        hold_start_s=10.0 + lift_s,
        lower_start_s=10.0 + lift_s + hold_s,
        end_s=10.0 + lift_s + hold_s + lower_s,
        rom_rad=math.radians(rom_deg),
        peak_lift_radps=math.radians(peak_dps),
        peak_lower_radps=math.radians(peak_dps),
    )


def measures(one: Rep | None = None, **changed: Any) -> RepMeasures:  # noqa: ANN401 - any field of RepMeasures
    """The measures of a good rep, some of them changed."""
    good = RepMeasures(
        rep=one or rep(),
        start_rad=0.0,
        top_rad=math.radians(30.0),
        end_rad=0.0,
        overshoot_rad=0.0,
        sunk_rad=0.0,
        aside_rad=math.radians(1.0),
        aside_s=11.0,
        impact_mps2=0.1,
        impact_s=15.0,
        usual_impact_mps2=0.1,
        blurred=False,
    )
    return replace(good, **changed)


def known(exercise: str = "glute-bridge", own: Reference | None = OWN, **more: Any) -> JudgingContext:  # noqa: ANN401 - as above
    """A person with a reference, in the midst of a set done like it."""
    return JudgingContext(find_exercise(exercise), own, **more)


def broken(rule: Rule, one: RepMeasures, about: JudgingContext | None = None) -> list[str]:
    """The criteria that the rep breaks; none where the rule does not apply."""
    found = rule.judge(one, about or known())
    return [] if isinstance(found, NotApplicable) else [verdict.criterion for verdict in found if verdict.broken]


def reason(rule: Rule, one: RepMeasures, about: JudgingContext | None = None) -> str:
    """Why the rule does not apply to the rep; empty where it does."""
    found = rule.judge(one, about or known())
    return found.reason if isinstance(found, NotApplicable) else ""
