"""The lift angle on arcs that are known, whichever way the sensor is worn."""

import math

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from sensorcoach.motion.lift_axis import angles_between, arc_tangent, fit_arc, normalize
from sensorcoach.samples import FloatArray

MOUNTS = [Rotation.identity(), *Rotation.random(6, rng=np.random.default_rng(1))]


def on_arc(mount: Rotation, angles_rad: FloatArray, aside_rad: float = 0.0) -> FloatArray:
    """Up as a sensor with this mounting sees it, lifted by these angles and tilted out of the plane by another."""
    straight = np.column_stack([np.cos(angles_rad), np.sin(angles_rad), np.zeros_like(angles_rad)])
    tilted = math.cos(aside_rad) * straight + math.sin(aside_rad) * np.array([0.0, 0.0, 1.0])
    return np.asarray(mount.apply(tilted), dtype=np.float64)


@pytest.mark.parametrize("mount", MOUNTS)
@pytest.mark.parametrize("range_deg", [3.0, 30.0, 90.0])
def test_angle_of_a_known_lift(mount: Rotation, range_deg: float):
    """From a few bottoms and tops every attitude on the arc gets its own angle, up positive, from 3 to 90 degrees."""
    range_rad = math.radians(range_deg)
    axis = fit_arc(on_arc(mount, np.zeros(3)), on_arc(mount, np.full(2, range_rad)), range_rad)
    angles_rad = np.linspace(-0.2, 2.5, 60)
    np.testing.assert_allclose(axis.angle_rad(on_arc(mount, angles_rad)), angles_rad, atol=1e-9)
    np.testing.assert_allclose(axis.sine_out_of_plane(on_arc(mount, angles_rad)), 0.0, atol=1e-9)


@pytest.mark.parametrize("mount", MOUNTS[:3])
def test_straying_is_distinguished_from_lifting(mount: Rotation):
    """Tilting out of the lift's plane does not change the lift angle; it is measured separately."""
    axis = fit_arc(on_arc(mount, np.zeros(1)), on_arc(mount, np.ones(1)), 1.0)
    strayed = on_arc(mount, np.linspace(0.0, 1.0, 20), math.radians(12.0))
    np.testing.assert_allclose(axis.angle_rad(strayed), np.linspace(0.0, 1.0, 20), atol=1e-9)
    np.testing.assert_allclose(np.abs(axis.sine_out_of_plane(strayed)), math.sin(math.radians(12.0)), atol=1e-9)


def test_arc_from_bottoms_and_tops_that_differ():
    """Reps that begin and end a little differently give the arc through their middles."""
    rng = np.random.default_rng(2)
    bottoms = on_arc(MOUNTS[1], rng.normal(0.0, 0.02, 5) + 0.1 - 0.1)
    tops = on_arc(MOUNTS[1], 0.6 + rng.normal(0.0, 0.02, 5))
    axis = fit_arc(bottoms, tops, 0.6)
    assert float(axis.bottom @ axis.along) == pytest.approx(0.0, abs=1e-12)
    assert float(axis.angle_rad(on_arc(MOUNTS[1], np.array([0.6])))[0]) == pytest.approx(0.6, abs=0.03)


def test_tangent_points_along_the_great_circle():
    """The tangent leads straight to the top: going along it by the angle arrives there."""
    bottom, top = on_arc(MOUNTS[2], np.array([0.0, 0.8]))
    way = arc_tangent(bottom, top)
    assert float(way @ bottom) == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_allclose(math.cos(0.8) * bottom + math.sin(0.8) * way, top, atol=1e-12)


@pytest.mark.parametrize("angle_rad", [1e-9, 1e-6, 1e-3, 0.3, 1.5, 3.0])
def test_angles_between_are_exact_even_when_tiny(angle_rad: float):
    """The angle between two directions keeps its digits where an arccosine would give nothing."""
    one, other = on_arc(MOUNTS[0], np.array([0.0, angle_rad]))
    assert float(angles_between(other[None, :], one)[0]) == pytest.approx(angle_rad, rel=1e-6)


def test_unit():
    """A vector made one long keeps its direction; nothing stays nothing."""
    np.testing.assert_allclose(normalize(np.array([3.0, 0.0, -4.0])), [0.6, 0.0, -0.8])
    assert not normalize(np.zeros(3)).any()
