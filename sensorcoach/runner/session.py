"""The interface between a session (live or recorded) and the screen that shows it."""

from dataclasses import dataclass
from typing import Protocol

from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.link.status import LinkStatus

HINT_S = 5.0
"""Time for which a hint stays visible: long enough to look down and read a line."""


class KeyHint:
    """The message that answers the last key. It disappears after `HINT_S`."""

    def __init__(self) -> None:
        self._text = ""
        self._left_s = 0.0
        """Time for which the message stays visible."""

    def show(self, text: str) -> None:
        """Show this message from now on."""
        self._text, self._left_s = text, HINT_S

    def clear(self) -> None:
        """Remove the message, because the user pressed another key."""
        self._left_s = 0.0

    def advance(self, elapsed_s: float) -> str:
        """Return the current message, then move its clock on by `elapsed_s`. Empty once its time is over."""
        text = self._text if self._left_s > 0.0 else ""
        self._left_s -= elapsed_s
        return text


SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Replay speeds: seconds of data per second on the screen."""


@dataclass(frozen=True, slots=True)
class Transport:
    """Position and speed of the session on the screen.

    `duration_s`: None for a live session. `seekable`: whether pause, seek and speed work. `note`: message that answers
    the last key, or empty.
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
    """All data for one drawing of the screen.

    `link`: status of the connection, None for a recording and a demonstration. `has_samples`: whether samples have
    arrived yet.
    """

    snapshot: Snapshot
    transport: Transport
    link: LinkStatus | None = None
    has_samples: bool = True


class Session(Protocol):
    """A live or recorded session, as the screen uses it. No method blocks for longer than a frame.

    To end a session early, cancel `run` and wait until it has returned. `run` therefore acquires connections and files
    itself and releases them in its `finally`.
    """

    async def run(self) -> None:
        """Work in the background, for example receive packets. Return when the session has ended.

        When cancelled, release everything within a few seconds before returning.
        """
        ...

    def advance(self, elapsed_s: float) -> Frame:
        """Return the frame to draw, `elapsed_s` seconds on the screen after the previous one."""
        ...

    async def suspend(self) -> None:
        """Free the sensor before Ctrl-Z stops the process."""
        ...

    def toggle_pause(self) -> None:
        """Pause or continue."""
        ...

    def seek(self, by_s: float) -> None:
        """Move by `by_s` seconds of the recording, backwards if negative."""
        ...

    def seek_warning(self, direction: int) -> None:
        """Move to the next warning (+1) or the previous one (-1). Show a hint if no warning follows."""
        ...

    def arm(self) -> None:
        """Begin a set that counts from its first rep on, or end the set begun this way."""
        ...

    def discard(self) -> None:
        """Discard the current set, or the latest one if no set is open."""
        ...

    def change_speed(self, steps: int) -> None:
        """Select the next faster (+1) or slower (-1) speed in `SPEEDS`."""
        ...
