"""What a screen drives: something that knows the newest snapshot, and moves on as time passes."""

from dataclasses import dataclass
from typing import Protocol

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.link.status import LinkStatus

NOTE_S = 5.0
"""Seconds of watching: time to look down and read a line."""


class KeyHint:
    """The newest answer, until it has been shown for long enough."""

    def __init__(self) -> None:
        self._text = ""
        self._left_s = 0.0

    def say(self, text: str) -> None:
        """Show this from now on."""
        self._text, self._left_s = text, NOTE_S

    def clear(self) -> None:
        """Another key was pressed: the answer to the one before is stale."""
        self._left_s = 0.0

    def after(self, elapsed_s: float) -> str:
        """What to show `elapsed_s` seconds of watching later; nothing once its time is over."""
        text = self._text if self._left_s > 0.0 else ""
        self._left_s -= elapsed_s
        return text


SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""How many seconds of data a second of watching shows."""


@dataclass(frozen=True, slots=True)
class Transport:
    """Where in the recording the screen is, and how it got there.

    `duration_s` is None where the end is not known, as with a live sensor. `seekable` says whether
    pause, seek and speed do anything. `note` answers the last key, where it needs an answer.
    """

    title: str
    position_s: float
    duration_s: float | None
    speed: float = 1.0
    paused: bool = False
    finished: bool = False
    simulated: bool = False
    seekable: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """All that one drawing of the screen needs.

    `link` is the connection to a sensor, None where there is none: a recording, a demonstration. `heard` says whether
    samples have come yet.
    """

    snapshot: Snapshot
    transport: Transport
    link: LinkStatus | None = None
    heard: bool = True


class Session(Protocol):
    """A live or a recorded session, as a screen sees it. No method blocks for longer than a frame.

    There is no `close`: whoever runs a session ends it early by cancelling `run`, and waits until that has returned.
    Hence what has to be let go of, a connection or a file, is taken within `run` and let go of in its `finally`.
    """

    async def run(self) -> None:
        """What goes on in the background: receiving, for a live session. Returns when there is no more to come.

        Cancelled, it lets go of all it holds before it returns, and in a few seconds at most.
        """
        ...

    def advance(self, elapsed_s: float) -> Frame:
        """The frame to draw, `elapsed_s` seconds of watching after the one before."""
        ...

    def toggle_pause(self) -> None: ...

    def seek(self, by_s: float) -> None:
        """Move by so many seconds of the recording, backwards when negative."""
        ...

    def seek_warning(self, direction: int) -> None:
        """Go to where the next warning (+1), or the one before (-1), became known; says so where there is none."""
        ...

    def arm(self) -> None:
        """Begin a set now, which counts from its first rep on; end the one that was begun so."""
        ...

    def discard(self) -> None:
        """Throw away the set in progress, else the one that ended last."""
        ...

    def change_speed(self, steps: int) -> None:
        """The next faster (+1) or slower (-1) of `SPEEDS`."""
        ...
