"""Life around the sets: walking in, getting into posture, rolling, fidgeting, lying still, getting up."""

import numpy as np
from scipy.spatial.transform import Rotation

from sensorcoach.exercises.exercise import Placement
from sensorcoach.simulator.body import Body
from sensorcoach.simulator.contact import add_impact, draw_upward
from sensorcoach.simulator.gait import Steps, jolts_mps2, make_steps, pelvis_path_m, segment_turns_rad
from sensorcoach.simulator.grid import count_steps, fade_in_and_out, hump, minimum_jerk_path
from sensorcoach.simulator.person import Person
from sensorcoach.simulator.stage import Stage
from sensorcoach.simulator.unsteadiness import make_band_noise
from sensorcoach.units import RAD_PER_DEG

_STANDING_TENSION = 0.8
_RESTING_TENSION = 0.15


class Life:
    """A person who moves about, with a sensor at a placement; each method adds one stretch of motion to the stage."""

    def __init__(self, stage: Stage, person: Person, placement: Placement, rng: np.random.Generator) -> None:
        self.stage = stage
        self._person = person
        self._placement = placement
        self._rng = rng
        self._upright = stage.posture

    def still(self, duration_s: float, tension: float = _RESTING_TENSION) -> None:
        """Lies or stands still."""
        self.stage.add(count_steps(duration_s), tension=tension)

    def walk(self, duration_s: float) -> None:
        """Walks about upright, about two steps a second (`gait.py`)."""
        count = count_steps(duration_s)
        walked = make_steps(self._rng, count, self._person.step_hz)
        vigorous = Steps(walked.phase, self._person.stride * walked.vigour)
        self.stage.add(
            count,
            shake=segment_turns_rad(self._rng, self._placement, vigorous),
            joint=self._person.size * pelvis_path_m(self._rng, vigorous),
            jolt=jolts_mps2(self._rng, self._placement, vigorous),
            tension=_STANDING_TENSION,
        )

    def turn_to(self, posture: Rotation, duration_s: float, fall_m: float = 0.0) -> None:
        """Moves into another posture, `fall_m` lower, with a wobble and the impacts of a knee or a hand."""
        count = count_steps(duration_s)
        wobble = (
            4.0
            * RAD_PER_DEG
            * make_band_noise(self._rng, count, 0.4, 2.0)
            * fade_in_and_out(count, duration_s / 3)[:, None]
        )
        jolt = np.zeros((count, 3))
        for _ in range(self._rng.integers(1, 4)):
            size = float(self._rng.uniform(0.5, 4.0))
            add_impact(jolt, int(count * self._rng.uniform(0.2, 0.95)), size, draw_upward(self._rng, 0.5))
        aside = np.append(self._rng.normal(0.0, 0.12, 2), -fall_m)
        joint = minimum_jerk_path(count)[:, None] * aside
        self.stage.add(count, to=posture, shake=wobble, joint=joint, jolt=jolt, tension=1.0)

    def get_down(self, body: Body) -> None:
        """From standing into the exercise's posture."""
        fall_m = body.below_standing_m * self._person.size / (len(body.way_down) + 1)
        for posture in body.way_down:
            self.turn_to(posture, self._pace(1.4), fall_m)
            self.still(self._pace(0.6), 0.6)
        self.turn_to(body.bottom, self._pace(1.8), fall_m)

    def get_up(self, body: Body) -> None:
        """From the exercise's posture to standing."""
        rise_m = body.below_standing_m * self._person.size / (len(body.way_down) + 1)
        for posture in reversed(body.way_down):
            self.turn_to(posture, self._pace(1.3), -rise_m)
            self.still(self._pace(0.5), 0.6)
        self.turn_to(self._upright, self._pace(1.3), -rise_m)

    def settle(self, posture: Rotation) -> None:
        """Shuffles into place, within a few degrees of `posture`."""
        near = posture * Rotation.from_rotvec(self._rng.normal(0.0, 1.5 * RAD_PER_DEG, 3))
        self.turn_to(near, self._pace(1.6))

    def rewear(self, mount: Rotation) -> None:
        """Takes the sensor off, turns it in the hands and straps it to the other leg, mounted as `mount`."""
        count = count_steps(self._pace(6.0))
        handled = fade_in_and_out(count, 1.0)[:, None]
        shake = 25.0 * RAD_PER_DEG * make_band_noise(self._rng, count, 0.3, 1.2) * handled
        jolt = np.zeros((count, 3))
        for at in self._rng.integers(0, count, 8):
            add_impact(jolt, int(at), float(self._rng.uniform(1.0, 8.0)), draw_upward(self._rng, 2.0))
        carried = 0.05 * make_band_noise(self._rng, count, 0.2, 1.0) * handled
        self.stage.add(count, mount_to=mount, shake=shake, joint=carried, jolt=jolt, tension=1.0)

    def fidget(self, duration_s: float) -> None:
        """Scratches, shifts, looks around; ends where it began."""
        end_s = self.stage.now_s + duration_s
        while (left_s := end_s - self.stage.now_s) > 0.4:
            if self._rng.uniform() < 0.45:
                self.still(min(left_s, self._rng.uniform(0.5, 3.5)))
            else:
                self._shift(min(left_s, self._rng.uniform(0.5, 2.2)))

    def _shift(self, duration_s: float) -> None:
        count = count_steps(duration_s)
        size_rad = self._rng.uniform(0.5, 9.0) * RAD_PER_DEG
        axis = self._rng.normal(size=3)
        turn = hump(count)[:, None] * axis / np.linalg.norm(axis) * size_rad
        tremble = 0.1 * size_rad * make_band_noise(self._rng, count, 1.0, 4.0) * hump(count)[:, None]
        jolt = np.zeros((count, 3))
        if self._rng.uniform() < 0.4:
            add_impact(jolt, int(count * 0.8), float(self._rng.uniform(0.3, 2.5)), draw_upward(self._rng, 0.6))
        self.stage.add(count, shake=turn + tremble, jolt=jolt, tension=0.4)

    def _pace(self, usual_s: float) -> float:
        return usual_s * float(self._rng.uniform(0.65, 1.5))
