"""A short answer to a key, shown for a while: what could not be done, and why."""

NOTE_S = 5.0
"""Seconds of watching: time to look down and read a line."""


class Note:
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
