"""A mark of a set takes effect at its time in the motion, not before."""

import numpy as np
import pytest

from sensorcoach.detect.marks import Marks
from sensorcoach.detect.motion_history import MotionHistory
from sensorcoach.events import Event, ProvisionalWithdrawn, SetArmed, SetDisarmed, SetDiscarded
from sensorcoach.motion.resampling import RATE_HZ
from sensorcoach.packets import MARK_DISCARD, MARK_END, MARK_START
from tests.detect.records import attitudes, block_of

ENDED = ProvisionalWithdrawn(1, 0.0, "a set before is over")
"""What went on ends before a set begins, and a set ends before it is reported to be over."""


class Heard:
    """A detector that writes down what it is asked for."""

    def __init__(self, set_number: int = 0) -> None:
        self.asked: list[tuple[str, int]] = []
        self._number = set_number

    def begin_armed(self, point: int) -> list[Event]:
        """A set begins."""
        self.asked.append(("begin", point))
        return [ENDED]

    def end_armed(self, point: int) -> list[Event]:
        """A set is over; nothing was counted in it."""
        self.asked.append(("end", point))
        return [ENDED]

    def discard(self, point: int) -> tuple[int, list[Event]]:
        """Throw the set away."""
        self.asked.append(("discard", point))
        return self._number, []


def still_s(duration_s: float) -> MotionHistory:
    """A record of nothing but rest."""
    record = MotionHistory()
    record.append(block_of(attitudes(np.zeros(round(duration_s * RATE_HZ)))))
    return record


def apply(marks: Marks, detector: Heard, duration_s: float) -> list[Event]:
    """The events as the motion comes, up to this time, with the marks in their places."""
    events: list[Event] = []
    record = still_s(duration_s)
    for position in range(record.end):
        events += marks.apply(detector, record, position)
    return events


def test_start_and_end_at_their_time():
    """I mark the beginning and the end of my set: both take effect at that moment."""
    marks, detector = Marks(), Heard()
    marks.add(MARK_START, 2.0)
    marks.add(MARK_END, 5.0)
    assert apply(marks, detector, 8.0) == [ENDED, SetArmed(2.0, 2.0), ENDED, SetDisarmed(5.0, 5.0)]
    assert detector.asked == [("begin", 100), ("end", 250)]
    assert marks.armed_s == 2.0


def test_a_mark_waits_for_the_motion():
    """I speak before the sensor's samples have come: the set begins when they have."""
    marks, detector = Marks(), Heard()
    marks.add(MARK_START, 2.0)
    record = still_s(1.5)
    assert marks.next_point(record) == 100
    assert marks.apply(detector, record, record.end) == []
    assert (detector.asked, marks.window_open) == ([], False)


def test_all_motion_is_free_without_marks():
    """I never press a key: everything may count, and there is nothing to wait for."""
    marks = Marks()
    assert marks.may_count
    assert marks.next_point(still_s(3.0)) == 150


@pytest.mark.parametrize(("kinds", "may_count"), [((MARK_START,), True), ((MARK_START, MARK_END), False)])
def test_nothing_counts_outside(kinds: tuple[bytes, ...], *, may_count: bool):
    """Once I have begun a set myself, what I lift after its end counts no more."""
    marks = Marks()
    for k, kind in enumerate(kinds):
        marks.add(kind, 1.0 + k)
    apply(marks, Heard(), 4.0)
    assert marks.may_count is may_count


def test_an_end_before_any_start_is_silent():
    """I press "end" without a beginning: no event, and from then on only armed sets count."""
    marks, detector = Marks(), Heard()
    marks.add(MARK_END, 1.0)
    assert apply(marks, detector, 3.0) == []
    assert detector.asked == []
    assert not marks.may_count


def test_starting_twice_is_one_set():
    """I press "start" again in my set: it goes on."""
    marks, detector = Marks(), Heard()
    marks.add(MARK_START, 1.0)
    marks.add(MARK_START, 2.0)
    assert apply(marks, detector, 3.0) == [ENDED, SetArmed(1.0, 1.0)]
    assert marks.armed_s == 1.0


def test_discard():
    """I discard a set: the event names it, and the window stays open; without a set there is no event."""
    marks, detector = Marks(), Heard(set_number=4)
    marks.add(MARK_START, 1.0)
    marks.add(MARK_DISCARD, 2.0)
    assert apply(marks, detector, 3.0) == [ENDED, SetArmed(1.0, 1.0), SetDiscarded(4, 2.0)]
    assert marks.window_open
    nothing = Marks()
    nothing.add(MARK_DISCARD, 2.0)
    assert apply(nothing, Heard(), 3.0) == []
    assert nothing.may_count, "who only throws a set away has never begun one"


def test_a_recording_that_is_one_set():
    """All of my recording is one set: it is armed from the first grid point on."""
    marks, detector = Marks(), Heard()
    marks.add(MARK_START, -np.inf)
    _, armed = apply(marks, detector, 1.0)
    assert isinstance(armed, SetArmed)
    assert armed.decided_s == 0.0
    assert detector.asked[-1] == ("begin", 0)
