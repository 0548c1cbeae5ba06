"""Decide whether a set may be counted: does the posture, as far as it is known, fit the exercise?

`Detector` feeds the gate with the motion and asks it before it opens a set. An unknown posture refuses nothing:
without a walk, or a confirmed reference, every lift counts in any orientation. A posture is wrong for an exercise only
where it is certain and in the table `WRONG_POSTURES`. Upright has rules of its own.
"""

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from sensorcoach.detect.exercise_guess import SetFeatures, summarize_set
from sensorcoach.detect.finding.set_start import SetStart
from sensorcoach.detect.following.open_set import OpenSet
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.observations import HOP_POINTS, MotionObserver, Observation
from sensorcoach.events import Quality, Side, SignalJudged
from sensorcoach.exercises.exercise import Exercise, Placement, Posture
from sensorcoach.exercises.lean import find_lean
from sensorcoach.exercises.pose import textbook_pose
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.motion.walking import WALK_WINDOW_S
from sensorcoach.parameters import Within
from sensorcoach.posture.mounting import (
    ALL_FOURS,
    LEFT_SIDE,
    ON_THE_SIDE,
    PRONE,
    RIGHT_SIDE,
    SUPINE,
    SUPINE_OR_SITTING,
    UNKNOWN,
    UPRIGHT,
    UPRIGHT_RAD,
    Mounting,
)
from sensorcoach.posture.mounting_tracker import MountingTracker
from sensorcoach.reference import Reference
from sensorcoach.samples import FloatArray
from sensorcoach.units import DEG_PER_RAD, RAD_PER_DEG

WRONG_FOR_S: Annotated[float, Within(2.0, 30.0, "s")] = 8.0
"""Time of rest in a wrong posture after which it is reported, even before a lift. Getting into position is shorter."""

OFF_WALK_RAD: Annotated[float, Within(20.0 * RAD_PER_DEG, 80.0 * RAD_PER_DEG, "rad")] = 40.0 * RAD_PER_DEG
"""Angle from the attitude of walking beyond which the pelvis lies. It then neither walks nor sits upright."""

MOVED_ON_OBSERVATIONS: Annotated[int, Within(1, 25, "observations")] = 4
"""Observations in a row off the posture shown after which it becomes unknown. Single ones occur within a lift."""

_WRONG_FOR_POINTS = round(WRONG_FOR_S * RATE_HZ)

_SIDES = {LEFT_SIDE, RIGHT_SIDE, ON_THE_SIDE}
_FACE_UP = {SUPINE, SUPINE_OR_SITTING}

WRONG_POSTURES: dict[Posture, set[str]] = {
    Posture.SUPINE: {PRONE, ALL_FOURS} | _SIDES,
    Posture.RECLINED: {PRONE, ALL_FOURS} | _SIDES,
    Posture.PRONE: _FACE_UP | _SIDES,
    Posture.ALL_FOURS: _FACE_UP | _SIDES,
    Posture.SIDE_LYING: _FACE_UP | {PRONE, ALL_FOURS},
    Posture.ANY: set(),
}
"""Names of postures that do not fit the posture of an exercise."""

_POSTURE_WORDS = {
    Posture.SUPINE: "on the back",
    Posture.RECLINED: "leaning on the back",
    Posture.PRONE: "face down",
    Posture.ALL_FOURS: "on hands and knees",
    Posture.SIDE_LYING: "on the side",
}

UPRIGHT_REASON = "Repeated movement was seen while standing or walking upright: it is not counted."


def mounting_from_reference(exercise: Exercise, placement: Placement, stored: Reference | None) -> Mounting | None:
    """Return how the sensor was mounted when the reference was recorded, as far as the exercise shows it."""
    if stored is None or stored.mount is None:
        return None
    bottom, along = np.array(stored.mount.bottom), np.array(stored.mount.along)
    return Mounting.from_exercise(exercise, placement, stored.mount.side, bottom, along, stored.range_rad)


class PostureGate:
    """Learns how the sensor is worn and refuses sets in a wrong posture; `reference` is a stored mounting."""

    def __init__(self, exercise: Exercise, placement: Placement, reference: Mounting | None = None) -> None:
        self._exercise = exercise
        self._placement = placement
        self._reference = reference
        self._tracker = MountingTracker(HOP_POINTS, placement, reference)
        self._observer = MotionObserver()
        self._shown = UNKNOWN
        """Name of the posture that is shown."""
        self._mounting_at_start = Mounting(placement)
        """Mounting as it was known when the latest set was found."""
        self._other_observations = 0
        """Number of observations in a row in another posture than the one shown."""
        self._upright_matters = placement is Placement.PELVIS and exercise.posture is not Posture.ANY
        self._lean = find_lean(exercise, placement)
        self._wrong_since: int | None = None
        """Grid point since which the person rests in a wrong posture."""
        self.wrong_posture: str | None = None
        """Latest reason, as a sentence, why lifts were not counted or would not be; None without one."""
        self.wrong_placement: str | None = None
        """Reason, as a sentence, why the sensor must be worn elsewhere than was chosen; None without one."""

    def copy_for_next_stretch(self) -> "PostureGate":
        """Return a gate for the motion after an outage, in which the sensor may have been put on again."""
        gate = PostureGate(self._exercise, self._placement, self._reference)
        gate._shown = self._shown
        return gate

    def read(self, history: MotionHistory, stop: int) -> Observation | None:
        """Learn from the motion before grid point `stop`; return the latest new observation, None without any."""
        latest = None
        for latest in self._observer.read(history, stop):
            self._tracker.observe(latest.point, latest.up, latest.turned_rad, latest.walked, blurred=history.blurred)
        return latest

    def judge_observation(self, seen: Observation, time_s: float) -> tuple[list[SignalJudged], str | None]:
        """Judge the posture of one observation at a recording time.

        Returns what changes in the judgement, and the name of the posture to be shown from now on, None without a
        change.
        """
        mounting = self._tracker.mounting(seen.point)
        name = mounting.name(seen.up, self._exercise.posture)
        resting = not seen.moved and seen.walked is None
        judged = self._judge_rest(seen.point, name, time_s, sure=mounting.sure) if resting else []
        return judged, self._update_shown(name, resting=resting)

    def judge_set(self, now: int, axis: LiftAxis, time_s: float) -> tuple[bool, list[SignalJudged]]:
        """Return whether a set found at grid point `now`, on this arc, may be counted, and the changed judgement."""
        self._tracker.confirm_by_set(axis, textbook_pose(self._exercise, self._placement, axis.range_rad))
        self._mounting_at_start = self._tracker.mounting(now)
        reason = self._find_refusal(now, axis)
        if reason is None:
            return True, self._accept(time_s)
        return False, self._refuse(time_s, reason)

    def check_placement(self, now: int, history: MotionHistory) -> list[SignalJudged]:
        """Report once if the walk up to grid point `now` shows that the sensor is on the thigh, not at the pelvis."""
        if history.blurred or self.wrong_placement is not None:
            return []
        swing_rad = self._tracker.thigh_swing_rad(now)
        if swing_rad is None:
            return []
        self.wrong_placement = (
            f"In walking the sensor swings by {swing_rad * DEG_PER_RAD:.0f}° RMS, as a thigh does and a pelvis does "
            "not: choose the thigh as its placement, or wear it at the pelvis."
        )
        return [SignalJudged(history.known_s(now), Quality.WRONG_PLACEMENT, self.wrong_placement)]

    def show_bottom_posture(self, now: int, axis: LiftAxis) -> str | None:
        """Show the posture at the bottom of this arc; return its name, None where it is shown already."""
        return self._show(self._tracker.mounting(now).name(axis.bottom, self._exercise.posture))

    def forget_walk_in(self, begun: SetStart) -> None:
        """Forget a walk that was in fact this set, if its reps follow each other as quickly as steps."""
        if begun.cycle_points < WALK_WINDOW_S * RATE_HZ:
            self._tracker.forget_walk_since(begun.start)

    def is_lying(self, now: int, ups: Sequence[FloatArray]) -> bool:
        """Return whether the wearer surely lies in all these attitudes (3,), and so neither walks nor pedals.

        A thigh in sitting looks like one in lying on the back: only the side and the belly are sure.
        """
        mounting = self._tracker.mounting(now)
        if self._placement is Placement.THIGH:
            return all(mounting.name(up) in _SIDES | {PRONE} for up in ups)
        leans_rad = [mounting.lean_rad(up) for up in ups]
        return all(lean_rad is not None and lean_rad > OFF_WALK_RAD for lean_rad in leans_rad)

    def working_side(self, now: int, axis: LiftAxis) -> Side | None:
        """Return the leg that works in side-lying exercises, the upper one; None where it is unknown."""
        if self._exercise.posture is not Posture.SIDE_LYING:
            return None
        return self._tracker.mounting(now).top_leg(axis.bottom)

    def summarize(self, done: OpenSet) -> SetFeatures:
        """Return the features of a finished set, with the mounting as it was known when the set was found."""
        return summarize_set(done, self._placement, self._mounting_at_start)

    def _update_shown(self, name: str, *, resting: bool) -> str | None:
        """Show a new posture once the wearer rests in it; a wearer who moves on leaves the old one for unknown."""
        self._other_observations = 0 if name == self._shown else self._other_observations + 1
        if self._other_observations == 0 or not (resting or self._other_observations >= MOVED_ON_OBSERVATIONS):
            return None
        return self._show(name if resting else UNKNOWN)

    def _show(self, name: str) -> str | None:
        """Show this posture from now on; return None where it is shown already."""
        if name == self._shown:
            return None
        self._shown = name
        return name

    def _judge_rest(self, now: int, name: str, time_s: float, *, sure: bool) -> list[SignalJudged]:
        """Judge a rest in the posture of this name."""
        if not sure or name not in WRONG_POSTURES[self._exercise.posture]:
            self._wrong_since = None
            return self._accept(time_s)
        self._wrong_since = now if self._wrong_since is None else self._wrong_since
        if now - self._wrong_since < _WRONG_FOR_POINTS:
            return []
        return self._refuse(time_s, self._describe_wrong(name))

    def _find_refusal(self, now: int, axis: LiftAxis) -> str | None:
        """Return why lifts on this arc do not belong to the exercise, as a sentence; None where they may."""
        mounting = self._tracker.mounting(now)
        name = mounting.name(axis.bottom, self._exercise.posture)
        upright = name == UPRIGHT or self._tracker.is_upright(now, axis.bottom)
        top_upright = mounting.name(axis.at(axis.range_rad)) == UPRIGHT
        if self._upright_matters and (top_upright or (upright and not self._ends_supine(now, axis))):
            return UPRIGHT_REASON
        if mounting.sure and name in WRONG_POSTURES[self._exercise.posture]:
            return self._describe_wrong(name)
        if self._exercise.posture is Posture.SIDE_LYING and mounting.is_off_the_sides(axis.bottom):
            return self._describe_wrong(name)
        return self._find_wrong_lean(mounting, axis)

    def _find_wrong_lean(self, mounting: Mounting, axis: LiftAxis) -> str | None:
        """Return why the ends of this arc lean too far, or too little, for the exercise; None where they may."""
        leans_rad = [mounting.lean_rad(up) for up in (axis.bottom, axis.at(axis.range_rad))]
        if self._lean is None or leans_rad[0] is None or leans_rad[1] is None:
            return None
        if self._lean.fits(leans_rad[0], leans_rad[1]):
            return None
        if self._upright_matters and min(leans_rad[0], leans_rad[1]) < UPRIGHT_RAD:
            return UPRIGHT_REASON
        return (
            f"The lift leads from {leans_rad[0] * DEG_PER_RAD:.0f}° to {leans_rad[1] * DEG_PER_RAD:.0f}° from "
            f"upright, which does not fit {self._exercise.name}: it is not counted."
        )

    def _ends_supine(self, now: int, axis: LiftAxis) -> bool:
        """Return whether a lift that begins nearly upright, leaning on a bench, ends lying on the back."""
        if self._exercise.posture is not Posture.RECLINED:
            return False
        mounting = self._tracker.mounting(now)
        top = axis.at(axis.range_rad)
        return mounting.name(top, self._exercise.posture) == SUPINE

    def _describe_wrong(self, name: str) -> str:
        wanted = _POSTURE_WORDS[self._exercise.posture]
        return f"{self._exercise.name} is done {wanted}, but the sensor shows the posture {name}: it is not counted."

    def _refuse(self, time_s: float, reason: str) -> list[SignalJudged]:
        self.wrong_posture = reason
        return [SignalJudged(time_s, Quality.WRONG_POSTURE, reason)]

    def _accept(self, time_s: float) -> list[SignalJudged]:
        return [SignalJudged(time_s, Quality.OK, None)]
