"""Stick figures of each exercise at the bottom and at the top of a rep. Units: one hundredth of a body height.

Side views have x towards the feet or hands and y up; 0 is the floor. Lying on the side is drawn from the front.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

Point = tuple[float, float]

TRUNK, THIGH, SHANK, FOOT, ARM, NECK = 30.0, 24.0, 24.0, 7.0, 30.0, 10.0
"""Lengths: shoulder to hip, hip to knee, knee to ankle, foot, straight arm, shoulder to middle of the head."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One posture: joints of the trunk, the working leg and, where it is drawn, the other leg."""

    head: Point
    shoulder: Point
    hip: Point
    knee: Point
    ankle: Point
    toe: Point
    hand: Point
    other_leg: tuple[Point, ...] = ()
    pelvis_deg: float | None = None
    """Direction of the pelvis where it differs from the trunk's."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An exercise: bottom, top, what the person lies on (x, y, width, height), the view."""

    bottom: Figure
    top: Figure
    bench: tuple[float, float, float, float] | None = None
    view: str = "from the side"


def thigh_turn_deg(drawn: Drawn) -> float:
    """Return how far the thigh turns from bottom to top, degrees."""
    return _turn_deg(_direction_deg(drawn.bottom.hip, drawn.bottom.knee), _direction_deg(drawn.top.hip, drawn.top.knee))


def pelvis_turn_deg(drawn: Drawn) -> float:
    """Return how far the pelvis turns from bottom to top, degrees."""
    return _turn_deg(_pelvis_deg(drawn.bottom), _pelvis_deg(drawn.top))


def _pelvis_deg(figure: Figure) -> float:
    return _direction_deg(figure.hip, figure.shoulder) if figure.pelvis_deg is None else figure.pelvis_deg


def _direction_deg(start: Point, end: Point) -> float:
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def _turn_deg(before_deg: float, after_deg: float) -> float:
    return abs((after_deg - before_deg + 180.0) % 360.0 - 180.0)


def _away(start: Point, length: float, direction_deg: float) -> Point:
    angle = math.radians(direction_deg)
    return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)


def _knee(hip: Point, ankle: Point) -> Point:
    """The knee above the line from hip to ankle; the leg is stretched where the ankle is too far."""
    across, up = ankle[0] - hip[0], ankle[1] - hip[1]
    distance = math.hypot(across, up)
    height = math.sqrt(max(THIGH**2 - distance**2 / 4, 0.0))
    return hip[0] + across / 2 - up / distance * height, hip[1] + up / 2 + across / distance * height


def _bridge(hip_deg: float, shoulder: Point = (0.0, 3.0), ankle: Point = (56.0, 3.0)) -> Figure:
    """On the back or with the shoulders on a bench, feet on the floor; `hip_deg`: direction from shoulder to hip."""
    hip = _away(shoulder, TRUNK, hip_deg)
    return Figure(
        head=(shoulder[0] - NECK, shoulder[1] + 1.0),
        shoulder=shoulder,
        hip=hip,
        knee=_knee(hip, ankle),
        ankle=ankle,
        toe=(ankle[0] + FOOT, 1.0),
        hand=_away(shoulder, ARM, hip_deg) if shoulder[1] > 10.0 else (ARM, 1.5),
    )


def _with_leg_out(figure: Figure) -> Figure:
    """The other leg stretched in line with the thigh."""
    return replace(
        figure, other_leg=(figure.hip, _away(figure.hip, THIGH + SHANK, _direction_deg(figure.hip, figure.knee)))
    )


def _prone(thigh_deg: float, pelvis_deg: float, floor: float) -> Figure:
    """Face down, straight leg; the thigh's direction, 0 in line with the trunk and rising."""
    shoulder = (0.0, floor + 3.0)
    hip = (TRUNK, floor + 3.0)
    knee = _away(hip, THIGH, thigh_deg)
    ankle = _away(knee, SHANK, thigh_deg)
    return Figure(
        head=(-NECK, floor + 4.0),
        shoulder=shoulder,
        hip=hip,
        knee=knee,
        ankle=ankle,
        toe=_away(ankle, FOOT, thigh_deg - 20.0),
        hand=(-NECK - 8.0, floor + 1.0),
        pelvis_deg=pelvis_deg,
    )


def _all_fours(thigh_deg: float, shank_deg: float, arm_deg: float) -> Figure:
    """On hands and knees; the working leg and one arm move, the other leg stays."""
    shoulder, hip = (0.0, ARM), (TRUNK, THIGH + 3.0)
    knee = _away(hip, THIGH, thigh_deg)
    ankle = _away(knee, SHANK, shank_deg)
    return Figure(
        head=_away(shoulder, NECK, 170.0),
        shoulder=shoulder,
        hip=hip,
        knee=knee,
        ankle=ankle,
        toe=_away(ankle, FOOT, shank_deg - 20.0),
        hand=_away(shoulder, ARM, arm_deg),
        other_leg=(hip, (TRUNK, 3.0), (TRUNK + SHANK, 3.0)),
    )


def _on_the_side(thigh_deg: float, under: tuple[Point, Point], ankle: Point | None = None) -> Figure:
    """On the side, seen from the front: the upper leg rises, straight or with its `ankle` at rest."""
    hip = (TRUNK, 8.0)
    knee = _away(hip, THIGH, thigh_deg)
    foot_deg = thigh_deg + 20.0 if ankle is None else 180.0
    ankle = ankle or _away(knee, SHANK, thigh_deg)
    return Figure(
        head=(-NECK, 7.0),
        shoulder=(0.0, 7.0),
        hip=hip,
        knee=knee,
        ankle=ankle,
        toe=_away(ankle, FOOT, foot_deg),
        hand=(-NECK - 8.0, 1.5),
        other_leg=(hip, *under),
    )


_STRAIGHT_UNDER = ((54.0, 3.0), (78.0, 2.0))
_BENT_UNDER = ((52.0, 3.0), (38.0, 2.0))

DRAWINGS: Mapping[str, Drawn] = MappingProxyType(
    {
        "glute-bridge": Drawn(_bridge(0.0), _bridge(26.0)),
        "single-leg-bridge": Drawn(_bridge(0.0), _with_leg_out(_bridge(26.0))),
        "hip-thrust": Drawn(
            _bridge(-45.0, (0.0, 27.0), (50.0, 3.0)),
            _bridge(0.0, (0.0, 27.0), (50.0, 3.0)),
            bench=(-20.0, 0.0, 22.0, 24.0),
        ),
        "prone-leg-raise": Drawn(_prone(0.0, 180.0, 0.0), _prone(20.0, 186.0, 0.0)),
        "reverse-hip-raise": Drawn(
            _prone(-62.0, 180.0, 50.0), _prone(0.0, 186.0, 50.0), bench=(-22.0, 0.0, 52.0, 50.0)
        ),
        "tabletop-leg-raise": Drawn(_all_fours(-90.0, 0.0, -90.0), _all_fours(-5.0, 85.0, -90.0)),
        "bird-dog": Drawn(_all_fours(-90.0, 0.0, -90.0), _all_fours(-5.0, -3.0, 178.0)),
        "side-lying-abduction": Drawn(
            _on_the_side(-2.0, _STRAIGHT_UNDER), _on_the_side(33.0, _STRAIGHT_UNDER), view="from the front"
        ),
        "clamshell": Drawn(
            _on_the_side(-2.0, _BENT_UNDER, (38.0, 4.0)),
            _on_the_side(33.0, _BENT_UNDER, (38.0, 4.0)),
            view="from the front",
        ),
    }
)
"""Drawings by exercise id. `generic` has no posture of its own and no drawing of a person."""
