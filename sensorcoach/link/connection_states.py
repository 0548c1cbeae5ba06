"""States of a connection and the table of allowed transitions. All other transitions raise an error.

docs/connection.md shows the table as a diagram; a test compares both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sensorcoach.link.status import LinkState


class LinkEvent(StrEnum):
    """Causes of a transition."""

    FOUND = "found"
    """The sensor advertises and the pause is over."""
    PAUSE_OVER = "pause over"
    """The pause is over, but the sensor does not advertise."""
    CONNECTED = "connected"
    """The radio is connected to the sensor."""
    SUBSCRIBED = "subscribed"
    """All notifications are switched on."""
    SAMPLES = "samples"
    """Samples arrive."""
    NO_SAMPLES = "no samples"
    """No samples for longer than packets and radio bunching explain."""
    LOST = "lost"
    """The radio reports the loss of the link."""
    GIVEN_UP = "given up"
    """No samples for longer than the limit. The link counts as lost, although the radio reports no loss."""
    FAILED = "failed"
    """An attempt failed: refused, timed out, or no radio."""
    STOP = "stop"
    """The session ends."""
    ENDED = "ended"
    """The connection is closed."""


_S, _E = LinkState, LinkEvent

_ATTEMPT_FAILS = {_E.LOST: _S.WAITING, _E.FAILED: _S.WAITING, _E.STOP: _S.STOPPING}

TRANSITIONS: Mapping[LinkState, Mapping[LinkEvent, LinkState]] = MappingProxyType(
    {
        _S.SCANNING: {_E.FOUND: _S.CONNECTING, _E.FAILED: _S.WAITING, _E.STOP: _S.STOPPING},
        _S.CONNECTING: {_E.CONNECTED: _S.SUBSCRIBING, **_ATTEMPT_FAILS},
        _S.SUBSCRIBING: {_E.SUBSCRIBED: _S.STARTING, **_ATTEMPT_FAILS},
        _S.STARTING: {_E.SAMPLES: _S.STREAMING, _E.GIVEN_UP: _S.WAITING, **_ATTEMPT_FAILS},
        _S.STREAMING: {_E.NO_SAMPLES: _S.WEAK, **_ATTEMPT_FAILS},
        _S.WEAK: {_E.SAMPLES: _S.STREAMING, _E.GIVEN_UP: _S.WAITING, **_ATTEMPT_FAILS},
        _S.WAITING: {
            _E.FOUND: _S.CONNECTING,
            _E.PAUSE_OVER: _S.SCANNING,
            _E.FAILED: _S.WAITING,
            _E.STOP: _S.STOPPING,
        },
        _S.STOPPING: {_E.ENDED: _S.STOPPED},
        _S.STOPPED: {},
    }
)
"""State, event, and the state that follows."""


class IllegalTransitionError(Exception):
    """A bug: the connection loop tried a transition that the table does not contain."""


def next_state(state: LinkState, event: LinkEvent) -> LinkState:
    """Return the state that follows. Raises IllegalTransitionError where the table has no entry."""
    after = TRANSITIONS[state].get(event)
    if after is None:
        raise IllegalTransitionError(f"The table has no transition for '{event}' in state '{state}'.")
    return after


def draw_diagram() -> str:
    """Return the table as a Mermaid state diagram. Events with the same target share an arrow."""
    lines = ["stateDiagram-v2", f"    [*] --> {_S.SCANNING}"]
    for state, table in TRANSITIONS.items():
        for after in dict.fromkeys(table.values()):
            causes = ", ".join(event for event, target in table.items() if target is after)
            lines.append(f"    {state} --> {after}: {causes}")
    return "\n".join([*lines, f"    {_S.STOPPED} --> [*]"])


@dataclass(frozen=True, slots=True)
class LinkProgress:
    """Current state of a connection.

    `since_s`: when the state began, receiver's clock. `reason`, `remedy`: sentences for the user, or empty.
    """

    state: LinkState = LinkState.SCANNING
    since_s: float = 0.0
    reason: str = ""
    remedy: str = ""

    def apply_event(self, event: LinkEvent, at_s: float, reason: str = "", remedy: str = "") -> "LinkProgress":
        """Return the progress after this event. Raises IllegalTransitionError where the table has no entry.

        A transition to the same state keeps `since_s` and takes the new reason.
        """
        state = next_state(self.state, event)
        return LinkProgress(state, self.since_s if state is self.state else at_s, reason, remedy)

    def is_in(self, *states: LinkState) -> bool:
        """Return whether the connection is in one of these states."""
        return self.state in states
