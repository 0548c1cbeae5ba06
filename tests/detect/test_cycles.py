"""Excursions seen from now, on angles made up for it."""

from itertools import pairwise

import numpy as np
import pytest

from sensorcoach.detect.cycles import Excursion, alike_excursions, excursions


def humps(*heights: float, width: int = 20, apart: int = 10, floor: float = 0.0) -> list[float]:
    """Angles, newest first: for each height a way out and back, with stays at the floor before and after."""
    way = np.sin(np.linspace(0.0, np.pi, width + 1))
    parts = [np.full(apart, floor)]
    for height in heights:
        parts += [floor + (height - floor) * way, np.full(apart, floor)]
    return np.concatenate(parts).tolist()


def test_each_hump_is_an_excursion():
    """Every way out and back is found, newest first, with its top and its foot where they are."""
    found = excursions(humps(0.5, 0.4, 0.6), 0.1, 9, 5)
    assert [excursion.height_rad for excursion in found] == pytest.approx([0.5, 0.4, 0.6])
    assert [excursion.top for excursion in found] == [20, 51, 82]
    assert all(now.top < now.foot < older.top for now, older in pairwise(found))


def test_no_more_than_wanted():
    """When two are enough the third is not looked for."""
    assert len(excursions(humps(0.5, 0.4, 0.6), 0.1, 2, 5)) == 2


def test_small_ones_are_none():
    """What stays below the least height is no excursion."""
    assert excursions(humps(0.05, 0.08), 0.1, 9, 5) == []


def test_one_that_does_not_come_back_is_none():
    """Going out and staying there, as when lying down, is no excursion."""
    assert excursions(np.linspace(0.0, 1.0, 100).tolist(), 0.1, 9, 5) == []
    assert excursions([*humps(0.5), *np.linspace(0.0, 1.0, 50).tolist()], 0.1, 9, 5)[1:] == []


def test_a_dip_on_the_way_is_one_excursion():
    """A lift with a hesitation, or two peaks, that does not come near the bottom between is one."""
    out = np.concatenate([np.linspace(0.0, 0.5, 10), np.linspace(0.5, 0.3, 6), np.linspace(0.3, 0.5, 6)])
    angles = np.concatenate([np.zeros(5), out, np.linspace(0.5, 0.0, 10), np.zeros(10)])
    assert len(excursions(angles.tolist(), 0.1, 9, 5)) == 1


def test_bottoms_need_not_be_equal():
    """The body settles a little higher or lower each time: closed is what has come back most of the way."""
    found = excursions([*humps(0.5, floor=0.0), *humps(0.5, 0.5, floor=0.1)], 0.2, 9, 5)
    assert len(found) == 3


def alike(angles_rad: list[float], wanted: int) -> list[Excursion]:
    """The newest alike excursions of at least 0.1 rad."""
    return alike_excursions(angles_rad, excursions(angles_rad, 0.1, wanted, 5), wanted, 5)


def test_ripples_between_lifts_are_passed_over():
    """Fidgeting between lifts does not keep the lifts from being found alike."""
    found = alike(humps(0.12, 0.6, 0.11, 0.55, 0.12, 0.6), 3)
    assert [excursion.height_rad for excursion in found] == pytest.approx([0.6, 0.55, 0.6])


def test_alike_needs_as_many_as_wanted():
    """With one lift alone there are no two alike; small movements besides it do not help."""
    assert len(alike(humps(0.6), 2)) < 2
    assert len(alike(humps(0.11, 0.6, 0.12), 2)) < 2
