"""The mounting as it becomes known, walk by walk."""

import math

import numpy as np

from sensorcoach.exercises.exercise import Placement, Posture
from sensorcoach.posture.mounting import Mounting
from sensorcoach.posture.mounting_tracker import MountingTracker
from sensorcoach.samples import FloatArray

FRONT, LEFT, HEAD = np.eye(3)
HOP = 10
WALK_LOOKS = 60
QUIET_RAD = 0.01


class Scene:
    """A wearer of whom every look is scripted."""

    def __init__(self, placement: Placement, reference: Mounting | None = None) -> None:
        self.wearing = MountingTracker(HOP, placement, reference)
        self.now = 0

    def walk(self, swing_deg: float = 4.0, head: FloatArray = HEAD, looks: int = WALK_LOOKS) -> None:
        """Walks for `looks`, the segment swinging from front to back."""
        phases = np.linspace(0.0, 2.0 * math.pi, HOP, endpoint=False)
        swing = math.radians(swing_deg) * math.sqrt(2.0) * np.sin(phases)
        rows = np.cos(swing)[:, None] * head + np.sin(swing)[:, None] * FRONT
        for _ in range(looks):
            self.wearing.observe(self.now, head, 0.05, rows)
            self.now += HOP

    def stay(self, up: FloatArray, looks: int = 30, turned_rad: float = QUIET_RAD) -> None:
        """Stays in one attitude, turning to and fro by `turned_rad` between looks."""
        for _ in range(looks):
            self.wearing.observe(self.now, up, turned_rad, None)
            self.now += HOP

    def name(self, up: FloatArray) -> str:
        return self.wearing.mounting(self.now).name(up, Posture.SUPINE)


def tilted(degrees: float, towards: FloatArray) -> FloatArray:
    """Up when the segment's `towards` comes up by these degrees from standing."""
    return math.cos(math.radians(degrees)) * HEAD + math.sin(math.radians(degrees)) * towards


def test_walk_shows_upright_and_lying() -> None:
    """After a walk it is known whether I lie, though not on which side."""
    scene = Scene(Placement.PELVIS)
    assert scene.name(FRONT) == "unknown"
    scene.walk()
    assert [scene.name(up) for up in (HEAD, FRONT, LEFT)] == ["upright", "lying", "lying"]


def test_swing_shows_the_side_line_of_a_thigh() -> None:
    """A thigh swings from back to front in walking, so lying on the side shows, without saying which."""
    scene = Scene(Placement.THIGH)
    scene.walk(swing_deg=14.0)
    assert [scene.name(up) for up in (LEFT, -LEFT, FRONT)] == ["on the side", "on the side", "lying or sitting"]


def test_handled_sensor_is_forgotten() -> None:
    """Once I take the sensor off and turn it in my hands, nothing that was known of it is trusted."""
    scene = Scene(Placement.PELVIS, Mounting(Placement.PELVIS, HEAD, FRONT, LEFT))
    scene.walk()
    assert scene.name(FRONT) == "supine"
    scene.stay(LEFT, looks=45, turned_rad=math.radians(25.0))
    assert scene.name(FRONT) == "unknown"
    scene.walk()
    assert scene.name(FRONT) == "lying"


def test_brisk_steps_are_not_handling() -> None:
    """Setting out briskly, which turns a sensor as much, does not make it forget."""
    scene = Scene(Placement.PELVIS, Mounting(Placement.PELVIS, HEAD, FRONT, LEFT))
    scene.walk()
    scene.stay(HEAD, looks=15, turned_rad=math.radians(25.0))
    assert scene.name(FRONT) == "unknown"
    scene.walk()
    assert scene.name(FRONT) == "supine"


def test_reference_waits_for_a_walk() -> None:
    """A stored mounting names nothing until a walk has confirmed it."""
    scene = Scene(Placement.PELVIS, Mounting(Placement.PELVIS, HEAD, FRONT, LEFT))
    scene.stay(FRONT)
    assert scene.name(FRONT) == "unknown"
    scene.walk()
    assert scene.name(FRONT) == "supine"


def test_reference_of_another_mounting_is_dropped() -> None:
    """A sensor worn upside down today is not named by how it sat yesterday."""
    scene = Scene(Placement.PELVIS, Mounting(Placement.PELVIS, -HEAD, FRONT, -LEFT))
    scene.walk()
    assert scene.name(FRONT) == "lying"


def test_other_leg_is_noticed() -> None:
    """On the outside of the other thigh a sensor's front is its back: stepping out of standing shows it."""
    stored = Mounting(Placement.THIGH, HEAD, FRONT, LEFT)
    same, other = Scene(Placement.THIGH, stored), Scene(Placement.THIGH, stored)
    for scene, front in ((same, FRONT), (other, -FRONT)):
        scene.walk(swing_deg=14.0)
        scene.stay(tilted(60.0, front))
    assert same.name(LEFT) == "right side"
    assert other.name(LEFT) == "on the side"


def test_pelvis_that_swings_like_a_thigh() -> None:
    """A sensor with the placement pelvis that swings by 15° in walking is on a thigh."""
    pelvis, thigh = Scene(Placement.PELVIS), Scene(Placement.PELVIS)
    pelvis.walk(swing_deg=6.0)
    thigh.walk(swing_deg=15.0)
    assert pelvis.wearing.thigh_swing_rad(pelvis.now) is None
    assert thigh.wearing.thigh_swing_rad(thigh.now) is not None


def test_jolts_while_lying_are_not_a_walk() -> None:
    """Bumping into place while lying does not unmake what a walk has shown; walking on in that attitude does."""
    scene = Scene(Placement.PELVIS)
    scene.walk()
    scene.stay(FRONT, looks=40)
    scene.walk(head=FRONT, looks=10)
    assert scene.name(FRONT) == "lying"
    scene.walk(head=FRONT, looks=WALK_LOOKS)
    assert scene.name(FRONT) == "upright"
