"""Simulated daily life: what it is made of, and that nothing of it is exercise."""

import numpy as np
import pytest

from sensorcoach.events import RepCounted
from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.pipeline import Pipeline
from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.life_plan import LifePlan, perform_life
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.sensor import random_sensor


@pytest.mark.parametrize("placement", list(Placement))
def test_a_stretch_of_life_is_what_its_diary_says(placement: Placement):
    """Three minutes of life last as long as asked, without a break in the diary, and hold more than one activity."""
    lived = perform_life(LifePlan(placement, 180.0), random_person(4), 4)
    ends_s = [done.end_s for done in lived.diary]
    assert ends_s[-1] == pytest.approx(len(lived.felt) / FINE_HZ)
    assert ends_s[-1] >= 180.0
    assert [done.start_s for done in lived.diary[1:]] == ends_s[:-1]
    assert len({done.name for done in lived.diary}) >= 3
    assert lived.at(lived.diary[1].start_s + 0.01) == lived.diary[1].name


def test_the_same_seed_lives_the_same_life():
    """Life can be lived again: the same seed gives the same forces, another seed others."""
    plan = LifePlan(Placement.PELVIS, 30.0)
    once, again, other = (perform_life(plan, random_person(1), seed).felt.acc_mps2 for seed in (1, 1, 2))
    assert np.array_equal(once, again)
    assert not np.array_equal(once[:1000], other[:1000])


@pytest.mark.parametrize(
    ("name", "placement"),
    [("glute-bridge", Placement.PELVIS), ("clamshell", Placement.THIGH), ("hip-thrust", Placement.THIGH)],
)
def test_ten_minutes_of_life_count_nothing(name: str, placement: Placement):
    """Walking, stairs, chairs, bed, bending, reaching and pedalling, with an exercise chosen: nothing is counted."""
    lived = perform_life(LifePlan(placement, 600.0), random_person(103), 103)
    samples = random_sensor(103, 50.0).sense(lived.felt, 103)
    pipeline = Pipeline(find_exercise(name), placement)
    events = pipeline.feed_samples(samples) + pipeline.finish()
    assert not [event for event in events if isinstance(event, RepCounted)]
    assert {"pedal", "stairs", "bend", "walk"} & {done.name for done in lived.diary}
