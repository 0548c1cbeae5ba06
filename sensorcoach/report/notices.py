"""The notices of an analysis document: what was mended or left out, and what became of the person's reference."""

import textwrap
from collections.abc import Iterator, Sequence

from sensorcoach.events import Event, NoticeRaised, ReferenceDoubted
from sensorcoach.report.schema import NoticeDocument

DOUBTED = "reference_doubted"
"""The code of a notice that the stored reference did not fit."""
_WIDTH = 80


def make_notice_documents(events: Sequence[Event]) -> list[NoticeDocument]:
    """A notice for each event that is one, in order."""
    return [_document(event) for event in events if isinstance(event, NoticeRaised | ReferenceDoubted)]


def notice_lines(notice: NoticeDocument, when: str = "") -> Iterator[str]:
    """A notice as a person reads it; `when` is its time in words."""
    words = [f"  notice: {when}{notice['message']}", *([notice["remedy"]] if notice["remedy"] else [])]
    yield from textwrap.wrap(" ".join(words), _WIDTH, subsequent_indent="    ")


def _document(event: NoticeRaised | ReferenceDoubted) -> NoticeDocument:
    if isinstance(event, NoticeRaised):
        return {"code": event.code, "message": event.message, "at_s": round(event.at_s, 3), "remedy": None}
    return {"code": DOUBTED, "message": event.reason, "at_s": round(event.decided_s, 3), "remedy": event.remedy}
