"""The front of the pelvis, from forward bends."""

import math

import numpy as np

from sensorcoach.posture.forward_bends import ForwardBends
from sensorcoach.samples import FloatArray

HEAD = np.array([0.0, 0.0, 1.0])
HOP = 10


def bent(degrees: float, towards_deg: float = 0.0) -> FloatArray:
    """Up in the sensor frame when bent so far; towards 0° is forwards, where x is the front."""
    angle, way = math.radians(degrees), math.radians(towards_deg)
    return np.array([-math.sin(angle) * math.cos(way), -math.sin(angle) * math.sin(way), math.cos(angle)])


def after(*legs: tuple[float, float, int]) -> tuple[ForwardBends, int]:
    """The forward bends after these legs: bent by, towards, for how many looks."""
    bends, now = ForwardBends(HOP), 0
    for degrees, towards_deg, looks in legs:
        for _ in range(looks):
            bends.observe(now, bent(degrees, towards_deg), HEAD)
            now += HOP
    return bends, now


def test_one_bend() -> None:
    """Bending forwards once and coming up shows where my front is, though not surely."""
    bends, now = after((0, 0, 10), (35, 10, 6), (0, 0, 5))
    front = bends.front(now)
    assert front is not None
    np.testing.assert_allclose(front[0], -bent(90, 10), atol=1e-9)
    assert not front[1]


def test_two_bends_agree() -> None:
    """A second forward bend to nearly the same front makes it sure."""
    bends, now = after((0, 0, 10), (35, -8, 6), (0, 0, 9), (40, 12, 6), (0, 0, 5))
    front = bends.front(now)
    assert front is not None
    assert front[1]


def test_two_bends_disagree() -> None:
    """Bends to quite different sides leave it open where my front is."""
    bends, now = after((0, 0, 10), (35, 0, 6), (0, 0, 9), (40, 80, 6), (0, 0, 5))
    assert bends.front(now) is None


def test_lying_down_is_not_a_bend() -> None:
    """Lying on my side for a while and getting up is not a forward bend; neither is a small sway."""
    bends, now = after((0, 0, 10), (85, 90, 60), (0, 0, 10), (18, 40, 4), (0, 0, 5))
    assert bends.front(now) is None


def test_trusted_for_a_while() -> None:
    """A forward bend of ten minutes ago no longer counts: the belt may have slipped."""
    bends, now = after((0, 0, 10), (35, 0, 6), (0, 0, 5))
    assert bends.front(now + 600 * 50) is None
