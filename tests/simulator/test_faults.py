"""Each fault on request does what it says, and the others' reps stay good."""

import numpy as np
import pytest

from sensorcoach.exercises.catalogue import find_exercise
from sensorcoach.exercises.exercise import Placement
from sensorcoach.simulator.grid import FINE_HZ
from sensorcoach.simulator.performance import Performance, perform
from sensorcoach.simulator.person import random_person
from sensorcoach.simulator.plan import Fault, SessionPlan, SetPlan, list_usual_faults
from sensorcoach.simulator.truth import TrueRep
from sensorcoach.units import DEG_PER_RAD

SEEDS = range(4)


def performed(fault: Fault, seed: int, name: str = "hip-thrust") -> tuple[Performance, TrueRep, list[TrueRep]]:
    """A set with one faulty rep: the performance, that rep, the good ones."""
    plan = SessionPlan(
        find_exercise(name), Placement.PELVIS, (SetPlan((None, None, None, fault, None)),), arrive=False, leave=False
    )
    performance = perform(plan, random_person(seed), seed)
    reps = list(performance.truth.reps)
    return performance, reps.pop(3), reps


def peak_dps(performance: Performance, from_s: float, to_s: float) -> float:
    """The fastest intended movement between two times."""
    lift = np.linalg.norm(performance.movement.lift_rotvec, axis=1)
    rate = np.abs(np.gradient(lift)) * FINE_HZ * DEG_PER_RAD
    return float(rate[int(from_s * FINE_HZ) : int(to_s * FINE_HZ)].max())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("fault", [Fault.FAST, Fault.SWUNG])
def test_momentum(fault: Fault, seed: int):
    """A fast or swung rep is lifted at more than 2.5 times the usual rate."""
    performance, bad, good = performed(fault, seed)
    usual = np.median([peak_dps(performance, rep.lift_start_s, rep.top_s) for rep in good])
    assert peak_dps(performance, bad.lift_start_s, bad.top_s) > 2.5 * usual
    assert "momentum" in bad.faults


@pytest.mark.parametrize("seed", SEEDS)
def test_short(seed: int):
    """A short rep goes less than two thirds of the way."""
    _, bad, good = performed(Fault.SHORT, seed)
    assert bad.rom_rad < 0.67 * np.median([rep.rom_rad for rep in good])
    assert bad.faults == ("short_range",)


@pytest.mark.parametrize("seed", SEEDS)
def test_overextended(seed: int):
    """An overextended rep goes more than 10° past the top of the others."""
    _, bad, good = performed(Fault.OVEREXTENDED, seed)
    beyond_deg = (bad.rom_rad - max(rep.rom_rad for rep in good[1:])) * DEG_PER_RAD
    assert beyond_deg > 8.0
    assert bad.faults == ("overextension",)


@pytest.mark.parametrize("seed", SEEDS)
def test_dropped(seed: int):
    """A dropped rep comes down in under half a second and lands hard."""
    performance, bad, good = performed(Fault.DROPPED, seed)
    size = np.linalg.norm(performance.felt.acc_mps2, axis=1)
    landing = size[int((bad.end_s - 0.2) * FINE_HZ) : int((bad.end_s + 0.2) * FINE_HZ)]
    assert bad.end_s - bad.lower_s < 0.45
    assert min(rep.end_s - rep.lower_s for rep in good) > 0.6
    assert landing.max() > 15.0
    assert bad.faults[0] == "dropped"


@pytest.mark.parametrize("seed", SEEDS)
def test_short_hold(seed: int):
    """A short hold is less than a third of the usual one."""
    _, bad, good = performed(Fault.SHORT_HOLD, seed)
    assert bad.lower_s - bad.top_s < 0.33 * np.median([rep.lower_s - rep.top_s for rep in good])
    assert bad.faults == ("short_hold",)


@pytest.mark.parametrize("seed", SEEDS)
def test_bottom_contact(seed: int):
    """A rep that should hover but touches the floor goes lower than the others, and rests there."""
    performance, bad, good = performed(Fault.BOTTOM_CONTACT, seed)
    lift = np.linalg.norm(performance.movement.lift_rotvec, axis=1)
    bottoms = [lift[int((rep.end_s + 0.15) * FINE_HZ)] for rep in (*good[:3], bad)]
    assert bottoms[3] < 0.5 * min(bottoms[:3])
    assert bad.faults == ("bottom_contact",)


@pytest.mark.parametrize("fault", list(Fault))
def test_the_others_stay_good(fault: Fault):
    """Asking for one faulty rep leaves the truth of the others without fault."""
    performance, bad, good = performed(fault, 1)
    assert bad.fault is fault
    assert all(rep.faults == () and rep.fault is None for rep in good)
    assert performance.truth.sets[0].kind == "faulty"


@pytest.mark.parametrize("seed", range(20))
def test_good_holds_reach_the_target(seed: int):
    """In a good rep the hold is never short of the exercise's target."""
    plan = SessionPlan(find_exercise("single-leg-bridge"), Placement.PELVIS, (SetPlan((None,) * 4),), arrive=False)
    reps = perform(plan, random_person(seed), seed).truth.reps
    assert min(rep.lower_s - rep.top_s for rep in reps) > 0.85 * 5.0


def test_only_faults_that_mean_something():
    """A bottom may only be touched wrongly where it should hover, a hold only be short where one is asked for."""
    assert Fault.BOTTOM_CONTACT not in list_usual_faults(find_exercise("glute-bridge"))
    assert Fault.BOTTOM_CONTACT in list_usual_faults(find_exercise("reverse-hip-raise"))
    assert Fault.SHORT_HOLD not in list_usual_faults(find_exercise("generic"))
