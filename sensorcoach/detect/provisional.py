"""Lifts that may turn out to be reps: shown at once, counted or withdrawn later."""

from sensorcoach.detect.limits import Limits
from sensorcoach.detect.record import MotionRecord
from sensorcoach.detect.search import Hypothesis
from sensorcoach.events import Event


class Provisional:
    """What is shown before a set is believed."""

    def __init__(self, record: MotionRecord, limits: Limits) -> None:
        self._record = record
        self._limits = limits

    def show(self, found: Hypothesis, set_number: int) -> list[Event]:
        return []

    def withdraw(self, point: int) -> list[Event]:
        return []

    def clear(self) -> None:
        """They are counted now."""
