"""Each comparison of a cycle, on movements whose value is known beforehand."""

import math

import numpy as np
import pytest

from sensorcoach.detect.finding.comparisons import (
    ALONE,
    SHARE_FLOOR,
    WITH_BEFORE,
    CycleMeasures,
    compare,
    measure_cycle,
)
from sensorcoach.detect.finding.cycles import Cycle
from sensorcoach.detect.finding.strokes import Attitude, Turn
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.samples import FloatArray
from tests.detect.angles import straight_rad
from tests.detect.records import G_MPS2, attitudes, lifted, recorded


def turn(history: MotionHistory, time_s: float) -> Turn:
    """Return the turning point at this time."""
    point = round(time_s * RATE_HZ)
    x, y, z = history.up_at([point])[0].tolist()
    up: Attitude = (x, y, z)
    return Turn(point, up)


def cycle(history: MotionHistory, foot_s: float, top_s: float, end_s: float) -> Cycle:
    """Return the cycle between these times."""
    return Cycle(turn(history, foot_s), turn(history, top_s), turn(history, end_s), 0.0)


def lift_rad(
    size_deg: float = 30.0, *, lift_s: float = 1.0, hold_s: float = 1.0, end_deg: float = 0.0, rest_s: float = 0.5
) -> FloatArray:
    """Return the angles of a rest, a lift straight up, a hold, a lowering straight down, and a rest."""
    top_s = rest_s + lift_s
    lower_s = top_s + hold_s
    end_s = lower_s + lift_s
    corners = (0.0, 0.0), (rest_s, 0.0), (top_s, size_deg), (lower_s, size_deg), (end_s, end_deg)
    return straight_rad(*corners, (end_s + rest_s, end_deg))


def measured(history: MotionHistory) -> CycleMeasures:
    """Measure the only cycle of this motion, with its highest point as its top."""
    last = history.end - 1
    angle_rad = np.arctan2(history.up(0, last + 1)[:, 1], history.up(0, last + 1)[:, 2])
    return measure_cycle(history, cycle(history, 0.0, int(np.argmax(angle_rad)) / RATE_HZ, last / RATE_HZ))


def of_itself(history: MotionHistory) -> dict[str, float]:
    """Return the comparisons of the only cycle with itself, by name."""
    return dict(zip(ALONE, measured(history).alone, strict=True))


def of_lift(size_deg: float = 30.0, **shape: float) -> dict[str, float]:
    """Return the comparisons of a plain lift with itself, by name."""
    return of_itself(lifted(lift_rad(size_deg, **shape)))


def share(logarithm: float) -> float:
    """Return the share that has this logarithm."""
    return math.exp(logarithm) - SHARE_FLOOR


def beside(one: CycleMeasures, before: CycleMeasures) -> dict[str, float]:
    """Return the comparisons of a cycle with the one before it, by name."""
    return dict(zip(WITH_BEFORE, compare(one, before), strict=True))


@pytest.mark.parametrize(("size_deg", "large", "small"), [(30.0, 0.0, 0.0), (60.0, 1.0, 0.0), (7.5, 0.0, 2.0)])
def test_size(size_deg: float, large: float, small: float):
    """A lift of twice 30° is an octave too large, of a quarter of it two octaves too small."""
    found = of_lift(size_deg)
    assert (found["large"], found["small"]) == pytest.approx((large, small), abs=0.01)
    assert measured(lifted(lift_rad(size_deg))).size_rad == pytest.approx(math.radians(size_deg), rel=0.01)


@pytest.mark.parametrize(("lasts_s", "quick"), [(3.0, 0.0), (6.0, 0.0), (1.5, 1.0)])
def test_duration(lasts_s: float, quick: float):
    """A lift of half of 3 s is an octave quick, a longer one is not; the rests around it do not count."""
    assert of_lift(lift_s=0.5 * lasts_s / 0.8, hold_s=0.0, rest_s=2.0)["quick"] == pytest.approx(quick, abs=0.06)


@pytest.mark.parametrize("end_deg", [0.0, 3.0, 9.0])
def test_return(end_deg: float):
    """I return to within a tenth of the lift, or not: the value is this share."""
    assert share(of_lift(end_deg=end_deg)["return"]) == pytest.approx(end_deg / 30.0, abs=0.01)


@pytest.mark.parametrize("hold_s", [0.0, 2.0, 6.0])
def test_held(hold_s: float):
    """Held is the share of the time near the top: the hold, and the last fifth of lift and lowering."""
    assert share(of_lift(hold_s=hold_s)["held"]) == pytest.approx((hold_s + 0.4) / (hold_s + 1.6), abs=0.04)


@pytest.mark.parametrize("bow_deg", [0.0, 3.0, 9.0])
def test_plane(bow_deg: float):
    """I go out on one side and come back on the other: the value is my distance from the plane."""
    angle_rad = lift_rad(lift_s=2.0, hold_s=0.0)
    side = np.sign(np.gradient(angle_rad))
    aside_rad = math.radians(bow_deg) * side * np.sin(np.pi * angle_rad / angle_rad.max())
    seen_rad = aside_rad[angle_rad > 0.2 * float(angle_rad.max())]
    expected = math.sqrt(float(seen_rad @ seen_rad) / len(seen_rad)) / float(angle_rad.max())
    found = share(of_itself(recorded(attitudes(angle_rad, aside_rad)))["plane"])
    assert found == pytest.approx(expected, rel=0.1, abs=0.001)


def test_only_what_may_be_a_stride_wavers():
    """I leave the plane of my movement, quickly and slowly: only at the pace of strides this suggests walking."""
    for lift_s, wavers in ((0.3, True), (2.0, False)):
        angle_rad = lift_rad(lift_s=lift_s, hold_s=0.0, rest_s=0.2)
        aside_rad = math.radians(6.0) * np.sign(np.gradient(angle_rad)) * np.sin(np.pi * angle_rad / angle_rad.max())
        assert (of_itself(recorded(attitudes(angle_rad, aside_rad)))["waver"] > 1.0) is wavers
        assert of_itself(lifted(angle_rad))["waver"] == pytest.approx(0.0, abs=0.02)


def test_detour():
    """Straight up and down makes no detour; bobbing once by 10° at the top of 30° adds a third."""
    straight = of_lift()["detour"]
    bobbed = straight_rad((0.0, 0.0), (0.5, 0.0), (1.5, 30.0), (2.0, 20.0), (2.5, 30.0), (3.5, 0.0), (4.0, 0.0))
    assert straight == pytest.approx(0.8, abs=0.05)
    assert of_itself(lifted(bobbed))["detour"] - straight == pytest.approx(1.0 / 3.0, abs=0.06)


def test_jolts_and_strides():
    """I land hard: both quick and slow movements jolt, and only the quick ones follow each other like strides."""
    for lift_s, is_stride in ((0.3, True), (2.0, False)):
        angle_rad = lift_rad(lift_s=lift_s, hold_s=0.0, rest_s=0.2)
        jolt = (np.arange(len(angle_rad)) % 2).astype(float)
        found = of_itself(recorded(attitudes(angle_rad), jolt=jolt))
        assert found["jolts"] == pytest.approx(0.5, abs=0.05)
        assert found["stride"] == pytest.approx(float(is_stride), abs=0.01)


def test_a_rest_between_makes_no_stride():
    """I do the same quick movement and then rest: strides follow each other without a rest."""
    assert of_lift(lift_s=0.3, hold_s=0.0, rest_s=0.2)["stride"] > 0.99
    assert of_lift(lift_s=0.3, hold_s=0.0, rest_s=1.5)["stride"] < 0.05


def test_swing():
    """The harder I swing my leg, the larger the value: the logarithm of the spread of the force."""
    angle_rad = lift_rad(lift_s=2.0)
    wave = np.sin(2.0 * np.pi * np.arange(len(angle_rad)) / 25.0)
    for size_mps2 in (0.0, 1.0, 3.0):
        history = recorded(attitudes(angle_rad), acc_norm_mps2=G_MPS2 + size_mps2 * wave)
        assert of_itself(history)["swing"] == pytest.approx(math.log(size_mps2 / math.sqrt(2.0) + 0.03), abs=0.1)


def test_a_cycle_is_like_itself():
    """A movement does not differ from itself."""
    one = measured(lifted(lift_rad(lift_s=1.3)))
    assert beside(one, one) == dict.fromkeys(WITH_BEFORE, math.log(SHARE_FLOOR))


def test_the_way_of_two_equal_lifts():
    """Two equal lifts follow the same path, whatever the rest between; their order makes no difference."""
    angle_rad = np.concatenate([lift_rad(rest_s=1.0), lift_rad(rest_s=1.0)])
    history, half_s = lifted(angle_rad), len(angle_rad) / 2.0 / RATE_HZ
    before = measure_cycle(history, cycle(history, 0.0, 2.0, half_s))
    one = measure_cycle(history, cycle(history, half_s, half_s + 2.0, 2.0 * half_s - 0.02))
    found = beside(one, before)
    assert [share(found[name]) for name in WITH_BEFORE] == pytest.approx([0.0] * len(WITH_BEFORE), abs=0.04)
    assert beside(before, one) == pytest.approx(found)


def test_tops_apart():
    """The second lift is twice as large: its top is 15° beyond the first top, of a size of 22.5° on average."""
    small, large = measured(lifted(lift_rad(15.0, hold_s=0.0))), measured(lifted(lift_rad(30.0, hold_s=0.0)))
    found = beside(large, small)
    assert share(found["top"]) == pytest.approx(15.0 / 22.5, abs=0.01)
    assert 0.3 < share(found["way"]) < share(found["top"])


def test_the_same_tops_by_another_way():
    """I reach the same top along a curve: the tops agree and the paths differ."""
    angle_rad = lift_rad(lift_s=2.0, hold_s=0.0)
    bow_rad = math.radians(12.0) * np.sin(np.pi * angle_rad / angle_rad.max())
    found = beside(measured(recorded(attitudes(angle_rad, bow_rad))), measured(lifted(angle_rad)))
    assert share(found["top"]) < 0.05
    assert share(found["way"]) > 0.2
