"""All scenes, in the order in which they are reported."""

from functools import cache

from sensorcoach.simulator.scenes import home_scenes, lift_scenes
from sensorcoach.simulator.scenes.scene import Scene


@cache
def all_scenes() -> tuple[Scene, ...]:
    """Return every scene."""
    return (
        *lift_scenes.ordinary(),
        *lift_scenes.cycles(),
        *lift_scenes.holds(),
        *lift_scenes.set_sizes(),
        *lift_scenes.ranges(),
        *lift_scenes.momentum(),
        *lift_scenes.stages(),
        *home_scenes.rests(),
        *home_scenes.around_sets(),
        *home_scenes.sides(),
        *home_scenes.edge_scenes(),
        *home_scenes.sensors(),
        *home_scenes.heights(),
        *home_scenes.nothing(),
    )
