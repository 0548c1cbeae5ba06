"""What the simulated sensor feels follows from rigid-body motion and gravity alone."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from sensorcoach.samples import FloatArray
from sensorcoach.simulator.grid import FINE_HZ, minimum_jerk_path
from sensorcoach.simulator.performance import draw_orientation
from sensorcoach.simulator.physics import sense_exactly
from sensorcoach.simulator.stage import Stage
from sensorcoach.simulator.turning import compose
from sensorcoach.units import STANDARD_GRAVITY_MPS2

LEVER_M = np.array([0.0, 0.0, 0.4])
SIDEWAYS = np.array([0.0, 1.0, 0.0])


def felt_with(lift: FloatArray | None = None, joint: FloatArray | None = None, mount: Rotation | None = None):
    """What a sensor 0.4 m above the joint feels while the segment turns about y."""
    count = len(lift) if lift is not None else len(joint) if joint is not None else 500
    stage = Stage(Rotation.identity(), mount or Rotation.identity())
    stage.add(count, lift=None if lift is None else lift[:, None] * SIDEWAYS, joint=joint)
    return sense_exactly(stage.finish(LEVER_M))


@pytest.mark.parametrize("seed", range(5))
def test_at_rest_only_gravity(seed: int):
    """A sensor that lies still in any orientation feels one g and no turning."""
    felt = felt_with(mount=draw_orientation(np.random.default_rng(seed)))
    np.testing.assert_allclose(np.linalg.norm(felt.acc_mps2, axis=1), STANDARD_GRAVITY_MPS2, atol=1e-9)
    np.testing.assert_allclose(felt.gyro_radps, 0.0, atol=1e-12)


def test_steady_turn_is_centripetal():
    """Turning steadily at 2 rad/s on 0.4 m of lever, the sensor feels 1.6 m/s² towards the joint."""
    angle = 2.0 * np.arange(3000, dtype=np.float64) / FINE_HZ
    felt = felt_with(lift=angle)
    np.testing.assert_allclose(felt.gyro_radps[10:-10], np.tile(2.0 * SIDEWAYS, (2980, 1)), atol=1e-6)
    gravity = STANDARD_GRAVITY_MPS2 * np.column_stack([-np.sin(angle), np.zeros(3000), np.cos(angle)])
    moving = felt.acc_mps2 - gravity
    np.testing.assert_allclose(moving[10:-10], np.tile([0.0, 0.0, -1.6], (2980, 1)), atol=1e-4)


def test_speeding_up_is_tangential():
    """Speeding up by 3 rad/s², it feels 1.2 m/s² along its path."""
    time_s = np.arange(1000, dtype=np.float64) / FINE_HZ
    angle = 1.5 * time_s**2
    felt = felt_with(lift=angle)
    along = felt.acc_mps2[:, 0] + STANDARD_GRAVITY_MPS2 * np.sin(angle)
    np.testing.assert_allclose(along[10:-10], 1.2, atol=1e-4)


def test_free_fall_feels_nothing():
    """A body that falls freely feels no weight."""
    time_s = np.arange(500, dtype=np.float64) / FINE_HZ
    fall = np.column_stack([np.zeros(500), np.zeros(500), -0.5 * STANDARD_GRAVITY_MPS2 * time_s**2])
    np.testing.assert_allclose(felt_with(joint=fall).acc_mps2, 0.0, atol=1e-5)


def test_rate_adds_up_to_the_angle():
    """The turning rate, added up over a lift, gives the lift's angle."""
    angle = np.deg2rad(40.0) * minimum_jerk_path(1500)
    felt = felt_with(lift=angle)
    assert felt.gyro_radps[:, 1].sum() / FINE_HZ == pytest.approx(np.deg2rad(40.0), abs=1e-4)


def test_velocity_comes_back_to_zero():
    """Over a lift that begins and ends at rest, the acceleration felt adds up to no speed in the end."""
    angle = np.deg2rad(60.0) * minimum_jerk_path(1200)
    felt = felt_with(lift=angle)
    world = Rotation.from_rotvec(angle[:, None] * SIDEWAYS).apply(felt.acc_mps2.copy())
    speed_mps = (world - [0.0, 0.0, STANDARD_GRAVITY_MPS2]).sum(axis=0) / FINE_HZ
    np.testing.assert_allclose(speed_mps, 0.0, atol=1e-3)


def test_work_done_is_height_gained():
    """The height gained on the lever is the height that the felt acceleration, integrated twice, gives."""
    angle = np.deg2rad(60.0) * minimum_jerk_path(1200)
    felt = felt_with(lift=angle)
    world = Rotation.from_rotvec(angle[:, None] * SIDEWAYS).apply(felt.acc_mps2.copy())
    rise_mps = np.cumsum(world[:, 2] - STANDARD_GRAVITY_MPS2) / FINE_HZ
    assert rise_mps.sum() / FINE_HZ == pytest.approx(0.4 * (np.cos(np.deg2rad(60.0)) - 1.0), abs=2e-3)


def test_compose_is_rotation_after_rotation():
    """One rotation after another equals the textbook's product."""
    rng = np.random.default_rng(1)
    first, second = (Rotation.from_quat(rng.normal(size=(20, 4))) for _ in range(2))
    np.testing.assert_allclose(compose(first, second).as_matrix(), (first * second).as_matrix(), atol=1e-12)
    np.testing.assert_allclose(compose(first[3], second).as_matrix(), (first[3] * second).as_matrix(), atol=1e-12)
