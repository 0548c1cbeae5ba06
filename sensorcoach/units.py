"""Physical constants and the few unit conversions; everything inside the package is SI."""

import math

STANDARD_GRAVITY_MPS2 = 9.80665
"""Standard acceleration of gravity, 3rd CGPM 1901 (exact)."""

RAD_PER_DEG = math.pi / 180.0
DEG_PER_RAD = 180.0 / math.pi
