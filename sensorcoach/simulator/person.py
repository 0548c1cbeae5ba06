"""A person's way of moving, drawn from a seed and kept through a session."""

from dataclasses import dataclass

import numpy as np

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.profiles import FAMILIES, Family
from sensorcoach.units import RAD_PER_DEG


@dataclass(frozen=True, slots=True)
class Person:
    """The properties of a person.

    `range_fraction`: where in the usual range of an exercise they lift, 0 to 1.
    `tempo_scale`: their lift and lower times over the exercise's target.
    `tempo_jitter`, `range_jitter`: spread from rep to rep, as a share.
    `bottom_jitter_rad`: spread of the bottoms.
    `lift_family`, `lower_family`: the speed profiles of their phases.
    `tremor_rad`: 6 to 12 Hz, root mean square; `wander_rad`: slower unsteadiness, 0.15 to 5 Hz.
    `sway_mps2`: unrest of the body that carries the joint. `settle`: overshoot at the top, a share of the lift.
    `breath_hz`, `breath_rad`: breathing, as seen lying down.
    `tilt_rotvec` (3,): deviation of their postures from the textbook.
    `cross_axis`: movement off the lift's axis, as a share of the lift; `coupling` (2,) the steady part of it.
    `sag`: speed of sinking in a hold, as a share of the lowering's peak rate.
    `landing`: hardness of their landings, 1 is usual.
    `size`: ratio to a body of average size. `step_hz`: steps a second. `stride`: vigour of walking.
    """

    range_fraction: float = 0.5
    tempo_scale: float = 1.0
    tempo_jitter: float = 0.08
    range_jitter: float = 0.04
    bottom_jitter_rad: float = 0.7 * RAD_PER_DEG
    lift_family: Family = FAMILIES[0]
    lower_family: Family = FAMILIES[0]
    tremor_rad: float = 0.006 * RAD_PER_DEG
    wander_rad: float = 0.15 * RAD_PER_DEG
    sway_mps2: float = 0.04
    settle: float = 0.0
    breath_hz: float = 0.25
    breath_rad: float = 0.2 * RAD_PER_DEG
    tilt_rotvec: tuple[float, float, float] = (0.0, 0.0, 0.0)
    cross_axis: float = 0.06
    coupling: tuple[float, float] = (0.03, -0.03)
    sag: float = 0.01
    landing: float = 1.0
    size: float = 1.0
    step_hz: float = 1.9
    stride: float = 1.0

    @property
    def tilt(self) -> FloatArray:
        return np.asarray(self.tilt_rotvec, dtype=np.float64)


def random_person(seed: int) -> Person:
    """Return the person of this seed."""
    rng = np.random.default_rng([seed, 101])
    coupling = rng.normal(0.0, 0.04, 2)
    tilt = rng.normal(0.0, 4.0 * RAD_PER_DEG, 3)
    return Person(
        range_fraction=float(rng.uniform(0.0, 1.0)),
        tempo_scale=float(rng.uniform(0.65, 1.35)),
        tempo_jitter=float(rng.uniform(0.04, 0.13)),
        range_jitter=float(rng.uniform(0.015, 0.05)),
        bottom_jitter_rad=float(rng.uniform(0.2, 1.2)) * RAD_PER_DEG,
        lift_family=FAMILIES[rng.integers(len(FAMILIES))],
        lower_family=FAMILIES[rng.integers(len(FAMILIES))],
        tremor_rad=float(rng.uniform(0.002, 0.014)) * RAD_PER_DEG,
        wander_rad=float(rng.uniform(0.06, 0.35)) * RAD_PER_DEG,
        sway_mps2=float(rng.uniform(0.01, 0.12)),
        settle=max(0.0, float(rng.uniform(-0.05, 0.05))),
        breath_hz=float(rng.uniform(0.2, 0.3)),
        breath_rad=float(rng.uniform(0.05, 0.4)) * RAD_PER_DEG,
        tilt_rotvec=(float(tilt[0]), float(tilt[1]), float(tilt[2])),
        cross_axis=float(rng.uniform(0.02, 0.1)),
        coupling=(float(coupling[0]), float(coupling[1])),
        sag=float(rng.uniform(0.0, 0.02)),
        landing=float(rng.uniform(0.3, 1.8)),
        size=float(rng.uniform(0.88, 1.12)),
        step_hz=float(rng.uniform(1.7, 2.1)),
        stride=float(rng.uniform(0.8, 1.3)),
    )
