"""Provisional and counted reps from the first lift to the last, and sets that are hard to follow."""

from collections.abc import Sequence

import numpy as np
import pytest

from sensorcoach.events import (
    Event,
    PhaseChanged,
    ProvisionalWithdrawn,
    RepCounted,
    RepProvisional,
    SetFinished,
    SetStarted,
    known_s,
)
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.pipeline import Pipeline
from sensorcoach.samples import FloatArray, Samples
from tests.detect.angles import REP, Move, angle_rad
from tests.detect.records import G_MPS2, attitudes
from tests.detect.simulated import WORN, events_of, reps_of, session
from tests.detect.weighed import LEVER_M

FROM_THE_TOP: tuple[Move, ...] = ((0.0, 1.5), (0.0, 1.0), (30.0, 1.5), (30.0, 1.0))
"""Down and up again."""


def samples_of(lift_rad: FloatArray, lever_m: float = LEVER_M) -> Samples:
    """What a sensor with an accelerometer alone makes of these lift angles."""
    bend = np.gradient(np.gradient(lift_rad)) * RATE_HZ * RATE_HZ
    noise = np.random.default_rng(1).normal(0.0, 0.02, (len(lift_rad), 3))
    acc_mps2 = (G_MPS2 + lever_m * bend)[:, None] * attitudes(lift_rad) + noise
    return Samples(np.arange(len(lift_rad)) / RATE_HZ, acc_mps2, None)


def events_in(exercise_id: str, placement: Placement, samples: Samples) -> list[Event]:
    """All events of these samples."""
    pipeline = Pipeline(find_exercise(exercise_id), placement)
    return pipeline.feed_samples(samples) + pipeline.finish()


def counts(events: Sequence[Event]) -> list[int]:
    """How many reps each set has."""
    return [event.rep_count for event in events if isinstance(event, SetFinished)]


@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_the_first_rep_is_shown_before_it_counts(exercise_id: str, placement: Placement):
    """I lift for the first time: its number is shown at once, under the set's own number, and counted later."""
    events = events_of(session(exercise_id, placement))
    first = reps_of(events)[0]
    shown = [event for event in events if isinstance(event, RepProvisional)]
    assert (shown[0].set_number, shown[0].number) == (first.set_number, first.rep.number) == (1, 1)
    assert shown[0].decided_s < first.decided_s
    assert events.index(shown[0]) < events.index(first)


@pytest.mark.parametrize("life", [False, True])
@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_a_counted_rep_is_never_withdrawn(exercise_id: str, placement: Placement, *, life: bool):
    """What counts stays: only lifts of a set that has not begun are ever withdrawn."""
    begun: set[int] = set()
    events = events_of(session(exercise_id, placement, life=life))
    for event in events:
        if isinstance(event, SetStarted | RepCounted):
            begun.add(event.number if isinstance(event, SetStarted) else event.set_number)
        assert not (isinstance(event, ProvisionalWithdrawn) and event.set_number in begun)
    assert begun
    assert life or not any(isinstance(event, ProvisionalWithdrawn) for event in events)


@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_phases_are_sure_from_the_set_on(exercise_id: str, placement: Placement):
    """Before my set is recognised the phases shown are provisional; after that none is until it is over."""
    events = events_of(session(exercise_id, placement))
    started = next(k for k, event in enumerate(events) if isinstance(event, SetStarted))
    finished = next(k for k, event in enumerate(events) if isinstance(event, SetFinished))
    before, during = ([event for event in part if isinstance(event, PhaseChanged)] for part in _cut(events, started))
    assert before
    assert all(event.provisional for event in before)
    assert not any(event.provisional for event in during if events.index(event) < finished)


def _cut(events: list[Event], place: int) -> tuple[list[Event], list[Event]]:
    return events[:place], events[place:]


@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_everything_comes_in_the_order_in_which_it_is_known(exercise_id: str, placement: Placement):
    """Shown lifts, counted reps and the ends of sets come one after another, as they become known."""
    kinds = (RepProvisional, ProvisionalWithdrawn, SetStarted, RepCounted, SetFinished)
    times_s = [known_s(event) for event in events_of(session(exercise_id, placement)) if isinstance(event, kinds)]
    assert times_s == sorted(times_s)


@pytest.mark.parametrize("hold_s", [20.0, 60.0, 110.0])
def test_a_long_hold_in_mid_set(hold_s: float):
    """I hold my fourth bridge for up to two minutes and go on: six reps in one set, and the hold is its hold."""
    lift_rad = angle_rad(*REP * 3, (30.0, 1.5), (30.0, hold_s), *REP[2:], *REP * 2, (0.0, 15.0))
    events = events_in("glute-bridge", Placement.PELVIS, samples_of(lift_rad))
    assert counts(events) == [6]
    assert reps_of(events)[3].rep.hold_s == pytest.approx(hold_s, abs=0.5)


@pytest.mark.parametrize("rest_s", [0.5, 1.0])
def test_a_set_read_upside_down_is_turned_over(rest_s: float):
    """My recording begins at the top of a lift, with unknown direction: the last rep counts as well."""
    lift_rad = angle_rad((30.0, rest_s), *FROM_THE_TOP * 4, (0.0, 1.5), (0.0, 45.0), start_deg=30.0)
    events = events_in("glute-bridge", Placement.THIGH, samples_of(lift_rad, lever_m=0.0))
    assert counts(events) == [5]
    assert reps_of(events)[-1].rep.end_s == pytest.approx(1.0 + rest_s + 4 * 5.0 + 1.5, abs=0.3)


def test_the_right_way_up_nothing_is_turned_over():
    """The force shows the bottom of my bridges: staying up after the last lift is not another rep."""
    lift_rad = angle_rad((0.0, 5.0), *REP * 5, (30.0, 1.5), (30.0, 20.0))
    events = events_in("glute-bridge", Placement.PELVIS, samples_of(lift_rad))
    assert counts(events) == [5]


def test_a_twitch_is_shown_and_withdrawn():
    """I twitch once and then lie still: the provisional rep is withdrawn, and nothing counts."""
    lift_rad = angle_rad((0.0, 2.0), (10.0, 0.3), (0.0, 0.3), (0.0, 20.0))
    events = events_in("prone-leg-raise", Placement.THIGH, samples_of(lift_rad, lever_m=0.0))
    shown = [type(event) for event in events if isinstance(event, RepProvisional | ProvisionalWithdrawn)]
    assert shown[0] is RepProvisional
    assert shown[-1] is ProvisionalWithdrawn
    assert reps_of(events) == []
