"""A step of height: the worn segment rises or sinks, and stays there or turns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """From grid point `start` to grid point `end` the height changes by `height_m`, upwards counted positive.

    The points are where the vertical speed passes 5 % of its peak. `smoothness`: of the vertical speed.
    """

    start: int
    end: int
    height_m: float
    smoothness: float
