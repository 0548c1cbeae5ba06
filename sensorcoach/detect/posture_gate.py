"""Whether a movement may be counted: does the posture, as far as it is known, fit the exercise?

What is not known holds nobody back: without a walk, or a reference that has been borne out, every lift counts in any
orientation. A posture is wrong for an exercise only where its name is certain and stands in the table below.
"""

from collections.abc import Sequence

import numpy as np

from sensorcoach.detect.exercise_guess import SetSeen, summarize_set
from sensorcoach.detect.finding.set_start import SetStart
from sensorcoach.detect.following.open_set import OpenSet
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.detect.observations import HOP, MotionObserver, Observation
from sensorcoach.events import Quality, Side, SignalJudged
from sensorcoach.exercises.exercise import Exercise, Placement, Posture
from sensorcoach.exercises.lean import find_lean
from sensorcoach.exercises.pose import textbook_pose
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.motion.walking import WALK_WINDOW_S
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

PERSISTS_POINTS = round(8.0 * RATE_HZ)
"""Lying so long in a posture that does not fit is said even before anything is lifted."""

LYING_RAD = 40.0 * RAD_PER_DEG
"""Further from the attitude of walking than this the pelvis does not walk, nor sit upright."""

MOVED_ON_LOOKS = 4
"""After so many looks in another posture than the one shown, nobody is in that one any more."""

_SIDES = {LEFT_SIDE, RIGHT_SIDE, ON_THE_SIDE}
_FACE_UP = {SUPINE, SUPINE_OR_SITTING}

WRONG: dict[Posture, set[str]] = {
    Posture.SUPINE: {PRONE, ALL_FOURS} | _SIDES,
    Posture.RECLINED: {PRONE, ALL_FOURS} | _SIDES,
    Posture.PRONE: _FACE_UP | _SIDES,
    Posture.ALL_FOURS: _FACE_UP | _SIDES,
    Posture.SIDE_LYING: _FACE_UP | {PRONE, ALL_FOURS},
    Posture.ANY: set(),
}
"""The names that do not fit the posture of an exercise. Upright is judged apart."""

_WANTED = {
    Posture.SUPINE: "on the back",
    Posture.RECLINED: "leaning on the back",
    Posture.PRONE: "face down",
    Posture.ALL_FOURS: "on hands and knees",
    Posture.SIDE_LYING: "on the side",
}

UPRIGHT_REASON = "Repeated movement was seen, but standing or walking upright."


def mounting_from_reference(exercise: Exercise, placement: Placement, stored: Reference | None) -> Mounting | None:
    """How the sensor sat when the person's reference was taken, as far as the exercise tells it."""
    if stored is None or stored.mount is None:
        return None
    bottom, along = np.array(stored.mount.bottom), np.array(stored.mount.along)
    return Mounting.from_exercise(exercise, placement, stored.mount.side, bottom, along, stored.range_rad)


class PostureGate:
    """Watches how the sensor is worn and lets sets through that may be counted; `reference` is a stored mounting."""

    def __init__(self, exercise: Exercise, placement: Placement, reference: Mounting | None = None) -> None:
        self._exercise = exercise
        self._placement = placement
        self._reference = reference
        self._wearing = MountingTracker(HOP, placement, reference)
        self._looks = MotionObserver()
        self._shown = UNKNOWN
        """The posture that is shown."""
        self._opened_with = Mounting(placement)
        """What was known of the mounting when the latest set was recognised."""
        self._other_looks = 0
        """For how many looks the posture has been another."""
        self._upright_matters = placement is Placement.PELVIS and exercise.posture is not Posture.ANY
        self._lean = find_lean(exercise, placement)
        self._wrong_since: int | None = None
        """Grid point since which the person rests in a posture that does not fit."""
        self.refused: str | None = None
        """Why lifts were not counted, or would not have been, in words; the latest reason."""
        self.misplaced: str | None = None
        """Why the sensor must sit elsewhere than was said."""

    def renewed(self) -> "PostureGate":
        """A gate for the next stretch: while nothing was recorded the sensor may have been put on anew."""
        gate = PostureGate(self._exercise, self._placement, self._reference)
        gate._shown = self._shown
        return gate

    def read(self, record: MotionHistory, stop: int) -> Observation | None:
        """Looks at the motion up to grid point `stop`, which is not looked at; gives the latest look."""
        look = None
        for look in self._looks.until(record, stop):
            self._wearing.observe(look.point, look.up, look.turned_rad, look.walked, blurred=record.blurred)
        return look

    def named(self, look: Observation, time_s: float) -> tuple[list[SignalJudged], str | None]:
        """What this look changes in the judgement, and the name of the posture to be shown from now on.

        That is None while the one shown stays.
        """
        mounting = self._wearing.mounting(look.point)
        name = mounting.name(look.up, self._exercise.posture)
        resting = not look.moved and look.walked is None
        judged = self._resting(look.point, name, time_s, sure=mounting.sure) if resting else []
        return judged, self._posture(name, resting=resting)

    def _posture(self, name: str, *, resting: bool) -> str | None:
        """Only who rests is in a new posture; who moves about in another than was shown is in none that is known."""
        self._other_looks = 0 if name == self._shown else self._other_looks + 1
        if self._other_looks == 0 or not (resting or self._other_looks >= MOVED_ON_LOOKS):
            return None
        return self._show(name if resting else UNKNOWN)

    def _show(self, name: str) -> str | None:
        """This is the posture from now on; None where it was before."""
        if name == self._shown:
            return None
        self._shown = name
        return name

    def _resting(self, now: int, name: str, time_s: float, *, sure: bool) -> list[SignalJudged]:
        """What resting at this point, in the posture of this name, changes in the judgement."""
        if not sure or name not in WRONG[self._exercise.posture]:
            self._wrong_since = None
            return self._well(time_s)
        self._wrong_since = now if self._wrong_since is None else self._wrong_since
        if now - self._wrong_since < PERSISTS_POINTS:
            return []
        return self._wrong(time_s, self._reason(name))

    def judge(self, now: int, axis: LiftAxis, time_s: float) -> tuple[bool, list[SignalJudged]]:
        """May the set that was found at this point, on this arc, be counted? And what that changes in the judgement."""
        self._wearing.confirm_by_set(axis, textbook_pose(self._exercise.id, self._placement, axis.range_rad))
        self._opened_with = self._wearing.mounting(now)
        reason = self._why_not(now, axis)
        if reason is None:
            return True, self._well(time_s)
        return False, self._wrong(time_s, reason)

    def forget_walk_in(self, begun: SetStart) -> None:
        """Forget a walk that was a set: this one was found, and its reps follow each other as quickly as steps."""
        if begun.cycle_points < WALK_WINDOW_S * RATE_HZ:
            self._wearing.forget_walk_since(begun.start)

    def is_lying(self, now: int, ups: Sequence[FloatArray]) -> bool:
        """Is the wearer known to lie in all these attitudes, so that nobody walks or pedals?

        A thigh may be as in sitting where it is as in lying on the back: only the side and the belly are sure.
        """
        mounting = self._wearing.mounting(now)
        if self._placement is Placement.THIGH:
            return all(mounting.name(up) in _SIDES | {PRONE} for up in ups)
        leans_rad = [mounting.lean_rad(up) for up in ups]
        return all(lean_rad is not None and lean_rad > LYING_RAD for lean_rad in leans_rad)

    def at_bottom(self, now: int, axis: LiftAxis) -> str | None:
        """The name of the posture in which a set on this arc is done, or None where it is the one shown."""
        return self._show(self._wearing.mounting(now).name(axis.bottom, self._exercise.posture))

    def side(self, now: int, axis: LiftAxis) -> Side | None:
        """The leg that works in side-lying work: the upper one, where it is known."""
        if self._exercise.posture is not Posture.SIDE_LYING:
            return None
        return self._wearing.mounting(now).top_leg(axis.bottom)

    def seen(self, done: OpenSet) -> SetSeen:
        """What a set that is over looked like, with the mounting as it was known when the set was recognised."""
        return summarize_set(done, self._placement, self._opened_with)

    def _why_not(self, now: int, axis: LiftAxis) -> str | None:
        """Why lifts on this arc are not those of the exercise, in words."""
        mounting = self._wearing.mounting(now)
        name = mounting.name(axis.bottom, self._exercise.posture)
        upright = name == UPRIGHT or self._wearing.is_upright(now, axis.bottom)
        top_upright = mounting.name(axis.at(axis.range_rad)) == UPRIGHT
        if self._upright_matters and (top_upright or (upright and not self._reclines(now, axis))):
            return UPRIGHT_REASON
        if mounting.sure and name in WRONG[self._exercise.posture]:
            return self._reason(name)
        if self._exercise.posture is Posture.SIDE_LYING and mounting.is_off_the_sides(axis.bottom):
            return self._reason(name)
        return self._leans_otherwise(mounting, axis)

    def _leans_otherwise(self, mounting: Mounting, axis: LiftAxis) -> str | None:
        """Why the segment cannot be at both ends of this arc in a lift of the exercise, in words."""
        leans_rad = [mounting.lean_rad(up) for up in (axis.bottom, axis.at(axis.range_rad))]
        if self._lean is None or leans_rad[0] is None or leans_rad[1] is None:
            return None
        if self._lean.fits(leans_rad[0], leans_rad[1]):
            return None
        if self._upright_matters and min(leans_rad[0], leans_rad[1]) < UPRIGHT_RAD:
            return UPRIGHT_REASON
        return (
            f"The lift leads from {leans_rad[0] * DEG_PER_RAD:.0f}° to {leans_rad[1] * DEG_PER_RAD:.0f}° off standing; "
            f"{self._exercise.name} does not: nothing is counted so."
        )

    def _reclines(self, now: int, axis: LiftAxis) -> bool:
        """May somebody who leans on a bench begin so nearly upright? Then the lift ends lying, and not face down."""
        if self._exercise.posture is not Posture.RECLINED:
            return False
        mounting = self._wearing.mounting(now)
        top = axis.at(axis.range_rad)
        return mounting.name(top, self._exercise.posture) == SUPINE

    def _reason(self, name: str) -> str:
        wanted = _WANTED[self._exercise.posture]
        return f"{self._exercise.name} is done {wanted}; the sensor shows the posture {name}: nothing is counted so."

    def _wrong(self, time_s: float, reason: str) -> list[SignalJudged]:
        self.refused = reason
        return [SignalJudged(time_s, Quality.WRONG_POSTURE, reason)]

    def _well(self, time_s: float) -> list[SignalJudged]:
        return [SignalJudged(time_s, Quality.OK, None)]

    def placed(self, now: int, record: MotionHistory) -> list[SignalJudged]:
        """Does the walk up to this point show that the sensor sits elsewhere than was said?"""
        if record.blurred or self.misplaced is not None:
            return []
        swing_rad = self._wearing.thigh_swing_rad(now)
        if swing_rad is None:
            return []
        self.misplaced = (
            f"In walking the sensor swings by {swing_rad * DEG_PER_RAD:.0f}° RMS, as a thigh does and no pelvis: "
            "choose the thigh as its placement, or wear it at the pelvis."
        )
        return [SignalJudged(record.known_s(now), Quality.WRONG_PLACEMENT, self.misplaced)]
