"""Times across the restarts of a device."""

import numpy as np

from sensorcoach.clock.restarting_clock import RestartingClock
from sensorcoach.samples import Frames
from tests.clock.arrivals import Link, receive

RATE_HZ = 100.0
FIRST, SECOND = 400, 500
"""Samples before and after the restart."""


def _frames() -> Frames:
    """Ten seconds of samples, one a packet; in the middle of them the device's own clock begins at 0 once more."""
    count = FIRST + SECOND
    arrival_s = np.arange(count) / RATE_HZ
    segment = np.repeat([0, 1], [FIRST, SECOND])
    device_time_s = np.where(segment == 0, arrival_s, arrival_s - arrival_s[FIRST])
    acc_mps2 = np.zeros((count, 3))
    return Frames(arrival_s, acc_mps2, None, np.arange(count), device_time_s, segment)


def _times_s(cuts: list[int]) -> tuple[list[int], np.ndarray]:
    """Number of samples given out before each reported restart, and the times of all."""
    clock, frames = RestartingClock(RATE_HZ), _frames()
    times_s: list[float] = []
    restarts: list[int] = []
    for start, stop in zip([0, *cuts], [*cuts, len(frames)], strict=True):
        for begins, samples in clock.feed(frames.cut(start, stop)):
            restarts += [len(times_s)] if begins else []
            times_s += samples.time_s.tolist()
    return restarts, np.array([*times_s, *clock.finish().time_s.tolist()])


def test_times_rise_over_a_restart():
    """A sensor that is switched off and on in the middle of a session has a time for each sample, in order."""
    restarts, times_s = _times_s([])
    assert restarts == [FIRST]
    assert len(times_s) == FIRST + SECOND
    assert (np.diff(times_s) > 0.0).all()


def test_packets_without_samples_are_not_a_restart():
    """After a restart, a packet that brings no sample (a battery level, a note) is not taken for another one."""
    cuts = [FIRST - 1, FIRST - 1, FIRST, FIRST, FIRST + 7, FIRST + 7, FIRST + 300, FIRST + 300]
    restarts, times_s = _times_s(cuts)
    assert restarts == [FIRST]
    np.testing.assert_array_equal(times_s, _times_s([])[1])


def test_losses_before_and_after_a_restart_add_up():
    """Thirty samples lost before a restart and thirty after it are sixty lost samples."""
    received = receive(Link(), 40.0, seed=4)
    there = (received.number % 2000 < 1000) | (received.number % 2000 >= 1030)
    frames = received.frames(Link(), "nothing")
    segment = (received.number >= 2000).astype(np.int64)
    clock, lost = RestartingClock(RATE_HZ), list[int]()
    for number in range(2):
        here = there & (segment == number)
        clock.feed(Frames(frames.arrival_s[here], frames.acc_mps2[here], segment=segment[here]))
        lost.append(clock.lost_samples)
    assert abs(lost[0] - 30) <= 4
    assert abs(lost[1] - 60) <= 8
