"""One set put on the stage: the reps one after another, and their truth."""

from dataclasses import dataclass, replace

import numpy as np

from sensorcoach.exercises.exercise import Placement, Sides
from sensorcoach.samples import FloatArray
from sensorcoach.simulator.body import Body
from sensorcoach.simulator.contact import add_impact, draw_upward
from sensorcoach.simulator.grid import FINE_HZ, count_steps, fade_in_and_out, hump
from sensorcoach.simulator.plan import Fault, SetPlan
from sensorcoach.simulator.profiles import find_phase_edges, phase_path
from sensorcoach.simulator.rep_shape import RepShape, SetMeans, make_rep_shape
from sensorcoach.simulator.stage import Stage
from sensorcoach.simulator.truth import TrueRep, TrueSet, list_warnings
from sensorcoach.simulator.unsteadiness import make_band_noise
from sensorcoach.units import RAD_PER_DEG

_OTHER_SIDE_RAD = 3.5 * RAD_PER_DEG
"""Lean of the worn thigh while the other leg does its rep."""

_MOVING_TENSION = 1.5
_SETTLE_S = 0.7
"""Longest overshoot with its return; the lift ends in its middle. A quick lift limits it to 1.8 times its time."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A rep on the grid: angle (n,), progress of the lift (n,) from 0 to 1, effort of the body (n,).

    The lowering is from step `lower_from` to `lower_to`.
    """

    angle_rad: FloatArray
    progress: FloatArray
    tension: FloatArray
    lower_from: int
    lower_to: int


class WorkingSet:
    """Performs a set on a stage."""

    def __init__(
        self, stage: Stage, body: Body, means: SetMeans, placement: Placement, rng: np.random.Generator
    ) -> None:
        self._stage = stage
        self._body = body
        self._means = means
        self._alternates = means.exercise.sides is Sides.ALTERNATE and placement is Placement.THIGH
        self._rng = rng
        self._across = find_perpendiculars(body.axis)
        self._bottom_rad = 0.0
        """Angle of the segment now; the first rep begins on the floor."""

    def perform(self, number: int, plan: SetPlan) -> TrueSet:
        """Perform all reps of the plan; return the truth."""
        reps: list[TrueRep] = []
        for index, fault in enumerate(plan.reps):
            last = index == len(plan.reps) - 1
            shape = make_rep_shape(self._means, fault, self._rng)
            if last:
                shape = replace(shape, next_bottom_rad=0.0, rest_s=max(0.6, shape.rest_s))
            stretch = self._make_stretch(shape)
            reps.append(self._make_true_rep(index + 1, stretch, fault, plan))
            self._add_to_stage(shape, stretch)
            if self._alternates and not last:
                self._add_other_side(shape)
        return TrueSet(number, plan.style, tuple(reps), plan.side)

    def _make_true_rep(self, number: int, stretch: _Stretch, fault: Fault | None, plan: SetPlan) -> TrueRep:
        angle_rad, start_s = stretch.angle_rad, self._stage.now_s
        top = int(np.argmax(angle_rad))
        lift_start, lift_end = find_phase_edges(angle_rad[: top + 1])
        lower_start, lower_end = find_phase_edges(angle_rad[stretch.lower_from : stretch.lower_to])
        return TrueRep(
            number=number,
            lift_start_s=start_s + lift_start / FINE_HZ,
            top_s=start_s + lift_end / FINE_HZ,
            lower_s=start_s + (stretch.lower_from + lower_start) / FINE_HZ,
            end_s=start_s + (stretch.lower_from + lower_end) / FINE_HZ,
            rom_rad=float(angle_rad[top]) - self._bottom_rad,
            faults=list_warnings(fault, plan.style),
            fault=fault,
            side=plan.side,
        )

    def _add_to_stage(self, shape: RepShape, stretch: _Stretch) -> None:
        self._stage.add(
            len(stretch.angle_rad),
            lift=stretch.angle_rad[:, None] * self._body.axis,
            shake=self._cross_axis(shape, stretch),
            jolt=self._landing(shape, len(stretch.angle_rad)),
            tension=stretch.tension,
        )
        self._bottom_rad = shape.next_bottom_rad

    def _make_stretch(self, shape: RepShape) -> _Stretch:
        up = phase_path(shape.lift, count_steps(shape.lift_s))
        held = np.ones(count_steps(shape.hold_s))
        down = 1.0 - phase_path(shape.lower, count_steps(shape.lower_s))
        rest = np.zeros(count_steps(shape.rest_s))
        sunk_rad = self._sink(shape)
        sinking = sunk_rad * constant_speed_path(len(held))
        angle_rad = np.concatenate(
            [
                self._bottom_rad + (shape.top_rad - self._bottom_rad) * up,
                shape.top_rad - sinking,
                shape.next_bottom_rad + (shape.top_rad - sunk_rad - shape.next_bottom_rad) * down,
                np.full(len(rest), shape.next_bottom_rad),
            ]
        )
        angle_rad += self._settling(shape, len(angle_rad))
        moving = np.abs(np.diff(angle_rad, append=angle_rad[-1])) > 1e-6
        tension = np.where(moving, _MOVING_TENSION, 1.0)
        tension[len(angle_rad) - len(rest) :] = 0.2 if shape.landing_mps2 > 0.0 else 0.7
        before = len(up) + len(held)
        progress = np.concatenate([up, held, down, rest])
        return _Stretch(angle_rad, progress, tension * self._means.effort, before, before + len(down))

    def _sink(self, shape: RepShape) -> float:
        """Return the sinking of the hold, slower than a lowering."""
        peak_radps = 1.9 * (shape.top_rad - shape.next_bottom_rad) / shape.lower_s
        usual_rad = min(self._means.person.sag * peak_radps * shape.hold_s, 0.1 * shape.top_rad)
        return usual_rad + shape.sunk * shape.top_rad

    def _cross_axis(self, shape: RepShape, stretch: _Stretch) -> FloatArray:
        """Return the movement off the axis: a steady coupling to the lift, and a bend within each phase."""
        size_rad = abs(shape.top_rad)
        steady = np.asarray(self._means.person.coupling) @ self._across
        bow = self._across[0] if self._rng.uniform() < 0.5 else self._across[1]
        swing = np.sin(np.pi * stretch.progress)
        return size_rad * (stretch.progress[:, None] * steady + shape.off_axis * swing[:, None] * bow)

    def _settling(self, shape: RepShape, count: int) -> FloatArray:
        """Return a little overshoot at the end of the lift, taken back in the hold; none where the hold is short."""
        track = np.zeros(count)
        length = count_steps(min(_SETTLE_S, 1.8 * shape.lift_s))
        begin = count_steps(shape.lift_s) - length // 2
        if shape.hold_s > _SETTLE_S and begin > 0:
            track[begin : begin + length] = hump(length) * shape.settle * shape.top_rad
        return track

    def _landing(self, shape: RepShape, count: int) -> FloatArray:
        jolt = np.zeros((count, 3))
        if shape.landing_mps2 > 0.0:
            at = count - count_steps(shape.rest_s) - count_steps(0.06 * shape.lower_s)
            ring_hz = float(self._rng.uniform(12.0, 25.0))
            add_impact(
                jolt, at, shape.landing_mps2, draw_upward(self._rng), ring_hz, float(self._rng.uniform(0.015, 0.035))
            )
        return jolt

    def _add_other_side(self, shape: RepShape) -> None:
        """Add the rep of the other leg, during which the worn leg only leans a little."""
        count = count_steps(shape.lift_s + shape.hold_s + shape.lower_s + 0.6)
        sway = self._rng.normal(0.0, 1.0, 3)
        sway *= _OTHER_SIDE_RAD * self._rng.uniform(0.3, 1.0) / np.linalg.norm(sway)
        ripple = 0.35 * RAD_PER_DEG * make_band_noise(self._rng, count, 0.5, 3.0)
        lean = fade_in_and_out(count, 1.2 * shape.lift_s)[:, None]
        jolt = np.zeros((count, 3))
        add_impact(jolt, int(0.92 * count), float(self._rng.uniform(0.2, 1.5)), draw_upward(self._rng))
        self._stage.add(
            count,
            lift=np.full((count, 1), self._bottom_rad) * self._body.axis,
            shake=lean * (sway + ripple),
            jolt=jolt,
            tension=0.8,
        )


def constant_speed_path(count: int) -> FloatArray:
    """Return a path from 0 to 1 at constant speed, faded in and out over the first and last tenth."""
    if count == 0:
        return np.zeros(0)
    speed = fade_in_and_out(count, 0.1 * count / FINE_HZ)
    done = np.cumsum(speed)
    return done / done[-1]


def find_perpendiculars(axis: FloatArray) -> FloatArray:
    """Return two unit vectors (2, 3), perpendicular to the lift's axis and to each other."""
    first = np.cross(axis, (0.3, 0.4, 0.85))
    first /= np.linalg.norm(first)
    return np.vstack([first, np.cross(axis, first)])
