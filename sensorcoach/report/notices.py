"""Make the notices of a document: corrections, omissions, and a stored reference that is not used."""

import textwrap
from collections.abc import Iterator, Sequence

from sensorcoach.events import Event, NoticeRaised, ReferenceDoubted
from sensorcoach.report.schema import NoticeDocument

DOUBTED = "reference_doubted"
"""Code of the notice that the stored reference is not used."""
_WIDTH = 80


def make_notice_documents(events: Sequence[Event]) -> list[NoticeDocument]:
    """A document for each event that is a notice, in order."""
    return [_make_document(event) for event in events if isinstance(event, NoticeRaised | ReferenceDoubted)]


def notice_lines(notice: NoticeDocument, when: str = "") -> Iterator[str]:
    """Yield a notice as wrapped lines; `when` is its time in words."""
    words = [f"  notice: {when}{notice['message']}", *([notice["remedy"]] if notice["remedy"] else [])]
    yield from textwrap.wrap(" ".join(words), _WIDTH, subsequent_indent="    ")


def _make_document(event: NoticeRaised | ReferenceDoubted) -> NoticeDocument:
    if isinstance(event, NoticeRaised):
        return {"code": event.code, "message": event.message, "at_s": round(event.at_s, 3), "remedy": None}
    return {"code": DOUBTED, "message": event.reason, "at_s": round(event.decided_s, 3), "remedy": event.remedy}
