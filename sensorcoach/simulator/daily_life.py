"""Daily life without sets: activities in standing, sitting and lying, and the changes between them.

Angles are bows about y as in `exercises/exercise.py`: an upright pelvis is at 0°, a sitting thigh at -90°.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.exercises.exercise import Placement
from sensorcoach.simulator.contact import add_impact, draw_upward
from sensorcoach.simulator.gait import jolts_mps2, make_steps, pelvis_path_m, stair_turns_rad
from sensorcoach.simulator.grid import FINE_HZ, count_steps, fade_in_and_out, hump, minimum_jerk_path
from sensorcoach.simulator.life import Life
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.stage import Stage
from sensorcoach.simulator.unsteadiness import make_band_noise
from sensorcoach.units import RAD_PER_DEG

_SEAT_M = 0.36
"""Height of the pelvis in standing above that in sitting."""
_BED_M = 0.1
"""Height of sitting on the edge of the bed above lying."""
_STEP_M = 0.17
"""Height of a stair."""


class Place(StrEnum):
    """The place of the body."""

    STANDING = "standing"
    SITTING = "sitting"
    LYING = "lying"


@dataclass(frozen=True, slots=True)
class _PlacementMotion:
    """The movements of a placement: angles in degrees.

    `sitting_deg`: bow when seated. `rising_deg`: bow on the way there and back. `bending_deg`: range of bending down.
    `seat_m`: descent to a seat. `pedal_deg`, `stair_deg`: swing in pedalling and climbing.
    """

    sitting_deg: tuple[float, float]
    rising_deg: tuple[float, float]
    bending_deg: tuple[float, float]
    seat_m: float
    pedal_deg: float
    stair_deg: float


_WORN = {
    Placement.PELVIS: _PlacementMotion((-25.0, 0.0), (15.0, 40.0), (15.0, 70.0), _SEAT_M, 2.5, 5.0),
    Placement.THIGH: _PlacementMotion((-95.0, -75.0), (-5.0, 8.0), (-25.0, 5.0), 0.1, 20.0, 25.0),
}


class DailyLife(Life):
    """A person about the house. Each method ends in stillness at `place`."""

    def __init__(self, stage: Stage, person: Person, placement: Placement, rng: np.random.Generator) -> None:
        super().__init__(stage, person, placement, rng)
        self._worn = _WORN[placement]
        self.place = Place.STANDING

    def sit_down(self) -> None:
        """Bows forward, sinks on to a seat, leans back."""
        self._rise_or_sink(self._draw_sitting(*self._worn.sitting_deg), -self._worn.seat_m, landing_mps2=2.0)
        self.place = Place.SITTING

    def stand_up(self) -> None:
        """Bows forward, rises, straightens."""
        self._rise_or_sink(self._draw_near(self._upright, 3.0), self._worn.seat_m, landing_mps2=0.5)
        self.place = Place.STANDING

    def lie_down(self) -> None:
        """From the seat on to the back, the belly or a side."""
        self.turn_to(self._draw_lying(), self._pace(2.0), _BED_M)
        self.place = Place.LYING

    def sit_up(self) -> None:
        """From lying to the edge of the bed."""
        self.turn_to(self._draw_sitting(*self._worn.sitting_deg), self._pace(1.6), -_BED_M)
        self.place = Place.SITTING

    def roll_over(self) -> None:
        """Into another way of lying."""
        self.turn_to(self._draw_lying(), self._pace(1.8))

    def bend_down(self) -> None:
        """Picks something up or ties a shoe: bows forward, stays, straightens."""
        size_rad = self._rng.uniform(*self._worn.bending_deg) * RAD_PER_DEG
        out, stay, back = (count_steps(self._pace(usual_s)) for usual_s in (1.2, 1.0, 1.2))
        way = np.concatenate([minimum_jerk_path(out), np.ones(stay), 1.0 - minimum_jerk_path(back)])
        axis = np.array([0.0, 1.0, 0.0]) + self._rng.normal(0.0, 0.25, 3)
        wobble = 1.5 * RAD_PER_DEG * make_band_noise(self._rng, len(way), 0.4, 2.0) * way[:, None]
        sunk = -self._rng.uniform(0.0, 0.25) * way
        joint = np.column_stack([-0.1 * way, np.zeros(len(way)), sunk])
        self.stage.add(len(way), shake=size_rad * way[:, None] * axis + wobble, joint=joint, tension=0.9)

    def reach(self) -> None:
        """Reaches for something: leans one way and comes back."""
        count = count_steps(self._pace(2.2))
        size_rad = self._rng.uniform(3.0, 14.0) * RAD_PER_DEG
        axis = self._rng.normal(size=3)
        lean = hump(count)[:, None] * size_rad * axis / np.linalg.norm(axis)
        ripple = 0.08 * size_rad * make_band_noise(self._rng, count, 0.6, 3.0) * hump(count)[:, None]
        self.stage.add(count, shake=lean + ripple, tension=0.8)

    def scratch(self) -> None:
        """A hand's quick to and fro shakes the segment a little."""
        count = count_steps(self._pace(2.0))
        rate_hz = self._rng.uniform(2.5, 5.0)
        sway = np.sin(2.0 * np.pi * rate_hz * np.arange(count) / FINE_HZ) * fade_in_and_out(count, 0.3)
        axis = self._rng.normal(size=3)
        size_rad = self._rng.uniform(0.2, 1.5) * RAD_PER_DEG
        self.stage.add(count, shake=size_rad * sway[:, None] * axis, tension=0.6)

    def pedal(self, duration_s: float) -> None:
        """Pedals, or bounces a knee: regular and smooth, uneven only in pace and vigour."""
        count = count_steps(duration_s)
        pace_hz = self._rng.uniform(0.7, 1.4) * (1.0 + 0.06 * make_band_noise(self._rng, count, 0.05, 0.4)[:, 0])
        phase = 2.0 * np.pi * np.cumsum(pace_hz) / FINE_HZ
        vigour = fade_in_and_out(count, 2.0) * (1.0 + 0.12 * make_band_noise(self._rng, count, 0.05, 0.5)[:, 0])
        size_rad = self._worn.pedal_deg * self._rng.uniform(0.7, 1.2) * RAD_PER_DEG
        swing = np.column_stack([0.15 * np.sin(phase + 1.0), np.sin(phase), 0.1 * np.sin(phase + 2.0)])
        joint = np.column_stack([0.004 * np.sin(phase), 0.006 * np.sin(phase), 0.004 * np.sin(2.0 * phase)])
        self.stage.add(count, shake=size_rad * vigour[:, None] * swing, joint=joint * vigour[:, None], tension=0.8)

    def climb(self, stairs: int) -> None:
        """Climbs this number of stairs (down if negative): one step each, slower and higher than walking."""
        step_hz = self._person.step_hz * float(self._rng.uniform(0.7, 0.9))
        count = count_steps(abs(stairs) / step_hz)
        walked = make_steps(self._rng, count, step_hz, 0.8)
        phase = walked.phase
        swing_deg = self._worn.stair_deg * float(self._rng.uniform(0.8, 1.2))
        turn = stair_turns_rad(self._rng, self._placement, walked, swing_deg)
        rise = phase - phase[0] - np.sin(2.0 * np.pi * phase) / (2.0 * np.pi)
        joint = self._person.size * pelvis_path_m(self._rng, walked)
        joint[:, 2] += np.sign(stairs) * _STEP_M * rise
        self.stage.add(count, shake=turn, joint=joint, jolt=jolts_mps2(self._rng, self._placement, walked), tension=1.0)

    def _rise_or_sink(self, posture: Rotation, rise_m: float, landing_mps2: float) -> None:
        count = count_steps(self._pace(1.8))
        bow_rad = self._rng.uniform(*self._worn.rising_deg) * RAD_PER_DEG
        bow = np.zeros((count, 3))
        bow[:, 1] = bow_rad * hump(count)
        wobble = 2.0 * RAD_PER_DEG * make_band_noise(self._rng, count, 0.4, 2.0) * hump(count)[:, None]
        joint = np.zeros((count, 3))
        begun = int(count * self._rng.uniform(0.1, 0.4))
        joint[begun:, 2] = rise_m * self._rng.uniform(0.8, 1.15) * minimum_jerk_path(count - begun)
        jolt = np.zeros((count, 3))
        size_mps2 = landing_mps2 * float(self._rng.uniform(0.2, 2.0))
        add_impact(jolt, int(0.93 * count), size_mps2, draw_upward(self._rng, 0.3))
        self.stage.add(count, to=posture, shake=bow + wobble, joint=joint, jolt=jolt, tension=1.0)

    def _draw_sitting(self, low_deg: float, high_deg: float) -> Rotation:
        bow = Rotation.from_euler("y", self._rng.uniform(low_deg, high_deg), degrees=True)
        return self._draw_near(self._upright * bow, 4.0)

    def _draw_lying(self) -> Rotation:
        """On the back, the belly or a side, legs more or less straight."""
        bow_deg, roll_deg = ((-90.0, 0.0), (85.0, 0.0), (0.0, 85.0), (0.0, -85.0))[self._rng.integers(4)]
        lying = Rotation.from_euler("x", roll_deg, degrees=True) * Rotation.from_euler("y", bow_deg, degrees=True)
        if roll_deg:
            lying = Rotation.from_euler("z", self._rng.uniform(-180.0, 180.0), degrees=True) * lying
        return self._draw_near(lying, 8.0)

    def _draw_near(self, posture: Rotation, spread_deg: float) -> Rotation:
        return posture * Rotation.from_rotvec(self._rng.normal(0.0, spread_deg * RAD_PER_DEG, 3))
