"""The median."""

import numpy as np
import pytest

from sensorcoach.dsp.running import median


@pytest.mark.parametrize("count", [1, 2, 3, 10, 101])
def test_median_is_numpys(count: int):
    """Half of the values lie below it and half above, to the last bit as NumPy has it."""
    values = np.random.default_rng(count).normal(size=count)
    assert median(values) == np.median(values)
