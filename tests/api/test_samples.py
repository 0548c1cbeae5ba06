"""`sensorcoach.Samples`: wrong arrays are refused where they are made, with the first bad index."""

from pathlib import Path

import numpy as np
import pytest

import sensorcoach as sc

RECORDINGS = Path(__file__).parents[2] / "recordings"

TIME_S = [0.0, 0.02, 0.04]
ACC_MPS2 = [[0.0, 0.0, 9.8], [0.1, 0.0, 9.8], [0.0, 0.1, 9.8]]


def test_lists_become_read_only_arrays():
    """Lists are accepted; the arrays inside cannot be changed."""
    samples = sc.Samples(TIME_S, ACC_MPS2)
    assert samples.acc_mps2.shape == (3, 3)
    assert samples.acc_mps2.dtype == np.float64
    assert samples.gyro_radps is None
    assert len(samples) == 3
    with pytest.raises(ValueError, match="read-only"):
        samples.time_s[0] = 1.0


def test_the_callers_arrays_stay_as_they_are():
    """My own arrays stay writable, and changing them does not change the samples."""
    time_s, acc_mps2 = np.array(TIME_S), np.array(ACC_MPS2)
    samples = sc.Samples(time_s, acc_mps2, acc_mps2)
    time_s[0] = acc_mps2[0, 0] = -7.0
    assert samples.time_s[0] == samples.acc_mps2[0, 0] == 0.0
    assert samples.gyro_radps is not None
    assert not np.shares_memory(samples.gyro_radps, samples.acc_mps2)


@pytest.mark.parametrize(
    ("time_s", "acc_mps2", "gyro_radps", "code", "words"),
    [
        ([TIME_S], ACC_MPS2, None, "wrong_shape", r"time_s has the shape \(1, 3\); expected \(n,\)"),
        (TIME_S, ACC_MPS2[:2], None, "wrong_shape", r"acc_mps2 has the shape \(2, 3\); expected \(3, 3\)"),
        (TIME_S, np.transpose(ACC_MPS2)[:2], None, "wrong_shape", r"expected \(3, 3\)"),
        (TIME_S, ACC_MPS2, [0.0, 0.0, 0.0], "wrong_shape", "gyro_radps has the shape"),
        ([0.0, np.nan, 0.04], ACC_MPS2, None, "not_finite", r"time_s\[1\] is nan"),
        (TIME_S, [*ACC_MPS2[:2], [0.0, np.inf, 9.8]], None, "not_finite", r"acc_mps2\[2, 1\] is inf"),
        (TIME_S, ACC_MPS2, [*ACC_MPS2[:1], [0.0, 0.0, None], ACC_MPS2[2]], "not_finite", r"gyro_radps\[1, 2\] is nan"),
        ([0.0, 0.02, 0.02], ACC_MPS2, None, "time_backwards", r"time_s\[2\] = 0.02 s is not later than time_s\[1\]"),
        ([0.0, 0.02, -1.0], ACC_MPS2, None, "time_backwards", r"time_s\[2\] = -1.0 s"),
        (TIME_S, [[1.0], [2.0, 3.0], [4.0]], None, "not_a_number", "acc_mps2 cannot be converted"),
        (["soon", "now", "then"], ACC_MPS2, None, "not_a_number", "time_s cannot be converted"),
    ],
)
def test_the_first_bad_index_is_named(time_s: object, acc_mps2: object, gyro_radps: object, code: str, words: str):
    """The error names the array, the index and the value."""
    with pytest.raises(sc.InputError, match=words) as caught:
        sc.Samples(time_s, acc_mps2, gyro_radps)  # pyright: ignore[reportArgumentType] - wrong on purpose
    assert caught.value.code == code
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["glute-bridge-good", "clamshell-faulty"])
def test_the_samples_of_a_recording(name: str):
    """The arrays of a recording give the reps of the recording itself."""
    path = RECORDINGS / f"{name}.mcap"
    whole = sc.analyze(path)
    samples = sc.load_samples(path)
    assert samples.gyro_radps is not None
    assert len(whole.reps) > 4
    assert sc.analyze(samples, whole.exercise, whole.placement).reps == whole.reps


def test_the_samples_of_a_csv(tmp_path: Path):
    """A CSV is loaded as it is, and a file that cannot be used raises."""
    path = tmp_path / "a.csv"
    path.write_text("time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2\n0.00,0,0,9.8\n0.02,0,1,9.8\n")
    samples = sc.load_samples(path)
    assert samples.acc_mps2.tolist() == [[0.0, 0.0, 9.8], [0.0, 1.0, 9.8]]
    with pytest.raises(sc.InputError, match="no file"):
        sc.load_samples(tmp_path / "missing.csv")
