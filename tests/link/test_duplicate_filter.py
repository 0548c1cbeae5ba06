"""Notifications that the system delivers twice."""

import random

from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.link.duplicate_filter import DuplicateFilter


def _kept(duplicates: DuplicateFilter, deliveries: list[tuple[float, bytes]]) -> list[bytes]:
    return [payload for at_s, payload in deliveries if not duplicates.drop_duplicate("stream", payload, at_s)]


def test_after_a_reconnect_from_the_first_one():
    """After a reconnect with doubled notifications, each counts once, from the first one on."""
    duplicates = DuplicateFilter()
    duplicates.begin_connection(again=True)
    sent = [bytes((n,)) for n in range(50)]
    deliveries = [(0.04 * n + late_s, payload) for n, payload in enumerate(sent) for late_s in (0.0, 0.0003)]
    assert _kept(duplicates, deliveries) == sent
    assert duplicates.dropped == 50


def test_a_sensor_at_rest():
    """A sensor with occasionally equal frames, delivered in bunches, loses at most one of them."""
    duplicates = DuplicateFilter()
    duplicates.begin_connection(again=True)
    noise = random.Random(2)  # noqa: S311 - a simulation
    sent = [bytes((noise.randrange(4),)) for _ in range(1000)]
    bunched = [(0.045 * (n // 3) + 0.0001 * (n % 3), payload) for n, payload in enumerate(sent)]
    assert len(sent) - len(_kept(duplicates, bunched)) <= 1


@given(st.lists(st.binary(min_size=1, max_size=2), min_size=1), st.booleans())
def test_what_comes_at_its_time_is_never_dropped(sent: list[bytes], again: bool):  # noqa: FBT001 - a strategy's
    """Equal notifications that arrive at different times all count."""
    duplicates = DuplicateFilter()
    duplicates.begin_connection(again=again)
    assert _kept(duplicates, [(0.01 * n, payload) for n, payload in enumerate(sent)]) == sent


def test_the_first_connection_is_believed():
    """On the first connection of a session, two equal notifications at once both count."""
    duplicates = DuplicateFilter()
    assert _kept(duplicates, [(0.0, b"a"), (0.0001, b"a"), (0.1, b"b")]) == [b"a", b"a", b"b"]


def test_doubling_is_found_on_the_first_connection_too():
    """If the system doubles from the start, only the first few notifications count twice."""
    duplicates = DuplicateFilter()
    deliveries = [(0.04 * n + late_s, bytes((n,))) for n in range(100) for late_s in (0.0, 0.0003)]
    assert 100 <= len(_kept(duplicates, deliveries)) <= 103


def test_one_torn_pair_changes_nothing():
    """A pair with a long pause of the program in between does not end the filtering."""
    duplicates = DuplicateFilter()
    duplicates.begin_connection(again=True)
    deliveries = [
        (0.04 * n + late_s * (30.0 if n == 20 else 1.0), bytes((n,))) for n in range(60) for late_s in (0.0, 0.0003)
    ]
    assert len(_kept(duplicates, deliveries)) == 61
