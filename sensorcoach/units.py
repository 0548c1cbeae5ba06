"""Physical constants and unit conversions; all quantities inside the package are SI."""

import math

STANDARD_GRAVITY_MPS2 = 9.80665
"""Standard acceleration of gravity, 3rd CGPM 1901 (exact)."""

RAD_PER_DEG = math.pi / 180.0
"""Radians in a degree."""

DEG_PER_RAD = 180.0 / math.pi
"""Degrees in a radian."""
