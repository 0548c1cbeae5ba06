"""The bench that streams every family over the virtual radio."""

import numpy as np
import pytest

from bench.devices_over_radio import main
from bench.matching import match
from sensorcoach.samples import FloatArray, Frames, Samples


def test_a_good_radio_loses_nothing(capsys: pytest.CaptureFixture[str]):
    """Every family in the table, with nothing missing and nothing wrong."""
    assert main(["--seconds", "2", "--device", "witmotion"]) == 0
    shown = capsys.readouterr()
    assert "witmotion" in shown.out
    assert shown.err == ""


def test_losses_on_the_wire_are_the_missing_samples(capsys: pytest.CaptureFixture[str]):
    """With losses, the decoder's count of a family that numbers its samples is held against the truth."""
    assert main(["--seconds", "20", "--device", "open-profile", "--loss", "0.1"]) == 0
    assert capsys.readouterr().err == ""


def _frames(acc_mps2: FloatArray) -> Frames:
    return Frames(np.zeros(len(acc_mps2)), acc_mps2)


def test_each_kind_of_difference_is_distinguished():
    """Samples that are missing, that come late, that were never measured, or that come twice are counted as such."""
    acc_mps2 = np.random.default_rng(1).normal(0.0, 1.0, (50, 3))
    measured = Samples(np.arange(50.0), acc_mps2)
    whole = match(_frames(acc_mps2), measured)
    assert (whole.before, whole.matched, whole.missing, whole.after, whole.foreign) == (0, 50, 0, 0, 0)
    holed = match(_frames(np.delete(acc_mps2, [0, 20, 21, 49], axis=0)), measured)
    assert (holed.before, holed.matched, holed.missing, holed.after, holed.foreign) == (1, 46, 2, 1, 0)
    twice = match(_frames(np.repeat(acc_mps2, 2, axis=0)), measured)
    assert (twice.matched, twice.foreign) == (50, 50)
    moved = match(_frames(acc_mps2 + 1.0), measured)
    assert moved.matched == 0
    assert moved.foreign == 50
