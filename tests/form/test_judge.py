"""The reference for reps: the session's own first good reps, or a stored one, until it does not fit."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sensorcoach.events import Event, ReferenceDoubted, ReferenceTaken, Rep
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.form.judge import Criteria, Judge
from sensorcoach.form.measures import RepMeasures
from sensorcoach.motion.lift_axis import LiftAxis
from sensorcoach.reference import Mount, Reference
from tests.form.reps import AXIS, OWN, measures, rep

BRIDGE = find_exercise("glute-bridge")
STORED = replace(OWN, reps=3, stored=True, mount=Mount((0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))


def of_range(rom_deg: float) -> RepMeasures:
    """A good rep of this many degrees."""
    return measures(rep(rom_deg=rom_deg, peak_dps=0.93 * rom_deg))


def done(judge: Judge, reps: list[RepMeasures], axis: LiftAxis = AXIS) -> tuple[list[Rep], list[Event]]:
    """Judge a whole set: return the judged reps and the notices about the reference."""
    events = judge.begin_set(axis, None, 0.0)
    judged: list[Rep] = []
    for number, one in enumerate(reps, start=1):
        said, more = judge.judge(one, None, float(number))
        judged.append(said)
        events += more
    judge.end_set()
    return judged, events


def taken(events: list[Event]) -> list[Reference]:
    """The references that were announced."""
    return [event.reference for event in events if isinstance(event, ReferenceTaken)]


def codes(reps: list[Rep]) -> list[set[str]]:
    """What each rep is warned of."""
    return [{verdict.code for verdict in one.warnings} for one in reps]


def test_the_first_three_good_reps_make_a_reference():
    """From my third good rep on I am compared with myself; it learns up to the tenth and then stays."""
    judge = Judge(BRIDGE, Criteria())
    _, events = done(judge, [of_range(30.0)] * 8)
    assert [one.reps for one in taken(events)] == [3, 4, 5, 6, 7, 8]
    _, events = done(judge, [of_range(30.0)] * 4)
    assert [one.reps for one in taken(events)] == [9, 10]


def test_a_thrown_rep_teaches_nothing():
    """A thrown rep is not a reference for the others."""
    judge = Judge(BRIDGE, Criteria())
    thrown = measures(rep(lift_s=0.4, rom_deg=55.0, peak_dps=250.0))
    _, events = done(judge, [of_range(30.0), thrown, of_range(30.0), of_range(30.0)])
    (reference,) = taken(events)
    assert reference.range_rad == pytest.approx(math.radians(30.0))


def test_a_rep_out_of_the_plane_teaches_nothing():
    """A rep that leaves the plane gets a warning and stays out of the reference."""
    twisted = replace(of_range(30.0), aside_rad=math.radians(20.0))
    judged, events = done(Judge(BRIDGE, Criteria()), [of_range(30.0)] * 3 + [twisted, of_range(30.0)])
    assert codes(judged)[3] == {"off_axis"}
    assert [one.reps for one in taken(events)] == [3, 4]


def test_a_set_of_short_reps_is_warned_of():
    """A whole set that stops half way up is short against the sets before: it does not become the usual."""
    judge = Judge(BRIDGE, Criteria())
    done(judge, [of_range(30.0)] * 5)
    judged, events = done(judge, [of_range(15.0)] * 4)
    assert codes(judged) == [{"short_range"}] * 4
    assert taken(events) == []


def test_a_set_of_larger_reps_is_the_new_usual():
    """A whole set goes higher than the ones before: those were the small ones, and overextension is not reported."""
    judge = Judge(BRIDGE, Criteria())
    done(judge, [of_range(15.0)] * 5)
    judged, events = done(judge, [of_range(32.0)] * 4)
    assert codes(judged) == [set(), set(), set(), set()]
    assert taken(events)[-1].range_rad == pytest.approx(math.radians(32.0))
    assert [one.reps for one in taken(events)][-2:] == [3, 4]


def test_a_single_larger_rep_is_overextension():
    """Once my usual range has shown in this set, a rep far beyond it gets a warning."""
    judge = Judge(BRIDGE, Criteria())
    judged, _ = done(judge, [of_range(30.0)] * 4 + [of_range(45.0)])
    assert codes(judged)[-1] == {"overextension"}


def test_a_stored_reference_holds_from_the_first_rep():
    """After a calibration I am compared from the first rep on."""
    judged, events = done(Judge(BRIDGE, Criteria(stored=STORED)), [of_range(15.0)])
    assert codes(judged) == [{"short_range"}]
    assert [event.reference.stored for event in events if isinstance(event, ReferenceTaken)] == [True]


def test_a_moved_sensor_is_reported_before_any_warning():
    """The sensor has moved since I calibrated: that is reported first, and my first good reps serve."""
    turned = LiftAxis(np.array([0.0, 1.0, 0.0]), np.array([1.0, 0.0, 0.0]), math.radians(30.0))
    judged, events = done(Judge(BRIDGE, Criteria(stored=STORED)), [of_range(15.0)] * 3, turned)
    assert isinstance(events[0], ReferenceDoubted)
    assert "calibrate" in events[0].remedy
    assert codes(judged) == [set(), set(), set()]
    assert not taken(events)[-1].stored


def test_a_reference_outgrown_is_ignored():
    """Three reps in a row a third larger than my reference: it fits no more, and says so."""
    _, events = done(Judge(BRIDGE, Criteria(stored=STORED)), [of_range(42.0)] * 3)
    kinds = [type(event) for event in events]
    assert kinds.index(ReferenceDoubted) == 1
    assert not taken(events)[-1].stored


def test_small_lifts_outgrow_a_reference_by_four_degrees():
    """In lifts of ten degrees, a third more is still my usual range; five degrees more is a new one."""
    small = replace(STORED, range_rad=math.radians(10.0))
    for rom_deg, outgrown in ((13.7, False), (15.0, True)):
        _, events = done(Judge(BRIDGE, Criteria(stored=small)), [of_range(rom_deg)] * 3)
        assert any(isinstance(event, ReferenceDoubted) for event in events) == outgrown


def test_a_rep_a_third_larger_is_not_my_usual_one():
    """Overextension is reported after a rep a sixth above my usual range, and not yet after one a third above it."""
    for first_deg, found in ((35.0, {"overextension"}), (39.5, set[str]())):
        judged, _ = done(Judge(BRIDGE, Criteria(stored=STORED)), [of_range(first_deg), of_range(45.0)])
        assert codes(judged)[1] == found
