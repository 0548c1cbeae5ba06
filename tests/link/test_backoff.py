"""When the program connects to a sensor again."""

from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.link.backoff import AWAY_S, PAUSES_S, Backoff


def test_a_lost_sensor_is_tried_as_soon_as_it_is_heard():
    """After a loss there is no pause: the first advertisement leads to a connection."""
    backoff = Backoff()
    backoff.note_loss(10.0)
    assert backoff.note_advertisement(10.1)


def test_pauses_grow_and_end_at_the_longest():
    """The pauses grow for a sensor in range that refuses connections."""
    backoff = Backoff()
    for pause_s in (*PAUSES_S, PAUSES_S[-1]):
        backoff.note_failure(0.0)
        assert backoff.pause_left_s(0.0) == pause_s
    backoff.note_streaming()
    backoff.note_failure(0.0)
    assert backoff.pause_left_s(0.0) == PAUSES_S[0]


@given(st.integers(1, 12), st.floats(AWAY_S, 1000.0))
def test_a_sensor_that_comes_back_is_not_kept_waiting(failures: int, away_s: float):
    """A sensor that returns is connected to at once, however often it failed before."""
    backoff = Backoff()
    for _ in range(failures):
        backoff.note_failure(5.0)
    assert backoff.note_advertisement(5.0 + away_s)
    assert backoff.failures == 0


@given(st.integers(1, 12))
def test_a_sensor_that_is_there_is_not_pestered(failures: int):
    """Continuous advertisements do not shorten the pause."""
    backoff = Backoff()
    for _ in range(failures):
        backoff.note_failure(0.0)
    pause_s = backoff.pause_left_s(0.0)
    tried = [0.1 * n for n in range(1, 100) if backoff.note_advertisement(0.1 * n)]
    assert tried[0] >= pause_s


def test_a_sensor_that_left_again_while_it_was_tried():
    """The first broken attempt causes no pause; further ones do, like all failures."""
    backoff = Backoff()
    backoff.note_loss(10.0)
    backoff.note_broken_attempt(11.0)
    assert backoff.note_advertisement(11.1)
    backoff.note_broken_attempt(12.0)
    assert backoff.pause_left_s(12.0) == PAUSES_S[1]
    backoff.note_streaming()
    assert backoff.failures == 0
