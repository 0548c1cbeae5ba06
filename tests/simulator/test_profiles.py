"""The speed profiles of a phase, and where a phase begins and ends."""

import numpy as np
import pytest

from sensorcoach.simulator.profiles import FAMILIES, PHASE_EDGE, Bell, Cruise, Fall, Hesitation, Profile, edges, path

PROFILES: list[Profile] = [Bell(), Bell(1.5, 2.8), Bell(2.8, 1.5), Cruise(), Fall(), Hesitation()]


@pytest.mark.parametrize("profile", PROFILES)
def test_goes_up_and_arrives(profile: Profile):
    """However the speed runs, the lift only goes up and ends at its top."""
    way = path(profile, 700)
    assert len(way) == 700
    assert way[-1] == pytest.approx(1.0)
    assert np.all(np.diff(way) >= 0.0)


def test_two_two_bell_is_minimum_jerk():
    """The plain bell is the minimum-jerk movement, 10u³-15u⁴+6u⁵."""
    u = np.arange(1, 1001) / 1000
    np.testing.assert_allclose(path(Bell(), 1000), 10 * u**3 - 15 * u**4 + 6 * u**5, atol=1e-5)


@pytest.mark.parametrize("profile", PROFILES)
def test_edges_are_at_five_percent(profile: Profile):
    """A phase begins and ends where its speed passes 5 % of its own peak."""
    begin, end = edges(profile)
    u = np.linspace(0.0, 1.0, 20001)
    rate = profile.rate(u)
    level = PHASE_EDGE * rate.max()
    assert np.all(rate[u < begin - 5e-4] < level)
    assert np.all(rate[u > end + 5e-4] < level)
    assert profile.rate(np.array([begin + 5e-4]))[0] >= level
    assert profile.rate(np.array([end - 5e-4]))[0] >= level


def test_minimum_jerk_edges():
    """The minimum-jerk lift passes 5 % of its peak rate at u²(1-u)² = 0.05/16."""
    begin, end = edges(Bell())
    root = (1.0 - np.sqrt(1.0 - 4.0 * np.sqrt(PHASE_EDGE) / 4.0)) / 2.0
    assert begin == pytest.approx(root, abs=3e-4)
    assert end == pytest.approx(1.0 - root, abs=3e-4)


def test_hesitation_has_two_peaks():
    """A lift with a hesitation has two peaks of speed, and is one phase all the same."""
    u = np.linspace(0.0, 1.0, 2001)
    rate = Hesitation().rate(u)
    peaks = np.flatnonzero((rate[1:-1] > rate[:-2]) & (rate[1:-1] > rate[2:]))
    assert len(peaks) == 2
    begin, end = edges(Hesitation())
    assert begin < 0.1
    assert end > 0.9


@pytest.mark.parametrize("index", range(len(FAMILIES)))
def test_a_person_is_never_twice_the_same(index: int):
    """Two reps of one person differ in their speed profile."""
    rng = np.random.default_rng(1)
    assert FAMILIES[index](rng) != FAMILIES[index](rng)
