"""The places of scenes: an exercise with a placement, and the same script at several of them."""

from dataclasses import dataclass

from sensorcoach.exercises.exercise import Placement
from sensorcoach.simulator.scenes.scene import Scene, Wear
from sensorcoach.simulator.scenes.steps import Script


@dataclass(frozen=True, slots=True)
class Spot:
    """An exercise chosen and the placement."""

    exercise: str
    placement: Placement


BRIDGE = Spot("glute-bridge", Placement.PELVIS)
BRIDGE_THIGH = Spot("glute-bridge", Placement.THIGH)
THRUST = Spot("hip-thrust", Placement.PELVIS)
THRUST_THIGH = Spot("hip-thrust", Placement.THIGH)
SINGLE = Spot("single-leg-bridge", Placement.PELVIS)
SINGLE_THIGH = Spot("single-leg-bridge", Placement.THIGH)
PRONE = Spot("prone-leg-raise", Placement.THIGH)
PRONE_PELVIS = Spot("prone-leg-raise", Placement.PELVIS)
REVERSE = Spot("reverse-hip-raise", Placement.THIGH)
TABLETOP = Spot("tabletop-leg-raise", Placement.THIGH)
BIRD_DOG = Spot("bird-dog", Placement.THIGH)
CLAMSHELL = Spot("clamshell", Placement.THIGH)
ABDUCTION = Spot("side-lying-abduction", Placement.THIGH)
HINGE = Spot("generic", Placement.PELVIS)
LEG_RAISE = Spot("generic", Placement.THIGH)

ALL_SPOTS = (
    BRIDGE,
    BRIDGE_THIGH,
    THRUST,
    THRUST_THIGH,
    SINGLE,
    SINGLE_THIGH,
    PRONE,
    PRONE_PELVIS,
    REVERSE,
    TABLETOP,
    BIRD_DOG,
    CLAMSHELL,
    ABDUCTION,
    HINGE,
    LEG_RAISE,
)


def at_each(
    spots: tuple[Spot, ...],
    kind: str,
    what: str,
    script: Script,
    *,
    range_deg: float | None = None,
    tolerance: int = 0,
    wear: Wear = Wear.FIRM,
    rate_hz: float = 50.0,
) -> list[Scene]:
    """Return the same script at each of these places."""
    return [
        Scene(kind, what, spot.exercise, spot.placement, script, range_deg, tolerance, wear, rate_hz) for spot in spots
    ]
