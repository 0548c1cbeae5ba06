"""A rep explained: what it was compared with, its trace, and the page as a person reads it."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sensorcoach.events import Event, LiftTrace, ReferenceDoubted, ReferenceTaken, RepCounted, Verdict
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.form.rules.dropped import Dropped
from sensorcoach.form.rules.momentum import Momentum
from sensorcoach.form.rules.short_range import ShortRange
from sensorcoach.form.rules.slowing import TOO_EARLY, Slowing
from sensorcoach.form.rules.uneven_sides import NO_SIDE, UnevenSides
from sensorcoach.references.calibration import CountedRep
from sensorcoach.report.explain_text import format_explanation
from sensorcoach.report.explanation import Explanation, cut_trace_around, find_reference_used
from sensorcoach.report.terms import Terms
from sensorcoach.runner.offline.rep_selector import list_counted_reps
from sensorcoach.verdicts import SkippedRule
from tests.conftest import Golden
from tests.references.reference_files import REFERENCE
from tests.scripted import rep, scripted_session

LEAST_DEG, MOST_DEG = 26.0, 42.0


def taken(decided_s: float, least_deg: float = LEAST_DEG) -> ReferenceTaken:
    """A reference from here on."""
    own = replace(REFERENCE, stored=False)
    return ReferenceTaken(own, math.radians(least_deg), math.radians(MOST_DEG), first=True, decided_s=decided_s)


def ranged(number: int, least_deg: float) -> RepCounted:
    """A rep that was held against this least range."""
    start_s = 10.0 * number
    said = Verdict(
        ShortRange.facts, "range", 32.0, least_deg, "deg", start_s, "Come up.", broken=False, is_minimum=True
    )
    return RepCounted(1, rep(number, start_s, (said,)), start_s + 5.0)


def explanation(place: int) -> Explanation:
    """The explanation of a rep of the scripted session."""
    events = scripted_session()
    counted = list_counted_reps(events)
    one = counted[place - 1]
    verdicts = (
        *one.rep.verdicts,
        Verdict(Momentum.facts, "peak rate of the lift", 160.0, 95.0, "deg/s", 0.0, "Lift without swinging."),
        Verdict(Momentum.facts, "time of the lift", 1.5, 0.8, "s", 0.0, "Lift slowly.", broken=False, is_minimum=True),
        Verdict(ShortRange.facts, "range", 32.0, LEAST_DEG, "deg", 0.0, "Come up.", broken=False, is_minimum=True),
        Verdict(Dropped.facts, "jolt at the bottom", 1.2, 1.0, "m/s²", 0.0, "Do not let go.", broken=False),
    )
    skipped = (SkippedRule(UnevenSides.facts, NO_SIDE.reason), SkippedRule(Slowing.facts, TOO_EARLY.reason))
    one = replace(one, rep=replace(one.rep, verdicts=verdicts, skipped=skipped))
    time_s, angle_rad = cut_trace_around(one.rep, events)
    return Explanation(
        path="session.csv",
        exercise=find_exercise("glute-bridge"),
        placement=Placement.PELVIS,
        simulated=False,
        begin_s=0.0,
        counted=one,
        reps=len(counted),
        time_s=time_s,
        angle_rad=angle_rad,
        taken=taken(0.0),
        terms=Terms({"momentum.peak_ratio": 2.0}, None),
    )


@pytest.mark.parametrize("width", [80, 120])
def test_golden_page(width: int, golden: Golden):
    """The page of the third scripted rep is what it was."""
    golden(f"report/explain-{width}.txt", format_explanation(explanation(3), width) + "\n")


def test_a_gap_stays_empty():
    """Where samples are missing nothing is drawn: the fourth rep ends in a gap."""
    whole, cut = (format_explanation(explanation(place), 80).splitlines()[6:18] for place in (3, 4))
    columns = [
        {column for line in lines for column, mark in enumerate(line) if mark in "LHDR"} for lines in (whole, cut)
    ]
    assert columns[1] < columns[0]


def test_a_later_trace_replaces_the_earlier_one():
    """A set that is recognised late is drawn along its arc: the later stretch is the one shown."""
    times_s = np.arange(4.0, 12.0, 0.02)
    early = LiftTrace(times_s, np.zeros(len(times_s)))
    late = LiftTrace(times_s[50:], np.ones(len(times_s) - 50))
    time_s, angle_rad = cut_trace_around(rep(1, 5.0), [early, late])
    assert len(time_s) == len(np.unique(time_s))
    assert (angle_rad == (time_s >= times_s[50])).all()


def test_no_reference_yet():
    """A rep before any reference is compared with none, though one is taken right after it."""
    plain = RepCounted(1, rep(1, 10.0), 15.0)
    events: list[Event] = [plain, taken(15.0)]
    assert find_reference_used(CountedRep(1, 1, None, plain.rep), events) is None


def test_the_reference_before_the_rep():
    """What a rep teaches is for the reps to come: it is held against what there was before."""
    first, second = taken(1.0, 26.0), taken(15.0, 27.0)
    counted = ranged(1, 26.0)
    events: list[Event] = [first, counted, second, ranged(2, 27.0)]
    assert find_reference_used(CountedRep(1, 1, None, counted.rep), events) is first


def test_the_reference_that_a_rep_brought_about():
    """Where the first reps of a set were all larger, the rep that shows it is held against the new reference."""
    stored, new = taken(1.0, 26.0), taken(15.0, 40.0)
    counted = ranged(1, 40.0)
    events: list[Event] = [stored, counted, ReferenceDoubted("All larger.", "Calibrate.", 15.0), new]
    assert find_reference_used(CountedRep(1, 1, None, counted.rep), events) is new
