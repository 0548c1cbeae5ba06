"""The reps that make a reference, and the reasons for leaving out the others."""

import math
from dataclasses import replace

import pytest

from sensorcoach.errors import InputError
from sensorcoach.references.calibration import CountedRep, calibrate_reps
from tests.references.reference_files import MOUNT, counted
from tests.scripted import momentum


def swung(place: int) -> CountedRep:
    """A rep with a warning."""
    plain = counted(place)
    return replace(plain, rep=replace(plain.rep, verdicts=(momentum(plain.rep.lift_start_s),)))


def refusal(reps: list[CountedRep], *, chosen: bool = True) -> InputError:
    """Return the warnings of these reps."""
    with pytest.raises(InputError) as caught:
        calibrate_reps(reps, chosen=chosen)
    assert caught.value.remedy.endswith(".")
    return caught.value


def test_three_slow_good_reps():
    """Three slow good reps make a reference: their middle range and times, and how the sensor sat."""
    reps = [counted(1, rom_deg=30.0), counted(2, rom_deg=33.0, lift_s=1.8), counted(3, rom_deg=31.0, lift_s=1.6)]
    reference, taken = calibrate_reps(reps, chosen=False)
    assert [one.place for one in taken] == [1, 2, 3]
    assert math.degrees(reference.range_rad) == pytest.approx(31.0)
    assert reference.lift_s == pytest.approx(1.6)
    assert (reference.reps, reference.mount, reference.stored) == (3, MOUNT, True)


def test_the_first_three_that_will_do():
    """Without a word which, the first three good ones in a row are taken, across no set's end."""
    reps = [counted(1), swung(2), counted(3), counted(4), counted(5, 2), counted(6, 2), counted(7, 2), counted(8, 2)]
    _, taken = calibrate_reps(reps, chosen=False)
    assert [one.place for one in taken] == [5, 6, 7]


def test_all_chosen_reps_count():
    """If I name five reps, the reference has five."""
    reference, taken = calibrate_reps([counted(place) for place in range(1, 6)], chosen=True)
    assert reference.reps == len(taken) == 5


@pytest.mark.parametrize(("count", "words"), [(0, "found 0"), (1, "found 1"), (2, "found 2")])
def test_fewer_than_three(count: int, words: str):
    """Fewer than three reps do not make a reference; the message gives their number."""
    assert words in refusal([counted(place + 1) for place in range(count)]).message


def test_not_slow():
    """Quick reps are refused with their times and what slow means."""
    message = refusal([counted(1), counted(2, lift_s=0.72), counted(3)]).message
    assert "lifts in 0.72 s and lowers in 1.50 s" in message
    assert "at least 1 s each way" in message


def test_ranges_that_differ():
    """Reps of unlike range are refused, with by how much."""
    message = refusal([counted(1, rom_deg=20.0), counted(2), counted(3, rom_deg=33.0)]).message
    assert "20.0° to 33.0°, 13.0° apart where 8.0° may be" in message


def test_small_ranges_may_differ_by_noise():
    """At the pelvis a good lift may be 6°: two degrees of difference are accepted."""
    reference, _ = calibrate_reps([counted(k, rom_deg=deg) for k, deg in ((1, 5.0), (2, 6.0), (3, 7.0))], chosen=True)
    assert math.degrees(reference.range_rad) == pytest.approx(6.0)


def test_paces_that_differ():
    """Reps of unlike pace are refused, with by how much."""
    assert "2.5 times as long" in refusal([counted(1, lift_s=1.2), counted(2), counted(3, lift_s=3.0)]).message


def test_faulty_reps():
    """A rep with a warning is left out; the message names rep and reason."""
    assert "(rep 2: momentum)" in refusal([counted(1), swung(2), counted(3)]).message


def test_two_sets():
    """Reps of two sets are refused: between them the sensor may have been moved."""
    assert "two sets" in refusal([counted(1), counted(2), counted(3, 2)]).message


def test_the_nearest_refusal_is_reported():
    """Where no three will do, I hear of those that came nearest, not of the first."""
    reps = [swung(1), swung(2), swung(3), counted(4), counted(5, rom_deg=20.0), counted(6)]
    assert refusal(reps, chosen=False).message.startswith("Reps 4 to 6 differ")
