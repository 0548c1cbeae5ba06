"""The states of a connection: a table of what may follow what, and why. Whatever is not in it cannot happen.

docs/connection.md draws the table; a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sensorcoach.link.status import LinkState


class LinkEvent(StrEnum):
    """What moves a connection from one state to the next."""

    HEARD = "heard"
    """The sensor advertises, and it is time to try."""
    PAUSE_OVER = "pause over"
    """It may be tried again, but is not heard."""
    CONNECTED = "connected"
    SUBSCRIBED = "subscribed"
    SAMPLES = "samples"
    """Samples come."""
    SILENCE = "silence"
    """Longer than batches and bunching explain."""
    LOST = "lost"
    """The radio says that the link is gone."""
    GIVEN_UP = "given up"
    """So long a silence that the link is taken for gone, whatever the radio says."""
    FAILED = "failed"
    """A try came to nothing: refused, timed out, no radio."""
    STOP = "stop"
    """Nobody wants it any more."""
    ENDED = "ended"
    """All is closed."""


_S, _H = LinkState, LinkEvent

_TRY_FAILS = {_H.LOST: _S.WAITING, _H.FAILED: _S.WAITING, _H.STOP: _S.STOPPING}

TRANSITIONS: Mapping[LinkState, Mapping[LinkEvent, LinkState]] = MappingProxyType(
    {
        _S.SCANNING: {_H.HEARD: _S.CONNECTING, _H.FAILED: _S.WAITING, _H.STOP: _S.STOPPING},
        _S.CONNECTING: {_H.CONNECTED: _S.SUBSCRIBING, **_TRY_FAILS},
        _S.SUBSCRIBING: {_H.SUBSCRIBED: _S.STARTING, **_TRY_FAILS},
        _S.STARTING: {_H.SAMPLES: _S.STREAMING, _H.GIVEN_UP: _S.WAITING, **_TRY_FAILS},
        _S.STREAMING: {_H.SILENCE: _S.WEAK, **_TRY_FAILS},
        _S.WEAK: {_H.SAMPLES: _S.STREAMING, _H.GIVEN_UP: _S.WAITING, **_TRY_FAILS},
        _S.WAITING: {
            _H.HEARD: _S.CONNECTING,
            _H.PAUSE_OVER: _S.SCANNING,
            _H.FAILED: _S.WAITING,
            _H.STOP: _S.STOPPING,
        },
        _S.STOPPING: {_H.ENDED: _S.STOPPED},
        _S.STOPPED: {},
    }
)
"""State, what happens in it, and the state that follows."""


class IllegalTransitionError(Exception):
    """A mistake of ours: the connection loop did what its table does not allow."""


def next_state(state: LinkState, happening: LinkEvent) -> LinkState:
    """The state that follows; IllegalTransitionError where the table has none."""
    after = TRANSITIONS[state].get(happening)
    if after is None:
        raise IllegalTransitionError(f"'{happening}' cannot happen while {state}")
    return after


def draw_diagram() -> str:
    """The table as a Mermaid state diagram; happenings that lead the same way share an arrow."""
    lines = ["stateDiagram-v2", f"    [*] --> {_S.SCANNING}"]
    for state, table in TRANSITIONS.items():
        for after in dict.fromkeys(table.values()):
            why = ", ".join(happening for happening, to in table.items() if to is after)
            lines.append(f"    {state} --> {after}: {why}")
    return "\n".join([*lines, f"    {_S.STOPPED} --> [*]"])


@dataclass(frozen=True, slots=True)
class LinkProgress:
    """Where a connection is. `since_s`: receiver's clock; `reason`, `remedy`: in words, empty where there is none."""

    state: LinkState = LinkState.SCANNING
    since_s: float = 0.0
    reason: str = ""
    remedy: str = ""

    def after(self, happening: LinkEvent, at_s: float, reason: str = "", remedy: str = "") -> "LinkProgress":
        """The course after this; raises IllegalTransitionError for what the table of states does not allow.

        A state entered anew from itself keeps its time and takes the newer reason.
        """
        state = next_state(self.state, happening)
        return LinkProgress(state, self.since_s if state is self.state else at_s, reason, remedy)

    def may(self, *states: LinkState) -> bool:
        """Is it in one of these?"""
        return self.state in states
