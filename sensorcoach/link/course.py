"""The course of a connection: its state now, since when, and why."""

from dataclasses import dataclass

from sensorcoach.link.states import Happening, following
from sensorcoach.link.status import LinkState


@dataclass(frozen=True, slots=True)
class Course:
    """Where a connection is. `since_s`: receiver's clock; `reason`, `remedy`: in words, empty where there is none."""

    state: LinkState = LinkState.SCANNING
    since_s: float = 0.0
    reason: str = ""
    remedy: str = ""

    def after(self, happening: Happening, at_s: float, reason: str = "", remedy: str = "") -> "Course":
        """The course after this; raises IllegalTransitionError for what the table of states does not allow.

        A state entered anew from itself keeps its time and takes the newer reason.
        """
        state = following(self.state, happening)
        return Course(state, self.since_s if state is self.state else at_s, reason, remedy)

    def may(self, *states: LinkState) -> bool:
        """Is it in one of these?"""
        return self.state in states
