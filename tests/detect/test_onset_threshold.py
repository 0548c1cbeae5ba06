"""How fast a segment must turn before rest or hold is over."""

import numpy as np

from sensorcoach.detect.following.onset_threshold import OnsetThreshold

PEAK = 0.03
"""Usual largest turn of the movement that follows, radians over the rate's span."""


def waited(lengths: list[int], turn: float = 0.0) -> tuple[OnsetThreshold, int]:
    """Holds of these lengths, with this turn throughout; and the point at which the next one begins."""
    waiting, point = OnsetThreshold(PEAK), 0
    for length in lengths:
        waiting.begin(point)
        for k in range(point, point + length):
            waiting.learn(k, turn, PEAK)
        waiting.end(point + length)
        point += length + 100
    waiting.begin(point)
    return waiting, point


def test_the_usual_time_makes_the_end_likelier():
    """After holds of three seconds less is needed when three seconds are nearly over than in the middle of the hold."""
    waiting, begun = waited([150] * 4, turn=0.1 * PEAK)
    limits = [waiting.limit(begun + age, PEAK) for age in (90, 140)]
    assert limits[0] > limits[1]


def test_an_unsteady_person_must_turn_faster():
    """If I wander at a tenth of the peak rate, a phase begins only above that rate."""
    calm, begun = waited([150] * 4)
    unsteady, _ = waited([150] * 4, turn=0.1 * PEAK)
    assert unsteady.limit(begun + 140, PEAK) > max(0.1 * PEAK, calm.limit(begun + 140, PEAK))


def test_settling_after_a_movement_is_not_unsteadiness():
    """Turns in the first moments of a hold do not make it harder for the next lowering to be seen."""
    settling, begun = OnsetThreshold(PEAK), 0
    for _ in range(4):
        settling.begin(begun)
        for age in range(150):
            settling.learn(begun + age, 0.15 * PEAK if age < 40 else 0.0, PEAK)
        settling.end(begun + 150)
        begun += 250
    settling.begin(begun)
    calm, _ = waited([150] * 4)
    assert np.isclose(settling.limit(begun + 100, PEAK), calm.limit(begun + 100, PEAK))


def test_a_word_taken_back_makes_careful():
    """After a lowering that was none, more is needed, and the hold's age counts on from its own beginning."""
    waiting, begun = waited([150] * 4, turn=0.1 * PEAK)
    before = waiting.limit(begun + 130, PEAK)
    waiting.end(begun + 131)
    waiting.resume(begun + 137)
    assert waiting.limit(begun + 138, PEAK) > before


def test_a_hold_without_a_beginning_has_an_unknown_length():
    """A lowering that followed a lift at once and is taken back leaves a hold that has just begun."""
    waiting, begun = waited([150] * 4, turn=0.1 * PEAK)
    waiting.end(begun + 150)
    waiting.begin(begun + 300)
    waiting.resume(begun + 400)
    assert waiting.limit(begun + 410, PEAK) > waiting.limit(begun + 540, PEAK)
