"""Sets that the person begins and ends by a key: simulated people, the whole pipeline."""

from itertools import pairwise

import numpy as np
import pytest

from sensorcoach.events import Event, NoticeRaised, RepCounted, SetArmed, SetDisarmed, SetDiscarded, SetFinished
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.packets import MARK_DISCARD, MARK_END, MARK_START
from sensorcoach.pipeline import Pipeline
from sensorcoach.simulator.scenes.scene import play_scene, sense_scene
from sensorcoach.simulator.scenes.scene_list import all_scenes
from sensorcoach.simulator.session import SimulatedSession
from tests.detect.simulated import WORN, events_of, part, reps_of, session, with_gyro


def between(done: SimulatedSession, number: int) -> float:
    """A moment after this many reps, before the next; 0 is before the first and the number of reps after the last."""
    reps = done.truth.reps
    if number == 0:
        return reps[0].lift_start_s - 1.5
    if number == len(reps):
        return reps[-1].end_s + 1.5
    return 0.5 * (reps[number - 1].end_s + reps[number].lift_start_s)


def true_numbers(done: SimulatedSession, counted: list[RepCounted]) -> list[int]:
    """Which of the reps that were done those counted are."""
    numbers: list[int] = []
    for event in counted:
        middle_s = 0.5 * (event.rep.lift_start_s + event.rep.end_s)
        numbers += [true.number for true in done.truth.reps if true.lift_start_s < middle_s < true.end_s]
    return numbers


def numbers_of(events: list[Event]) -> list[int]:
    """The numbers of the finished sets."""
    return [event.number for event in events if isinstance(event, SetFinished)]


@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_each_rep_counts_as_it_ends(exercise_id: str, placement: Placement):
    """I say that my set begins: the first rep counts as its lowering ends, and so do all the others."""
    done = session(exercise_id, placement)
    counted = reps_of(events_of(done, [(between(done, 0), MARK_START), (between(done, 6), MARK_END)]))
    assert true_numbers(done, counted) == [1, 2, 3, 4, 5, 6]
    assert max(one.decided_s - true.end_s for one, true in zip(counted, done.truth.reps, strict=True)) < 0.3
    assert all(one.decided_s < later.decided_s for one, later in pairwise(counted))


@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_only_what_lies_in_my_windows_counts(exercise_id: str, placement: Placement):
    """I begin and end a set twice: reps before the second start and after its end do not count, those within do."""
    done = session(exercise_id, placement)
    marks = [(0.5, MARK_START), (1.0, MARK_END), (between(done, 2), MARK_START), (between(done, 5), MARK_END)]
    events = events_of(done, marks)
    assert true_numbers(done, reps_of(events)) == [3, 4, 5]
    assert numbers_of(events) == [1]


@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_without_a_gyro_half_a_second_is_enough(exercise_id: str, placement: Placement):
    """My sensor has no gyro: the first rep counts within half a second of its end all the same."""
    done = session(exercise_id, placement, gyro=False)
    counted = reps_of(events_of(done, [(between(done, 0), MARK_START), (between(done, 6), MARK_END)]))
    assert true_numbers(done, counted)[0] == 1
    assert counted[0].decided_s - done.truth.reps[0].end_s < 0.5


@pytest.mark.parametrize(("exercise_id", "placement"), WORN)
def test_a_long_rest_parts_no_armed_set(exercise_id: str, placement: Placement):
    """I rest for long in an armed set: what I lift after the rest counts on in the same set."""
    done = session(exercise_id, placement, sets=2, reps=3)
    events = events_of(done, [(between(done, 0), MARK_START), (between(done, 6), MARK_END)])
    counted = reps_of(events)
    assert true_numbers(done, counted) == [true.number for true in done.truth.reps]
    assert {event.set_number for event in counted} == {1}
    assert [event.rep_count for event in events if isinstance(event, SetFinished)] == [6]


@pytest.mark.parametrize(("exercise_id", "placement"), [WORN[0], WORN[2]])
def test_a_gyro_that_fails_parts_no_armed_set(exercise_id: str, placement: Placement):
    """My gyro reads three times too much from the seventh rep on and is dropped: my set of twelve stays one set."""
    done = session(exercise_id, placement, reps=12)
    assert done.samples.gyro_radps is not None
    factor = np.where(done.samples.time_s > between(done, 6), 3.0, 1.0)
    samples = with_gyro(done.samples, factor[:, np.newaxis] * done.samples.gyro_radps)
    events = events_of(done, [(between(done, 0), MARK_START), (between(done, 12), MARK_END)], samples)
    assert [event.code for event in events if isinstance(event, NoticeRaised)] == ["gyro_not_used"]
    assert [event.rep_count for event in events if isinstance(event, SetFinished)] == [12]


@pytest.mark.parametrize(
    ("name", "reps"),
    [
        ("breaks: rolls over and back, glute-bridge pelvis", 12),
        ("dip in a hold: 60 %, prone-leg-raise thigh", 6),
        ("long holds: 5 of 10 s that sag by a fifth, prone-leg-raise thigh", 5),
    ],
)
def test_no_rep_counts_before_it_is_down(name: str, reps: int):
    """I roll over, dip or sag in my set: it stays one set, and no rep counts before I am down."""
    (scene,) = [one for one in all_scenes() if one.name == name]
    played = play_scene(scene, 1)
    true = played.truth.reps
    samples = sense_scene(played, gyro=True)
    pipeline = Pipeline(find_exercise(scene.exercise), scene.placement)
    start = int(np.searchsorted(samples.time_s, true[0].lift_start_s - 1.5))
    pipeline.feed_samples(part(samples, 0, start))
    pipeline.mark(MARK_START, true[0].lift_start_s - 1.5)
    counted = reps_of(pipeline.feed_samples(part(samples, start, len(samples))) + pipeline.finish())
    assert len(counted) == len(true) == reps
    assert {event.set_number for event in counted} == {1}
    assert min(one.decided_s - rep.end_s for one, rep in zip(counted, true, strict=True)) > -0.1


def test_a_set_of_one_rep():
    """I begin a set, lift once and end it: that is a set of one rep."""
    done = session("glute-bridge", Placement.PELVIS)
    events = events_of(done, [(between(done, 0), MARK_START), (between(done, 1), MARK_END)])
    assert true_numbers(done, reps_of(events)) == [1]
    assert [event.rep_count for event in events if isinstance(event, SetFinished)] == [1]


def test_the_set_ends_when_i_say_so():
    """I end my set: it is finished at that moment, before it is reported as over, and nothing counts after it."""
    done = session("glute-bridge", Placement.PELVIS)
    end_s = between(done, 4)
    events = events_of(done, [(between(done, 0), MARK_START), (end_s, MARK_END)])
    ends = [event for event in events if isinstance(event, SetFinished | SetDisarmed)]
    assert [type(event) for event in ends] == [SetFinished, SetDisarmed]
    assert all(event.decided_s == pytest.approx(end_s, abs=0.1) for event in ends)
    assert max(event.decided_s for event in reps_of(events)) <= end_s + 0.1


def test_reps_before_the_first_mark_are_another_set():
    """I lift before I press the key for the first time: what I begin by the key is a set of its own."""
    done = session("glute-bridge", Placement.PELVIS)
    start_s = between(done, 3)
    events = events_of(done, [(start_s, MARK_START), (between(done, 6), MARK_END)])
    (armed,) = [event for event in events if isinstance(event, SetArmed)]
    counted = [event for event in reps_of(events) if event.decided_s > armed.decided_s]
    assert true_numbers(done, counted) == [4, 5, 6]
    assert len({event.set_number for event in counted}) == 1
    assert all(event.rep.lift_start_s >= start_s - 0.1 for event in counted)


def test_what_i_throw_away_is_named():
    """I throw my set away while I do it: its number is named and given to no other set."""
    done = session("glute-bridge", Placement.PELVIS)
    marks = [(between(done, 0), MARK_START), (between(done, 3), MARK_DISCARD), (between(done, 6), MARK_END)]
    events = events_of(done, marks)
    (discarded,) = [event for event in events if isinstance(event, SetDiscarded)]
    counted = reps_of(events)
    assert discarded.number == counted[0].set_number
    later = [event for event in counted if event.decided_s > discarded.decided_s]
    assert true_numbers(done, later) == [4, 5, 6]
    assert discarded.number not in {event.set_number for event in later}
    assert discarded.number not in numbers_of(events)


def test_nothing_is_moved_and_nothing_counts():
    """I begin a set and end it without lifting: there is no set."""
    done = session("glute-bridge", Placement.PELVIS)
    events = events_of(done, [(0.3, MARK_START), (between(done, 0) + 0.5, MARK_END), (99.0, MARK_START)])
    assert reps_of(events) == []
    assert numbers_of(events) == []


def test_throwing_away_before_anything_counts():
    """I finish a set, begin the next and throw it away in its first hold: the finished set stays."""
    done = session("glute-bridge", Placement.PELVIS)
    fourth, again_s = done.truth.reps[3], between(done, 3)
    hold_s = 0.5 * (fourth.top_s + fourth.lower_s)
    marks = [(between(done, 0), MARK_START), (again_s, MARK_END), (again_s + 0.1, MARK_START), (hold_s, MARK_DISCARD)]
    events = events_of(done, marks)
    (finished,) = [event for event in events if isinstance(event, SetFinished) and event.decided_s < hold_s]
    assert finished.number not in [event.number for event in events if isinstance(event, SetDiscarded)]


def test_throwing_away_twice():
    """I press the key twice: the set is thrown away once."""
    done = session("glute-bridge", Placement.PELVIS)
    end_s = between(done, 3)
    marks = [
        (between(done, 0), MARK_START),
        (end_s, MARK_END),
        (end_s + 0.1, MARK_DISCARD),
        (end_s + 0.2, MARK_DISCARD),
    ]
    discarded = [event.number for event in events_of(done, marks) if isinstance(event, SetDiscarded)]
    assert discarded == [1]


def test_a_key_pressed_after_the_last_sample():
    """I end my set and throw it away when the sensor is already off: both are reported."""
    done = session("glute-bridge", Placement.PELVIS)
    last_s = float(done.samples.time_s[-1])
    marks = [(between(done, 0), MARK_START), (last_s + 0.1, MARK_END), (last_s + 0.2, MARK_DISCARD)]
    said = [type(event) for event in events_of(done, marks) if isinstance(event, SetDisarmed | SetDiscarded)]
    assert said == [SetDisarmed, SetDiscarded]
