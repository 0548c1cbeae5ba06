"""A wrong gyro is corrected where one unit, sign or order of axes explains it, and dropped where none does."""

from collections.abc import Callable

import numpy as np
import pytest

from sensorcoach.events import NoticeRaised
from sensorcoach.exercises.exercise import Placement
from sensorcoach.motion.gyro_correction import explain_gyro
from sensorcoach.samples import FloatArray, Samples
from sensorcoach.units import RAD_PER_DEG
from tests.detect.simulated import events_of, reps_of, session, with_gyro

DONE = session("glute-bridge", Placement.PELVIS, sets=2)
RATE_HZ = 50.0

EXPLAINED: dict[str, tuple[Callable[[FloatArray], FloatArray], str]] = {
    "deg/s": (lambda gyro: gyro / RAD_PER_DEG, "is in °/s instead of rad/s"),
    "mrad/s": (lambda gyro: gyro * 1000.0, "instead of rad/s"),
    "raw counts": (lambda gyro: np.round(gyro / RAD_PER_DEG * 131.072), "raw counts of a ±250 °/s range"),
    "all signs": (np.negative, "has the opposite sign on all axes"),
    "axes": (lambda gyro: gyro[:, [1, 2, 0]], "has its axes in another order (z, x, y)"),
    "deg/s and signs": (lambda gyro: -gyro / RAD_PER_DEG, "is in °/s instead of rad/s and has the opposite sign"),
}

NOT_EXPLAINED: dict[str, tuple[Callable[[FloatArray], FloatArray], str]] = {
    "zero": (np.zeros_like, "contradicts the accelerometer"),
    "zeros between": (lambda gyro: gyro * (np.arange(len(gyro)) % 3 > 0)[:, None], "sends zeros between its readings"),
    "clipped": (lambda gyro: np.clip(gyro, -0.2, 0.2), "is clipped at 11°/s"),
    "late": (lambda gyro: np.roll(gyro, round(RATE_HZ), axis=0), "is 1.0 s late"),
    "dies": (lambda gyro: np.where(np.arange(len(gyro))[:, None] < len(gyro) // 2, gyro, 0.0), "contradicts"),
}


def altered(fault: Callable[[FloatArray], FloatArray]) -> Samples:
    """The session with this fault of the gyro."""
    gyro_radps = DONE.samples.gyro_radps
    assert gyro_radps is not None
    return with_gyro(DONE.samples, np.ascontiguousarray(fault(gyro_radps)))


def notices(samples: Samples) -> list[NoticeRaised]:
    """The notices of the whole pipeline."""
    return [event for event in events_of(DONE, samples=samples) if isinstance(event, NoticeRaised)]


@pytest.mark.parametrize("name", EXPLAINED)
def test_a_gyro_is_corrected(name: str):
    """My file has its gyro in another unit, sign or order: it is corrected, and all reps have their usual range."""
    fault, words = EXPLAINED[name]
    (notice,) = notices(altered(fault))
    assert notice.code == "gyro_corrected"
    assert words in notice.message
    reps, true = reps_of(events_of(DONE, samples=altered(fault))), reps_of(events_of(DONE))
    assert len(reps) == len(true)
    assert [one.rep.rom_rad for one in reps] == pytest.approx([one.rep.rom_rad for one in true], rel=0.08)


@pytest.mark.parametrize("name", NOT_EXPLAINED)
def test_a_gyro_is_dropped(name: str):
    """Nothing explains my gyro: it is not used, and the notice says why. All reps count; a late gyro may cost one."""
    fault, words = NOT_EXPLAINED[name]
    (notice,) = notices(altered(fault))
    assert notice.code == "gyro_not_used"
    assert words in notice.message
    lost = len(DONE.truth.reps) - len(reps_of(events_of(DONE, samples=altered(fault))))
    assert 0 <= lost <= (name == "late")


def test_a_right_gyro_needs_no_correction():
    """A gyro that agrees with gravity has no correction, and samples without one have none either."""
    assert explain_gyro(DONE.samples) is None
    assert explain_gyro(Samples(DONE.samples.time_s, DONE.samples.acc_mps2, None)) is None
    assert not notices(DONE.samples)
