"""A simulated session: the same from the same seed, with its truth beside it."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from sensorcoach.exercises.catalogue import all_exercises, find_exercise
from sensorcoach.exercises.exercise import Exercise, Placement
from sensorcoach.samples import FloatArray
from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.performance import Performance, draw_orientation, perform
from sensorcoach.simulator.person import Person, random_person
from sensorcoach.simulator.plan import Rest, Style, usual_plan
from sensorcoach.simulator.profiles import PHASE_EDGE
from sensorcoach.simulator.sensor import SensorModel
from sensorcoach.simulator.session import random_session, simulate
from sensorcoach.units import DEG_PER_RAD, STANDARD_GRAVITY_MPS2

BRIDGE = find_exercise("glute-bridge")
EVERYTHING = [(exercise, placement) for exercise in all_exercises() for placement in exercise.placements]


def lift_angle(performed: Performance) -> FloatArray:
    """The intended angle on the fine grid, radians, up being positive."""
    turn = performed.movement.lift_rotvec
    top = turn[np.argmax(np.linalg.norm(turn, axis=1))]
    return turn @ (top / np.linalg.norm(top))


@pytest.mark.parametrize("seed", [0, 3])
def test_same_seed_same_session(seed: int):
    """The same seed gives the same samples and the same truth, to the last bit."""
    first, second = random_session(seed), random_session(seed)
    assert first.samples.acc_mps2.tobytes() == second.samples.acc_mps2.tobytes()
    assert first.samples.time_s.tobytes() == second.samples.time_s.tobytes()
    assert first.truth == second.truth


def test_other_seed_other_session():
    """Another seed gives another session of the same plan."""
    plan = usual_plan(BRIDGE, sets=1, reps=3, life=False)
    one, two = (simulate(plan, random_person(1), SensorModel(50.0), seed) for seed in (1, 2))
    assert one.truth != two.truth


@pytest.mark.parametrize(("exercise", "placement"), EVERYTHING, ids=lambda value: getattr(value, "id", str(value)))
def test_every_exercise_and_placement(exercise: Exercise, placement: Placement):
    """Every exercise at every placement gives all its reps, in order, within its usual range."""
    session = simulate(usual_plan(exercise, placement, reps=4), random_person(5), SensorModel(25.0), 5)
    reps = session.truth.reps
    assert len(reps) == 8
    for rep in reps:
        assert rep.lift_start_s < rep.top_s <= rep.lower_s < rep.end_s
    starts_and_ends = [time for rep in reps for time in (rep.lift_start_s, rep.end_s)]
    assert starts_and_ends == sorted(starts_and_ends)
    usual = exercise.ranges[placement]
    assert all(0.8 * usual.low_rad < rep.rom_rad < 1.1 * usual.high_rad for rep in reps)
    assert np.isfinite(session.samples.acc_mps2).all()
    assert session.samples.time_s[-1] > reps[-1].end_s


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("name", ["glute-bridge", "reverse-hip-raise", "clamshell"])
def test_truth_is_where_the_rate_passes_five_percent(style: Style, name: str):
    """Each phase of the truth is where the intended movement's rate passes 5 % of that phase's own peak."""
    plan = usual_plan(find_exercise(name), sets=1, reps=3, style=style, life=False)
    performed = perform(plan, random_person(8), 8)
    angle = lift_angle(performed)
    rate = np.gradient(angle) * FINE_HZ
    time_s = np.arange(len(angle)) / FINE_HZ
    for rep in performed.truth.reps:
        middle_s = (rep.top_s + rep.lower_s) / 2.0
        lifting = (time_s > rep.lift_start_s - 0.1) & (time_s < middle_s) & (rate > 0.0)
        lowering = (time_s > middle_s) & (time_s < rep.end_s + 0.1) & (rate < 0.0)
        for phase, begin_s, end_s in ((lifting, rep.lift_start_s, rep.top_s), (lowering, rep.lower_s, rep.end_s)):
            loud = time_s[phase & (np.abs(rate) >= PHASE_EDGE * np.abs(rate[phase]).max())]
            assert loud[loud > begin_s - 0.02][0] == pytest.approx(begin_s, abs=0.004)
            assert loud[loud < end_s + 0.02][-1] == pytest.approx(end_s, abs=0.004)


def test_range_is_from_own_bottom_to_own_top():
    """The range of each rep is its intended angle from its own bottom to its own top."""
    performed = perform(usual_plan(BRIDGE, sets=1, reps=5, life=False), random_person(4), 4)
    angle = lift_angle(performed)
    for rep in performed.truth.reps:
        inside = slice(int((rep.lift_start_s - 0.05) * FINE_HZ), int(rep.lower_s * FINE_HZ))
        assert angle[inside].max() - angle[inside.start] == pytest.approx(rep.rom_rad, rel=0.03)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_mounting_changes_nothing_but_the_axes(seed: int):
    """However I put the sensor on, the size of what it feels and the truth stay the same."""
    plan = usual_plan(BRIDGE, sets=1, reps=3)
    straight = perform(plan, random_person(6), 6, Rotation.identity())
    turned = perform(plan, random_person(6), 6, draw_orientation(np.random.default_rng(seed)))
    assert turned.truth == straight.truth
    for kind in ("acc_mps2", "gyro_radps"):
        sizes = [np.linalg.norm(getattr(p.felt, kind), axis=1) for p in (straight, turned)]
        np.testing.assert_allclose(sizes[0], sizes[1], atol=1e-6)


def test_other_mounting_without_asking():
    """By default, each session has the sensor mounted differently."""
    plan = usual_plan(BRIDGE, sets=1, reps=2, life=False)
    ups = [simulate(plan, Person(), SensorModel(50.0), seed).samples.acc_mps2[10] for seed in range(40)]
    directions = np.asarray(ups) / STANDARD_GRAVITY_MPS2
    assert np.linalg.norm(directions.mean(axis=0)) < 0.5
    assert np.linalg.norm(directions, axis=1) == pytest.approx(1.0, abs=0.05)


def test_one_movement_two_sensors():
    """A faster sensor sees more of the same movement, and the truth does not depend on the sensor."""
    plan = usual_plan(BRIDGE, sets=1, reps=2)
    slow, fast = (simulate(plan, random_person(1), SensorModel(rate), 1) for rate in (25.0, 200.0))
    assert slow.truth == fast.truth
    assert len(fast.samples) == pytest.approx(8 * len(slow.samples), abs=8)


def test_low_amplitude_goes_down_to_three_degrees():
    """The low style lifts by three to six degrees at the pelvis."""
    plan = usual_plan(BRIDGE, sets=1, reps=2, style=Style.LOW, life=False)
    ranges = [
        rep.rom_rad * DEG_PER_RAD for seed in range(12) for rep in perform(plan, random_person(seed), seed).truth.reps
    ]
    assert 2.5 < min(ranges) < 4.0
    assert max(ranges) < 7.0


def test_walking_in_shakes_and_lying_does_not():
    """Walking in shakes the sensor as walking does; waiting for the set does not."""
    session = simulate(usual_plan(BRIDGE, sets=1, reps=3), random_person(2), SensorModel(100.0), 2)
    time_s, size = session.samples.time_s, np.linalg.norm(session.samples.acc_mps2, axis=1)
    first_s = session.truth.reps[0].lift_start_s
    assert size[time_s < 6.0].max() > 12.0
    assert size[time_s < 6.0].min() < 8.0
    waiting = size[(time_s > first_s - 3.0) & (time_s < first_s - 0.5)]
    assert np.ptp(waiting) < 0.6


@pytest.mark.parametrize("rest", list(Rest))
def test_rests(rest: Rest):
    """Between sets I may lie still, fidget, sit up or walk about; the sets stay apart."""
    session = simulate(usual_plan(BRIDGE, reps=3, rest=rest), random_person(3), SensorModel(50.0), 3)
    first, second = session.truth.sets
    assert second.start_s - first.end_s > 10.0


def test_alternating_sides_leave_the_worn_thigh_resting():
    """In a bird dog only the worn leg's reps are in the truth, with the other leg's time between them."""
    session = simulate(usual_plan(find_exercise("bird-dog"), sets=1, reps=3), random_person(1), SensorModel(50.0), 1)
    reps = session.truth.reps
    assert all(later.lift_start_s - earlier.end_s > 4.0 for earlier, later in pairwise(reps))


@pytest.mark.parametrize(("exercise", "placement"), EVERYTHING, ids=lambda value: getattr(value, "id", value))
def test_postures_are_in_the_truth(exercise: Exercise, placement: Placement):
    """The truth says when I stood and when I was in the exercise's posture, with each set within one such time."""
    truth = perform(usual_plan(exercise, placement, reps=2, rest=Rest.WALK), random_person(4), 4).truth
    phases = truth.postures
    assert phases[0].name == phases[-1].name == "upright"
    assert all(before.end_s <= after.start_s + 1e-9 for before, after in pairwise(phases))
    for done in truth.sets:
        (phase,) = [one for one in phases if one.start_s <= done.start_s and done.end_s <= one.end_s]
        assert exercise.posture.value in {"any", "side-lying", phase.name.replace(" ", "-")}
        assert ("side" in phase.name) == (exercise.posture.value == "side-lying")
        if "side" in phase.name:
            assert done.side is not None
            assert done.side.value not in phase.name


def test_thrown_lifts_fly_beyond_the_top():
    """Thrown lifts take less than a second; where they are held, they went beyond the hold. Some sets do not hold."""
    held: list[float] = []
    for seed in range(8):
        performed = perform(
            usual_plan(BRIDGE, sets=1, reps=3, style=Style.THROWN, life=False), random_person(seed), seed
        )
        angle = lift_angle(performed)
        for rep in performed.truth.reps:
            assert rep.top_s - rep.lift_start_s < 1.0
            held.append(rep.lower_s - rep.top_s)
            if held[-1] > 0.5:
                assert angle[int(rep.top_s * FINE_HZ)] > 1.06 * angle[int((rep.lower_s - 0.05) * FINE_HZ)]
    assert min(held) < 0.1
    assert max(held) > 0.5


@pytest.mark.parametrize("seed", range(4))
def test_swung_reps_do_not_stop(seed: int):
    """In a swung set the next lift begins as the lowering ends, and a rep takes 0.8 to 2.3 s."""
    plan = usual_plan(BRIDGE, sets=1, reps=4, style=Style.SWUNG, life=False)
    reps = perform(plan, random_person(seed), seed).truth.reps
    for rep, following in pairwise(reps):
        assert following.lift_start_s - rep.end_s < 0.15
        assert rep.lower_s - rep.top_s < 0.15
        assert 0.7 < following.lift_start_s - rep.lift_start_s < 2.4
