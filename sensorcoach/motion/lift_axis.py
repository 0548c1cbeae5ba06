"""The lift angle: how far gravity has turned, along the arc that a lift draws in the sensor frame.

During a lift the direction of gravity, seen from the sensor, moves on an arc of the unit sphere.
The arc's start (the bottom) and its direction there are all that is needed to turn any attitude
into one signed angle, whatever way round the sensor is worn.
"""

import math
from dataclasses import dataclass

import numpy as np

from sensorcoach.dsp.filtering import row_dots, row_norms
from sensorcoach.dsp.running import median
from sensorcoach.reference import Direction, Mount
from sensorcoach.samples import FloatArray


@dataclass(frozen=True, slots=True)
class LiftAxis:
    """The arc: `bottom` (3,) is up at the bottom, `along` (3,) points from there towards the top.

    Both are unit vectors in the sensor frame, at right angles; `range_rad` is the arc's usual length.
    """

    bottom: FloatArray
    along: FloatArray
    range_rad: float

    @property
    def mount(self) -> Mount:
        """How the sensor sits, as a calibration keeps it."""
        return Mount(_direction(self.bottom), _direction(self.along))

    def angle_rad(self, up: FloatArray) -> FloatArray:
        """Lift angle (n,) of attitudes (n, 3): 0 at the bottom, positive towards the top."""
        return np.arctan2(row_dots(up, self.along), row_dots(up, self.bottom))

    def at(self, angle_rad: float) -> FloatArray:
        """The attitude (3,) on the arc at this lift angle."""
        return math.cos(angle_rad) * self.bottom + math.sin(angle_rad) * self.along

    def turned_over(self) -> "LiftAxis":
        """The same arc from its other end."""
        top = self.at(self.range_rad)
        back = self.at(self.range_rad + math.pi / 2.0)
        return LiftAxis(top, -back, self.range_rad)

    def aside(self, up: FloatArray) -> FloatArray:
        """Sine of the angle out of the arc's plane, (n,)."""
        return row_dots(up, cross_product(self.bottom, self.along))

    def strayed(self, up: FloatArray) -> float:
        """How far attitudes (n, 3) leave the arc's plane: RMS about their median, as a share of the range."""
        aside = self.aside(up)
        return float(np.sqrt(np.mean((aside - median(aside)) ** 2))) / self.range_rad


def _direction(vector: FloatArray) -> Direction:
    x, y, z = vector.tolist()
    return x, y, z


def fit_arc(bottoms: FloatArray, tops: FloatArray, range_rad: float) -> LiftAxis:
    """The arc from several attitudes at the bottom (k, 3) to several at the top (m, 3)."""
    bottom = normalize(bottoms.sum(axis=0))
    along = normalize(sum_of_tangents(bottom, tops))
    return LiftAxis(bottom, normalize(along - bottom * float(bottom @ along)), range_rad)


def sum_of_tangents(bottom: FloatArray, tops: FloatArray) -> FloatArray:
    """Sum of the unit tangents at the bottom that lead to each top."""
    return sum((arc_tangent(bottom, top) for top in tops), np.zeros(3))


def arc_tangent(bottom: FloatArray, top: FloatArray) -> FloatArray:
    """Unit tangent (3,) at the bottom of the arc that leads to the top."""
    return normalize(top - bottom * float(bottom @ top))


def normalize(vector: FloatArray) -> FloatArray:
    """The vector made one long; the zero vector stays."""
    length = math.sqrt(float(vector @ vector))
    return vector / length if length > 0.0 else vector


def normalize_rows(rows: FloatArray) -> FloatArray:
    """Each row of (n, 3) made one long."""
    return rows / np.maximum(row_norms(rows), 1e-9)[:, None]


def cross_product(one: FloatArray, other: FloatArray) -> FloatArray:
    """Cross product (3,) of two vectors: a tenth of what NumPy takes, which is made for many at once."""
    a, b, c = one.tolist()
    x, y, z = other.tolist()
    return np.array([b * z - c * y, c * x - a * z, a * y - b * x])


def squared_chord_lengths(rows: FloatArray, others: FloatArray) -> FloatArray:
    """Squared distance (n,) between unit vectors (n, 3) and others, (3,) or (n, 3)."""
    chord = rows - others
    return chord[:, 0] * chord[:, 0] + chord[:, 1] * chord[:, 1] + chord[:, 2] * chord[:, 2]


def angles_between(rows: FloatArray, vector: FloatArray) -> FloatArray:
    """Angle (n,) between unit vectors (n, 3) and others, (3,) or (n, 3), exact also for small angles."""
    return 2.0 * np.arcsin(np.minimum(0.5 * np.sqrt(squared_chord_lengths(rows, vector)), 1.0))


def angle_between(one: FloatArray, other: FloatArray) -> float:
    """Angle between two unit vectors (3,), radians: the same as `angles_between`, quicker for a single pair."""
    chord = one - other
    return angle_of_chord(math.sqrt(float(chord @ chord)))


def angle_of_chord(chord: float) -> float:
    """Angle, radians, between unit vectors that lie this far apart."""
    return 2.0 * math.asin(min(0.5 * chord, 1.0))
