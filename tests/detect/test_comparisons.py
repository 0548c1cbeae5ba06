"""Each comparison of a cycle, against movements of which it is known beforehand."""

import math

import numpy as np
import pytest

from sensorcoach.detect.comparisons import ALONE, WITH_BEFORE, CycleMeasures, compare, measure_cycle
from sensorcoach.detect.cycles import Cycle
from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.strokes import Attitude, Turn
from sensorcoach.motion.grid import RATE_HZ
from sensorcoach.samples import FloatArray
from tests.detect.angles import straight_rad
from tests.detect.records import G_MPS2, attitudes, lifted, recorded


def turn(record: MotionRecord, time_s: float) -> Turn:
    """The turning point at this time."""
    point = round(time_s * RATE_HZ)
    x, y, z = record.up_at([point])[0].tolist()
    up: Attitude = (x, y, z)
    return Turn(point, up)


def cycle(record: MotionRecord, foot_s: float, top_s: float, end_s: float) -> Cycle:
    """The cycle between these times."""
    return Cycle(turn(record, foot_s), turn(record, top_s), turn(record, end_s), 0.0)


def lift_rad(
    size_deg: float = 30.0, *, lift_s: float = 1.0, hold_s: float = 1.0, end_deg: float = 0.0, rest_s: float = 0.5
) -> FloatArray:
    """A rest, a lift straight up, a hold, straight down, and a rest."""
    top_s = rest_s + lift_s
    lower_s = top_s + hold_s
    end_s = lower_s + lift_s
    corners = (0.0, 0.0), (rest_s, 0.0), (top_s, size_deg), (lower_s, size_deg), (end_s, end_deg)
    return straight_rad(*corners, (end_s + rest_s, end_deg))


def measured(record: MotionRecord) -> CycleMeasures:
    """The one cycle on record, with its highest point as its top."""
    last = record.end - 1
    angle_rad = np.arctan2(record.up(0, last + 1)[:, 1], record.up(0, last + 1)[:, 2])
    return measure_cycle(record, cycle(record, 0.0, int(np.argmax(angle_rad)) / RATE_HZ, last / RATE_HZ))


def of_itself(record: MotionRecord) -> dict[str, float]:
    """The comparisons of the one cycle on record with itself, by name."""
    return dict(zip(ALONE, measured(record).alone, strict=True))


def of_lift(size_deg: float = 30.0, **shape: float) -> dict[str, float]:
    """The same of a plain lift."""
    return of_itself(lifted(lift_rad(size_deg, **shape)))


def beside(one: CycleMeasures, before: CycleMeasures) -> dict[str, float]:
    """The comparisons of a cycle with the one before it, by name."""
    return dict(zip(WITH_BEFORE, compare(one, before), strict=True))


@pytest.mark.parametrize(("size_deg", "large", "small"), [(30.0, 0.0, 0.0), (60.0, 1.0, 0.0), (7.5, 0.0, 2.0)])
def test_size(size_deg: float, large: float, small: float):
    """A lift of twice 30° is an octave too large, of a quarter of it two octaves too small."""
    found = of_lift(size_deg)
    assert (found["large"], found["small"]) == pytest.approx((large, small), abs=0.01)
    assert measured(lifted(lift_rad(size_deg))).size_rad == pytest.approx(math.radians(size_deg), rel=0.01)


@pytest.mark.parametrize(("lasts_s", "slow", "quick"), [(3.0, 0.0, 0.0), (6.0, 1.0, 0.0), (1.5, 0.0, 1.0)])
def test_duration(lasts_s: float, slow: float, quick: float):
    """A lift of twice 3 s is an octave slow, of half of it an octave quick; the rests beside it do not count."""
    found = of_lift(lift_s=0.5 * lasts_s / 0.8, hold_s=0.0, rest_s=2.0)
    assert (found["slow"], found["quick"]) == pytest.approx((slow, quick), abs=0.06)


@pytest.mark.parametrize("end_deg", [0.0, 3.0, 9.0])
def test_return(end_deg: float):
    """I come back to within a tenth of the lift, or not: the share is the number."""
    assert of_lift(end_deg=end_deg)["return"] == pytest.approx(end_deg / 30.0, abs=0.01)


@pytest.mark.parametrize("hold_s", [0.0, 2.0, 6.0])
def test_held(hold_s: float):
    """Held is the share of the time spent near the top: the hold and the last fifth of either way."""
    assert of_lift(hold_s=hold_s)["held"] == pytest.approx((hold_s + 0.4) / (hold_s + 1.6), abs=0.04)


@pytest.mark.parametrize("bow_deg", [0.0, 3.0, 9.0])
def test_plane(bow_deg: float):
    """I go out on one side and come back on the other: how far beside the plane, as a share of the lift."""
    angle_rad = lift_rad(lift_s=2.0, hold_s=0.0)
    side = np.sign(np.gradient(angle_rad))
    aside_rad = math.radians(bow_deg) * side * np.sin(np.pi * angle_rad / angle_rad.max())
    seen_rad = aside_rad[angle_rad > 0.2 * float(angle_rad.max())]
    expected = math.sqrt(float(seen_rad @ seen_rad) / len(seen_rad)) / float(angle_rad.max())
    assert of_itself(recorded(attitudes(angle_rad, aside_rad)))["plane"] == pytest.approx(expected, rel=0.1, abs=0.001)


def test_detour():
    """Straight up and down is no way longer than the lift; bobbing by 10° once at the top of 30° adds a third."""
    straight = of_lift()["detour"]
    bobbed = straight_rad((0.0, 0.0), (0.5, 0.0), (1.5, 30.0), (2.0, 20.0), (2.5, 30.0), (3.5, 0.0), (4.0, 0.0))
    assert straight == pytest.approx(0.8, abs=0.05)
    assert of_itself(lifted(bobbed))["detour"] - straight == pytest.approx(1.0 / 3.0, abs=0.06)


def test_jolts_at_the_pace_of_strides_are_steps():
    """I land hard in quick movements: jolts and strides, so steps; a slow lift with jolts is not a step."""
    for lift_s, is_stride in ((0.3, True), (2.0, False)):
        angle_rad = lift_rad(lift_s=lift_s, hold_s=0.0, rest_s=0.2)
        jolt = (np.arange(len(angle_rad)) % 2).astype(float)
        found = of_itself(recorded(attitudes(angle_rad), jolt=jolt))
        assert found["jolts"] == pytest.approx(0.5, abs=0.05)
        assert found["stride"] == pytest.approx(float(is_stride), abs=0.01)
        assert found["steps"] == pytest.approx(found["jolts"] * found["stride"])


def test_a_rest_between_makes_no_stride():
    """I do the same quick movement and then rest: strides follow each other without that."""
    assert of_lift(lift_s=0.3, hold_s=0.0, rest_s=0.2)["stride"] > 0.99
    assert of_lift(lift_s=0.3, hold_s=0.0, rest_s=1.5)["stride"] < 0.05


def test_swing():
    """The harder I throw the weight of my leg about, the larger: half of the swing of the force is its logarithm."""
    angle_rad = lift_rad(lift_s=2.0)
    wave = np.sin(2.0 * np.pi * np.arange(len(angle_rad)) / 25.0)
    for size_mps2 in (0.0, 1.0, 3.0):
        record = recorded(attitudes(angle_rad), acc_norm_mps2=G_MPS2 + size_mps2 * wave)
        assert of_itself(record)["swing"] == pytest.approx(math.log(size_mps2 / math.sqrt(2.0) + 0.03), abs=0.1)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_force(sign: float):
    """The force goes with the lift, whichever end it is seen from; a force that does not is no lift's."""
    u = np.linspace(0.0, 1.0, 151)
    angle_rad = np.radians(15.0) * (1.0 - np.cos(2.0 * np.pi * u))
    bend = np.gradient(np.gradient(angle_rad)) * RATE_HZ * RATE_HZ
    other = np.random.default_rng(1).normal(0.0, 1.0, len(u))
    assert of_itself(recorded(attitudes(angle_rad), G_MPS2 + sign * bend))["force"] > 0.9
    assert of_itself(recorded(attitudes(angle_rad), G_MPS2 + other))["force"] < 0.3


def test_a_cycle_is_like_itself():
    """A movement beside the very same one has nothing unlike about it."""
    one = measured(lifted(lift_rad(lift_s=1.3)))
    assert beside(one, one) == dict.fromkeys(WITH_BEFORE, 0.0)


def test_the_way_between_two_lifts():
    """Two equal lifts with a rest between differ in nothing, and the rest is their pause."""
    angle_rad = np.concatenate([lift_rad(rest_s=1.0), lift_rad(rest_s=1.0)])
    record, half_s = lifted(angle_rad), len(angle_rad) / 2.0 / RATE_HZ
    before = measure_cycle(record, cycle(record, 0.0, 2.0, half_s))
    one = measure_cycle(record, cycle(record, half_s, half_s + 2.0, 2.0 * half_s - 0.02))
    found = beside(one, before)
    assert [found[name] for name in ("bottom", "top", "size", "pace")] == pytest.approx([0.0] * 4, abs=0.02)
    assert found["pause"] == pytest.approx(math.log(1.0 + 2.0 + 2.0 * 0.2), abs=0.03)
    assert beside(before, one) == pytest.approx(found)


def test_what_is_unlike():
    """The second lift is twice as large and half as quick: a logarithm of two each; and it ends elsewhere."""
    small, large = (
        measured(lifted(lift_rad(15.0, hold_s=0.0))),
        measured(lifted(lift_rad(30.0, lift_s=2.0, hold_s=0.0))),
    )
    elsewhere = measured(lifted(lift_rad(30.0, end_deg=6.0)))
    found = beside(large, small)
    assert (found["size"], found["pace"]) == pytest.approx((math.log(2.0), math.log(2.0)), abs=0.05)
    assert found["top"] == pytest.approx(15.0 / 22.5, abs=0.01)
    assert beside(elsewhere, measured(lifted(lift_rad())))["bottom"] == pytest.approx(0.2, abs=0.01)
