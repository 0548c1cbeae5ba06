"""The person in a scene: performs the script, and keeps the truth."""

from dataclasses import replace

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.events import Side
from sensorcoach.exercises.exercise import Bottom, Exercise, Placement, Sides
from sensorcoach.samples import FloatArray
from sensorcoach.simulator.body import make_body
from sensorcoach.simulator.contact import add_impact, draw_upward
from sensorcoach.simulator.daily_life import DailyLife
from sensorcoach.simulator.grid import FINE_HZ, count_steps, fade_in_and_out, hump, minimum_jerk_path
from sensorcoach.simulator.performance import draw_orientation
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.plan import Style
from sensorcoach.simulator.profiles import find_phase_edges
from sensorcoach.simulator.rep_shape import choose_range_rad
from sensorcoach.simulator.scenes.held_stage import HeldStage
from sensorcoach.simulator.scenes.lift import Lift, LiftTrack, leg_extension, make_track
from sensorcoach.simulator.truth import TrueRep, TrueSet
from sensorcoach.simulator.unsteadiness import make_band_noise
from sensorcoach.simulator.working_set import find_perpendiculars
from sensorcoach.units import RAD_PER_DEG

_EXTENDED_ROLL_DEG = 5.0
"""Tilt of the pelvis to the side of the extended leg."""
_SHORTEST_S = 0.12
"""Shortest phase, however much a person's pace varies."""


class Actor(DailyLife):
    """A person at home with a sensor. `lift` and `note` keep the truth; all else is daily life."""

    def __init__(
        self,
        exercise: Exercise,
        placement: Placement,
        person: Person,
        rng: np.random.Generator,
        range_deg: float | None,
    ) -> None:
        upright = Rotation.from_rotvec(person.tilt)
        self.held_stage = HeldStage(upright, draw_orientation(rng))
        super().__init__(self.held_stage, person, placement, rng)
        own_rad = choose_range_rad(exercise, placement, person, Style.USUAL, rng)
        self.range_rad = own_rad if range_deg is None else range_deg * RAD_PER_DEG
        self._exercise = exercise
        self.side = None if exercise.sides is Sides.BOTH else Side.LEFT
        self.body = make_body(exercise, placement, self.range_rad, self.side, person.tilt)
        self._share = 0.0
        """Share of the lift at which the segment is now."""
        self._profiles = (person.lift_family(rng), person.lower_family(rng))
        self._reps: list[TrueRep] = []
        """Reps of the set in progress."""
        self.sets: list[TrueSet] = []
        """The finished sets."""

    @property
    def rng(self) -> np.random.Generator:
        return self._rng

    @property
    def person(self) -> Person:
        return self._person

    def begin_at(self, share: float) -> None:
        """The recording begins in the posture of the exercise, lifted by this share of the range."""
        self.stage.posture = self.body.bottom
        self._keep(share)

    def finish_set(self) -> None:
        """Make a set of the lifts since the last set."""
        if self._reps:
            self.sets.append(TrueSet(len(self.sets) + 1, Style.USUAL, tuple(self._reps), self.side))
            self._reps = []

    def turn_to(self, posture: Rotation, duration_s: float, fall_m: float = 0.0) -> None:
        """Moves into another posture; the next lift begins there."""
        super().turn_to(posture, duration_s, fall_m)
        self._share = 0.0

    def move_to(self, share: float, duration_s: float) -> None:
        """Raises or lowers the segment without a rep, as in getting ready."""
        way = self._share + (share - self._share) * minimum_jerk_path(count_steps(duration_s))
        self.stage.add(len(way), lift=self._rotvec(way), tension=1.0)
        self._keep(share)

    def lift(self, asked: Lift) -> None:
        """Performs one lift, with this person's variation."""
        lift = self._varied(asked)
        track = make_track(lift, self._share, self._profiles)
        whole = track.whole()
        if lift.counts:
            self._note(track)
        slipped = Rotation.from_rotvec(self._towards(lift.slip_deg)) if lift.slip_deg else None
        self.stage.add(
            len(whole),
            lift=self._rotvec(whole),
            shake=self._aside(lift, track),
            jolt=self._landing(lift, track),
            mount_to=None if slipped is None else self.stage.mount * slipped,
            tension=np.where(np.abs(np.diff(whole, append=whole[-1])) > 1e-7, 1.5, 0.8),
        )
        self._keep(lift.bottom)

    def note(self, times_s: tuple[float, float, float, float], rom_rad: float) -> None:
        """Note a rep: lift start, hold start, lower start and end, seconds."""
        self._reps.append(TrueRep(len(self._reps) + 1, *times_s, rom_rad, side=self.side))

    def change_side(self) -> None:
        """Change the working side; in side-lying work the body turns over with it."""
        self.side = Side.RIGHT if self.side is Side.LEFT else Side.LEFT
        self.body = make_body(self._exercise, self._placement, self.range_rad, self.side, self._person.tilt)

    def _note(self, track: LiftTrack) -> None:
        start_s = self.stage.now_s
        up_from, up_to = find_phase_edges(track.up)
        down_from, down_to = find_phase_edges(track.down)
        before = len(track.up) + len(track.hold)
        times_s = (
            start_s + up_from / FINE_HZ,
            start_s + up_to / FINE_HZ,
            start_s + (before + down_from) / FINE_HZ,
            start_s + (before + down_to) / FINE_HZ,
        )
        top = float(np.max(np.concatenate([track.up, track.hold])))
        self.note(times_s, (top - self._share) * self.range_rad)

    def _varied(self, lift: Lift) -> Lift:
        pace, extent = self._person.tempo_jitter, self._person.range_jitter
        up_s, hold_s, down_s, rest_s = (
            max(_SHORTEST_S, asked_s * self._about_one(pace)) if asked_s else 0.0
            for asked_s in (lift.up_s, lift.hold_s, lift.down_s, lift.rest_s)
        )
        reach = lift.reach * self._about_one(extent)
        return replace(lift, up_s=up_s, hold_s=hold_s, down_s=down_s, rest_s=rest_s, reach=reach)

    def _about_one(self, spread: float) -> float:
        return 1.0 + spread * float(np.clip(self._rng.normal(), -2.0, 2.0))

    def _keep(self, share: float) -> None:
        self._share = share
        self.held_stage.held = share * self.range_rad * self.body.axis

    def _rotvec(self, share: FloatArray) -> FloatArray:
        return share[:, None] * self.range_rad * self.body.axis

    def _towards(self, size_deg: float) -> FloatArray:
        axis = self._rng.normal(size=3)
        return size_deg * RAD_PER_DEG * axis / np.linalg.norm(axis)

    def _aside(self, lift: Lift, track: LiftTrack) -> FloatArray:
        """Return the movement off the axis: the person's coupling to each lift, an extended leg, and a wobble."""
        whole = track.whole()
        across = find_perpendiculars(self.body.axis)
        mirror = -1.0 if self.side is Side.RIGHT else 1.0
        steady = mirror * np.asarray(self._person.coupling) @ across
        bow = self._person.cross_axis * self._rng.uniform(-1.0, 1.0) * across[self._rng.integers(2)]
        through = np.clip(whole, 0.0, 1.5)
        aside = self.range_rad * (through[:, None] * steady + np.sin(np.pi * through)[:, None] * bow)
        if lift.extends:
            held = slice(len(track.up), len(track.up) + len(track.hold))
            tip_rad = mirror * _EXTENDED_ROLL_DEG * RAD_PER_DEG
            aside[held] += tip_rad * leg_extension(len(track.hold))[:, None] * across[0]
        if lift.wobble_deg:
            size_rad = lift.wobble_deg * RAD_PER_DEG * np.clip(through, 0.0, 1.0)[:, None]
            aside += size_rad * make_band_noise(self._rng, len(whole), 0.2, 2.0, slope=1.0)
        return aside * fade_in_and_out(len(whole), min(0.3, 0.15 * len(whole) / FINE_HZ))[:, None]

    def _landing(self, lift: Lift, track: LiftTrack) -> FloatArray:
        jolt = np.zeros((len(track.whole()), 3))
        usual = self._person.landing * float(self._rng.lognormal(-0.3, 0.7))
        lands = self._exercise.bottom is not Bottom.HOVER and lift.bottom == 0.0
        size_mps2 = lift.landing_mps2 if lift.landing_mps2 is not None else (usual if lands else 0.0)
        if size_mps2:
            at = len(track.up) + len(track.hold) + int(0.94 * len(track.down))
            ring_hz = float(self._rng.uniform(12.0, 25.0))
            decay_s = float(self._rng.uniform(0.015, 0.035))
            size_mps2 *= float(self._rng.uniform(0.7, 1.3))
            add_impact(jolt, at, size_mps2, draw_upward(self._rng), ring_hz, decay_s)
        return jolt

    def bow_and_travel(self, way_m: float, bow_deg: float, duration_s: float) -> None:
        """Sinks or rises by `way_m` while the trunk bows and straightens, as in a squat."""
        count = count_steps(duration_s)
        bow = np.zeros((count, 3))
        bow[:, 1] = bow_deg * RAD_PER_DEG * hump(count)
        wobble = 1.0 * RAD_PER_DEG * make_band_noise(self._rng, count, 0.4, 2.0) * hump(count)[:, None]
        joint = np.zeros((count, 3))
        joint[:, 2] = way_m * np.cumsum(hump(count)) / hump(count).sum()
        self.stage.add(count, shake=bow + wobble, joint=joint, tension=1.2)
