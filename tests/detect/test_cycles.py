"""Strokes paired to cycles, on made-up turning points."""

import math
from collections.abc import Sequence

import pytest

from sensorcoach.detect.finding.cycles import MOST_CYCLES, Cycle, look_back
from sensorcoach.detect.finding.strokes import Turn
from sensorcoach.units import RAD_PER_DEG

APART = 100
"""Grid points from one turning point to the next."""


def turns(*angles_deg: float) -> list[Turn]:
    """Return turning points at these angles on one arc, oldest first."""
    ups = [(0.0, math.sin(deg * RAD_PER_DEG), math.cos(deg * RAD_PER_DEG)) for deg in angles_deg]
    return [Turn(APART * k, up) for k, up in enumerate(ups)]


def seen_from_the_last(*angles_deg: float, earliest: int = 0) -> list[list[Cycle]]:
    """Look back from the last of these turning points."""
    *before, pause = turns(*angles_deg)
    return look_back(before, pause, earliest)


def heights_deg(cycles: Sequence[Cycle]) -> list[float]:
    """Return the heights of cycles, newest first."""
    return [2.0 * math.asin(0.5 * cycle.height) / RAD_PER_DEG for cycle in cycles]


def test_lifts_are_found_from_the_bottom():
    """I have lowered for the third time: three cycles from bottom to bottom, the newest first."""
    (cycles,) = seen_from_the_last(0.0, 30.0, 0.0, 28.0, 0.0, 32.0, 0.0)
    assert heights_deg(cycles) == pytest.approx([32.0, 28.0, 30.0])
    assert [(cycle.foot.point, cycle.top.point, cycle.end.point) for cycle in cycles] == [
        (400, 500, 600),
        (200, 300, 400),
        (0, 100, 200),
    ]


def test_lifts_are_found_from_the_top():
    """I hold the third lift: seen from there the same movements are two cycles downwards."""
    (cycles,) = seen_from_the_last(0.0, 30.0, 0.0, 30.0, 0.0, 30.0)
    assert heights_deg(cycles)[:2] == pytest.approx([30.0, 30.0])
    assert [cycle.top.point for cycle in cycles[:2]] == [400, 200]


def test_bottoms_need_not_be_equal():
    """I settle a few degrees higher each time: the lifts are still cycles."""
    (cycles,) = seen_from_the_last(0.0, 30.0, 3.0, 33.0, 6.0, 36.0, 9.0)
    assert len(cycles) == 3


def test_pulses_at_the_top_are_skipped_at_the_coarse_scale():
    """I pulse by five degrees at the top of each lift: pulses are the fine cycles, the lifts the coarse ones."""
    fine, coarse = seen_from_the_last(2.0, 30.0, 0.0, 30.0, 25.0, 30.0, 0.0, 30.0, 25.0, 30.0)
    assert heights_deg(fine)[0] == pytest.approx(5.0)
    assert heights_deg(coarse)[:2] == pytest.approx([30.0, 30.0])


@pytest.mark.parametrize(("start_deg", "count"), [(15.0, 2), (25.0, 1)])
def test_a_first_lift_from_elsewhere(start_deg: float, count: int):
    """My first lift begins half way up, where I got ready: it is a cycle; it cannot begin near its top."""
    (cycles,) = seen_from_the_last(start_deg, 30.0, 0.0, 30.0, 0.0)
    assert len(cycles) == count


def test_lying_down_is_not_a_cycle():
    """I turn over and do not come back: there is no cycle."""
    assert seen_from_the_last(0.0, 90.0) == []


def test_nothing_before_the_earliest_point_is_used():
    """After a set the search goes on behind it: older turning points are ignored."""
    (cycles,) = seen_from_the_last(0.0, 30.0, 0.0, 30.0, 0.0, earliest=2 * APART)
    assert [cycle.foot.point for cycle in cycles] == [200]


def test_only_the_latest_cycles_are_used():
    """After many lifts only the latest are looked back at."""
    (cycles,) = seen_from_the_last(*(0.0, 30.0) * (MOST_CYCLES + 4), 0.0)
    assert len(cycles) == MOST_CYCLES
