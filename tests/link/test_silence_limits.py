"""Limits for the time without samples."""

import pytest

from sensorcoach.link.silence_limits import Silence, SilenceLimits


@pytest.mark.parametrize(
    ("silent_s", "batch_s", "expected"),
    [
        (0.49, 0.04, Silence.USUAL),
        (0.5, 0.04, Silence.WEAK),
        (2.99, 0.04, Silence.WEAK),
        (3.0, 0.04, Silence.DEAD),
        (0.49, 0.1, Silence.USUAL),
        (0.5, 0.1, Silence.WEAK),
        (1.49, 0.5, Silence.USUAL),
        (1.5, 0.5, Silence.WEAK),
        (3.0, 0.5, Silence.DEAD),
        (5.9, 1.0, Silence.WEAK),
        (6.0, 1.0, Silence.DEAD),
    ],
)
def test_limits(silent_s: float, batch_s: float, expected: Silence):
    """Half a second or three packets means weak, three seconds lost; a slow sensor has longer limits."""
    assert SilenceLimits().judge(silent_s, batch_s) is expected
