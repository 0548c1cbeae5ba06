"""The notices about one file: one for each code, however often its cause occurs."""

from sensorcoach.events import NoticeRaised


class NoticeList(list[NoticeRaised]):
    """Notices in the order of their discovery."""

    def add(self, code: str, message: str, at_s: float = 0.0) -> None:
        """Add a notice, unless there is one with this code."""
        if all(notice.code != code for notice in self):
            self.append(NoticeRaised(code, message, at_s, at_s))
