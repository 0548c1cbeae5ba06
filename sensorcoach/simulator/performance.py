"""A plan carried out by a person: the readings of an ideal sensor, and the truth."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.events import Side
from sensorcoach.exercises.exercise import Exercise, Placement, Posture
from sensorcoach.simulator.body import Body, make_body
from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.life import Life
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.physics import ExactSignal, sense_exactly
from sensorcoach.simulator.plan import Rest, SessionPlan, SetPlan
from sensorcoach.simulator.rep_shape import choose_range_rad, make_set_means
from sensorcoach.simulator.stage import SegmentMotion, Stage
from sensorcoach.simulator.truth import TruePosture, TrueSet, Truth
from sensorcoach.simulator.unsteadiness import make_sway, make_unsteadiness
from sensorcoach.simulator.working_set import WorkingSet


@dataclass(frozen=True, slots=True)
class Performance:
    """The movement, the ideal sensor's readings `felt` on the fine grid, and the truth; time 0 is the first step."""

    plan: SessionPlan
    person: Person
    movement: SegmentMotion
    felt: ExactSignal
    truth: Truth

    @property
    def duration_s(self) -> float:
        """Duration of the whole session."""
        return len(self.felt) / FINE_HZ


def perform(plan: SessionPlan, person: Person, seed: int, mount: Rotation | None = None) -> Performance:
    """Carry out a plan; the same seed gives the same session.

    `mount`: mounting of the sensor on the segment (segment from sensor); without it any, evenly over SO(3).
    """
    return _Performer(plan, person, seed, mount).run()


def posture_for_set(exercise: Exercise, placement: Placement, side: Side | None) -> str:
    """Return the posture of a set of the exercise; in side-lying work the working leg is the upper one."""
    if exercise.posture is Posture.SIDE_LYING:
        return "right side" if side is Side.LEFT else "left side"
    if exercise.posture is Posture.ANY:
        return "upright" if placement is Placement.PELVIS else "supine"
    return exercise.posture.value.replace("-", " ")


def draw_orientation(rng: np.random.Generator) -> Rotation:
    """Draw an orientation, all equally likely (four normal values as a quaternion; Shoemake 1992)."""
    return Rotation.from_quat(rng.normal(size=4))


class _Performer:
    """Goes through a plan from walking in to getting up."""

    def __init__(self, plan: SessionPlan, person: Person, seed: int, mount: Rotation | None) -> None:
        self._plan = plan
        self._person = person
        self._seed = seed
        self._rng = np.random.default_rng([seed, 1])
        mounting = np.random.default_rng([seed, 2])
        drawn = (draw_orientation(mounting), draw_orientation(mounting))
        self._mounts = drawn if mount is None else (mount, mount)
        """Mounting of the sensor on either leg."""
        self._ranges = [choose_range_rad(plan.exercise, plan.placement, person, s.style, self._rng) for s in plan.sets]
        self._bodies = [self._make_body(s, r) for s, r in zip(plan.sets, self._ranges, strict=True)]
        upright = Rotation.from_rotvec(person.tilt)
        self._postures: list[TruePosture] = []
        """The postures so far, with their times."""
        stage = Stage(upright, self._mounts[0])
        self._life = Life(stage, person, plan.placement, self._rng)
        self._stage = stage

    def run(self) -> Performance:
        self._begin()
        sets = tuple(self._perform_set(index) for index in range(len(self._plan.sets)))
        self._end()
        movement = self._add_unsteadiness(self._stage.finish(self._bodies[0].lever_m * self._person.size))
        return Performance(
            self._plan, self._person, movement, sense_exactly(movement), Truth(sets, tuple(self._postures))
        )

    def _make_body(self, planned: SetPlan, range_rad: float) -> Body:
        return make_body(self._plan.exercise, self._plan.placement, range_rad, planned.side, self._person.tilt)

    def _note_posture(self, posture: str, start_s: float) -> None:
        """Note a posture of the body from `start_s` until now."""
        self._postures.append(TruePosture(posture, start_s, self._stage.now_s))

    def _name_posture(self, index: int) -> str:
        return posture_for_set(self._plan.exercise, self._plan.placement, self._plan.sets[index].side)

    def _begin(self) -> None:
        rng, life = self._rng, self._life
        if self._plan.arrive:
            life.still(rng.uniform(0.8, 2.0), 0.8)
            life.walk(rng.uniform(4.0, 9.0) if self._plan.walk_in_s is None else self._plan.walk_in_s)
            life.still(rng.uniform(0.4, 1.5), 0.8)
            self._note_posture("upright", 0.0)
            life.get_down(self._bodies[0])
            life.fidget(rng.uniform(0.5, 4.0))
            life.settle(self._bodies[0].bottom)
        else:
            self._stage.posture = self._bodies[0].bottom
        start_s = self._stage.now_s
        life.still(self._plan.lead_s)
        self._note_posture(self._name_posture(0), start_s)

    def _perform_set(self, index: int) -> TrueSet:
        planned, body = self._plan.sets[index], self._bodies[index]
        means = make_set_means(self._plan.exercise, self._person, planned.style, self._ranges[index], self._rng)
        working = WorkingSet(self._stage, body, means, self._plan.placement, self._rng)
        start_s = self._stage.now_s
        done = working.perform(index + 1, planned)
        self._note_posture(self._name_posture(index), start_s)
        if index + 1 < len(self._plan.sets):
            self._rest(index)
        return done

    def _rest(self, index: int) -> None:
        """Rest after set `index`, then get into the posture of the next set."""
        planned, body, following = self._plan.sets[index], self._bodies[index], self._bodies[index + 1]
        life, start_s = self._life, self._stage.now_s
        match planned.rest:
            case Rest.STILL:
                life.still(planned.rest_s)
                self._note_posture(self._name_posture(index), start_s)
            case Rest.FIDGET:
                life.fidget(planned.rest_s)
                self._note_posture(self._name_posture(index), start_s)
            case Rest.SIT_UP:
                life.turn_to(body.sitting, self._rng.uniform(1.2, 2.2))
                start_s = self._stage.now_s
                life.fidget(max(1.0, planned.rest_s - 6.0))
                self._note_posture("sitting", start_s)
            case Rest.WALK:
                life.get_up(body)
                start_s = self._stage.now_s
                life.walk(max(3.0, planned.rest_s - 12.0))
                self._note_posture("upright", start_s)
                life.get_down(following)
        changes = planned.side is not self._plan.sets[index + 1].side
        if changes or planned.rest is not Rest.STILL:
            if changes and self._plan.placement is Placement.THIGH:
                life.rewear(self._mounts[(index + 1) % 2])
            life.settle(following.bottom)
            start_s = self._stage.now_s
            life.still(self._rng.uniform(1.5, 3.0))
            self._note_posture(self._name_posture(index + 1), start_s)

    def _add_unsteadiness(self, movement: SegmentMotion) -> SegmentMotion:
        rng = np.random.default_rng([self._seed, 3])
        trembling = make_unsteadiness(rng, movement.tension, self._person)
        swaying = make_sway(rng, movement.tension, self._person)
        return replace(
            movement,
            shake_rotvec=movement.shake_rotvec + trembling,
            jolt_mps2=movement.jolt_mps2 + swaying,
        )

    def _end(self) -> None:
        start_s = self._stage.now_s
        self._life.still(self._plan.tail_s)
        self._note_posture(self._name_posture(-1), start_s)
        if self._plan.leave:
            self._life.fidget(self._rng.uniform(0.5, 3.0))
            self._life.get_up(self._bodies[-1])
            start_s = self._stage.now_s
            self._life.still(self._rng.uniform(0.4, 1.2), 0.8)
            self._life.walk(self._rng.uniform(3.0, 7.0))
            self._note_posture("upright", start_s)
