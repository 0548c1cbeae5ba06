"""The speed profiles of a phase, and where a phase begins and ends."""

import numpy as np
import pytest

from sensorcoach.simulator.profiles import (
    FAMILIES,
    PHASE_EDGE,
    Bell,
    Cruise,
    Fall,
    Hesitation,
    Profile,
    find_phase_edges,
    phase_path,
)

PROFILES: list[Profile] = [Bell(), Bell(1.5, 2.8), Bell(2.8, 1.5), Cruise(), Fall(), Hesitation()]


@pytest.mark.parametrize("profile", PROFILES)
def test_goes_up_and_arrives(profile: Profile):
    """However the speed runs, the lift only goes up and ends at its top."""
    way = phase_path(profile, 700)
    assert len(way) == 700
    assert way[-1] == pytest.approx(1.0)
    assert np.all(np.diff(way) >= 0.0)


def test_two_two_bell_is_minimum_jerk():
    """The plain bell is the minimum-jerk movement, 10u³-15u⁴+6u⁵."""
    u = np.arange(1, 1001) / 1000
    np.testing.assert_allclose(phase_path(Bell(), 1000), 10 * u**3 - 15 * u**4 + 6 * u**5, atol=1e-5)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_edges_are_at_five_percent(profile: Profile, sign: float):
    """A phase, up or down, begins and ends where its speed passes 5 % of its own peak."""
    way = phase_path(profile, 2000)
    begin, end = find_phase_edges(sign * way)
    rate = np.diff(way)
    level = PHASE_EDGE * rate.max()
    assert rate[:begin].max(initial=0.0) < level <= rate[begin]
    assert rate[end:].max(initial=0.0) < level <= rate[end - 1]


def test_minimum_jerk_edges():
    """The minimum-jerk lift passes 5 % of its peak rate where u²(1-u)² is 0.05/16."""
    begin, end = find_phase_edges(phase_path(Bell(), 10_000))
    root = (1.0 - np.sqrt(1.0 - np.sqrt(PHASE_EDGE))) / 2.0
    assert begin / 10_000 == pytest.approx(root, abs=3e-4)
    assert end / 10_000 == pytest.approx(1.0 - root, abs=3e-4)


def test_hesitation_has_two_peaks():
    """A lift with a hesitation has two peaks of speed, and is one phase all the same."""
    u = np.linspace(0.0, 1.0, 2001)
    rate = Hesitation().rate(u)
    peaks = np.flatnonzero((rate[1:-1] > rate[:-2]) & (rate[1:-1] > rate[2:]))
    assert len(peaks) == 2
    begin, end = find_phase_edges(phase_path(Hesitation(), 1000))
    assert begin < 100
    assert end > 900


@pytest.mark.parametrize("index", range(len(FAMILIES)))
def test_a_person_is_never_twice_the_same(index: int):
    """Two reps of one person differ in their speed profile."""
    rng = np.random.default_rng(1)
    assert FAMILIES[index](rng) != FAMILIES[index](rng)
