"""The lift angle: the turn of gravity along the arc that a lift draws in the sensor frame.

During a lift the direction of gravity, seen from the sensor, moves on an arc of the unit sphere. The arc's start (the
bottom) and its direction there turn any attitude into one signed angle, for any mounting of the sensor.
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

    Both are unit vectors in the sensor frame, at right angles; `range_rad` is the usual length of the arc.
    """

    bottom: FloatArray
    along: FloatArray
    range_rad: float

    @property
    def mount(self) -> Mount:
        """The mounting of the sensor, as a calibration stores it."""
        return Mount(_direction(self.bottom), _direction(self.along))

    def angle_rad(self, up: FloatArray) -> FloatArray:
        """Lift angle (n,) of attitudes (n, 3): 0 at the bottom, positive towards the top."""
        return np.arctan2(row_dots(up, self.along), row_dots(up, self.bottom))

    def at(self, angle_rad: float) -> FloatArray:
        """The attitude (3,) on the arc at this lift angle."""
        return math.cos(angle_rad) * self.bottom + math.sin(angle_rad) * self.along

    def reverse(self) -> "LiftAxis":
        """Return the same arc from its other end."""
        top = self.at(self.range_rad)
        back = self.at(self.range_rad + math.pi / 2.0)
        return LiftAxis(top, -back, self.range_rad)

    def sine_out_of_plane(self, up: FloatArray) -> FloatArray:
        """Sine (n,) of the angle between attitudes (n, 3) and the arc's plane."""
        return row_dots(up, cross_product(self.bottom, self.along))

    def deviation_share(self, up: FloatArray) -> float:
        """Deviation of attitudes (n, 3) from the arc's plane: RMS about their median, as a share of the range."""
        sine = self.sine_out_of_plane(up)
        return float(np.sqrt(np.mean((sine - median(sine)) ** 2))) / self.range_rad


def _direction(vector: FloatArray) -> Direction:
    x, y, z = vector.tolist()
    return x, y, z


def fit_arc(bottoms: FloatArray, tops: FloatArray, range_rad: float) -> LiftAxis:
    """Fit the arc from several attitudes at the bottom (k, 3) to several at the top (m, 3)."""
    bottom = normalize(bottoms.sum(axis=0))
    along = normalize(sum_of_tangents(bottom, tops))
    return LiftAxis(bottom, normalize(along - bottom * float(bottom @ along)), range_rad)


def sum_of_tangents(bottom: FloatArray, tops: FloatArray) -> FloatArray:
    """Sum (3,) of the unit tangents at the bottom that lead to each top (m, 3)."""
    return sum((arc_tangent(bottom, top) for top in tops), np.zeros(3))


def arc_tangent(bottom: FloatArray, top: FloatArray) -> FloatArray:
    """Unit tangent (3,), at the bottom, of the arc that leads to the top."""
    return normalize(top - bottom * float(bottom @ top))


def normalize(vector: FloatArray) -> FloatArray:
    """Scale a vector (3,) to length 1; the zero vector stays."""
    length = math.sqrt(float(vector @ vector))
    return vector / length if length > 0.0 else vector


def normalize_rows(rows: FloatArray) -> FloatArray:
    """Scale each row of (n, 3) to length 1."""
    return rows / np.maximum(row_norms(rows), 1e-9)[:, None]


def cross_product(one: FloatArray, other: FloatArray) -> FloatArray:
    """Cross product (3,) of two vectors, in a tenth of the time of `np.cross`, which is made for many at once."""
    a, b, c = one.tolist()
    x, y, z = other.tolist()
    return np.array([b * z - c * y, c * x - a * z, a * y - b * x])


def squared_chord_lengths(rows: FloatArray, others: FloatArray) -> FloatArray:
    """Squared distance (n,) between unit vectors (n, 3) and others, (3,) or (n, 3)."""
    chord = rows - others
    return chord[:, 0] * chord[:, 0] + chord[:, 1] * chord[:, 1] + chord[:, 2] * chord[:, 2]


def angles_between(rows: FloatArray, vector: FloatArray) -> FloatArray:
    """Angle (n,) between unit vectors (n, 3) and others, (3,) or (n, 3), accurate for small angles too."""
    return 2.0 * np.arcsin(np.minimum(0.5 * np.sqrt(squared_chord_lengths(rows, vector)), 1.0))


def angle_between(one: FloatArray, other: FloatArray) -> float:
    """Angle between two unit vectors (3,), radians: as `angles_between`, faster for a single pair."""
    chord = one - other
    return angle_of_chord(math.sqrt(float(chord @ chord)))


def angle_of_chord(chord: float) -> float:
    """Angle, radians, between unit vectors at this distance."""
    return 2.0 * math.asin(min(0.5 * chord, 1.0))
