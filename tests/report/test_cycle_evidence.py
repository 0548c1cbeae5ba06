"""The page of the movements around a moment."""

from dataclasses import replace

import pytest

from sensorcoach.detect.finding.comparisons import NAMES
from sensorcoach.detect.finding.evidence_report import WORDS
from sensorcoach.events import CycleWeighed, Event, RepCounted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.report.cycle_evidence import MomentExplained, find_rep_at, find_rows_around, find_set_at
from sensorcoach.report.cycle_text import format_moment
from sensorcoach.set_events import Share
from tests.scripted import rep

SHARES = (Share("return", -2.0, above=True), Share("quick", 0.02, above=False), Share("held", 1.5, above=True))


def cycle(start_s: float, total: float = 1.0, *, counted: bool = False, end_s: float | None = None) -> CycleWeighed:
    """A movement of 3 s."""
    end_s = start_s + 3.0 if end_s is None else end_s
    return CycleWeighed(
        start_s, 0.5 * (start_s + end_s), end_s, 0.5, 1.0, total, 5.5, counted=counted, shares=SHARES, decided_s=end_s
    )


def page(events: list[Event], at_s: float) -> str:
    """Return the page around a moment of a recording that begins at 0."""
    return format_moment(
        MomentExplained(
            "session.csv",
            find_exercise("glute-bridge"),
            Placement.PELVIS,
            simulated=False,
            begin_s=0.0,
            at_s=at_s,
            rows=find_rows_around(events, at_s),
            rep=find_rep_at(events, at_s),
            set_number=find_set_at(events, at_s),
            signal="No lift was found.",
        )
    )


def test_one_movement_is_shown_once():
    """Seen from its bottom, from its top, and weighed again, a movement has one row: the likeliest, as known last."""
    events = [cycle(10.0, 1.0), cycle(11.5, 0.5), cycle(10.0, 3.0)]
    (row,) = find_rows_around(events, 11.0)
    assert row.cycle is events[2]


def test_between_two_reps_nothing_is_missing():
    """The lowering of a rep and the lift of the next are not a separate movement that was not counted."""
    one = rep(1, 10.0)
    two = replace(rep(2, 10.0), lift_start_s=one.end_s, end_s=one.end_s + 5.0)
    counted = [RepCounted(1, each, each.end_s) for each in (one, two)]
    between = cycle(one.end_s - 1.9, end_s=one.end_s + 1.9)
    assert find_rows_around([between], one.end_s)
    assert not find_rows_around([between, *counted], one.end_s)


def test_only_movements_nearby():
    """Movements of another minute are left out."""
    assert not find_rows_around([cycle(100.0)], 10.0)


def test_why_not():
    """A movement that did not count has its evidence, the threshold, and the comparisons most against and for it."""
    shown = page([cycle(10.0)], 11.0)
    assert "No set is in progress at 0:11.0." in shown
    assert "its evidence is 1.0, and 5.5 is needed: it does not come back to" in " ".join(shown.split())
    assert "for     it stays near its top (+1.5)" in shown
    assert "against it does not come back to where it began (-2.0)" in shown
    assert "as quick as" not in shown


def test_whatever_the_evidence():
    """What kept a movement from counting whatever its evidence is the answer, not the evidence."""
    shown = page([replace(cycle(10.0, 9.0), reason="The sensor shows the posture upright.")], 11.0)
    assert "was not counted: The sensor" in " ".join(shown.split())


def test_a_counted_movement():
    """Of a moment within a rep the page names the rep."""
    one = rep(1, 10.0)
    moved = cycle(one.lift_start_s, counted=True, end_s=one.end_s)
    shown = page([moved, RepCounted(2, one, one.end_s)], 11.0)
    assert "a rep was counted, 2.1. `--rep 2.1` shows" in shown
    assert "against" not in shown


def test_nothing_moved():
    """Where nothing moved out and back, that is the answer, with the last word on the signal."""
    assert "no movement was large enough for a lift. No lift was found." in " ".join(page([], 11.0).split())


@pytest.mark.parametrize("name", NAMES)
def test_every_comparison_has_words(name: str):
    """Comparisons above and below their usual value have different words, and each row fits."""
    words = WORDS[name]
    assert words.above != words.below
    for above in (True, False):
        shares = (Share(name, -1.0, above=above), Share(name, 1.0, above=above))
        assert max(map(len, page([replace(cycle(10.0), shares=shares)], 11.0).splitlines())) <= 80
