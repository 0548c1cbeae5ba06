"""What is shown in place of the trace while nothing comes from the sensor."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.contact import Contact, contact_of
from sensorcoach.tui.drawing.awaited_panel import awaited_panel
from sensorcoach.tui.drawing.lost_panel import lost_panel
from sensorcoach.tui.widgets.drawn import Drawn

_TITLES = {Contact.AWAITED: "Getting your sensor ready", Contact.WEAK: "Signal weak", Contact.LOST: "Sensor lost"}


class LinkPanel(Drawn):
    """Before the first connection what is being done; later what happened and what to do."""

    def title_words(self, frame: Frame) -> str | None:
        return _TITLES.get(contact_of(frame))

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        contact = contact_of(frame)
        if frame.link is None or contact not in _TITLES:
            return Content("")
        if contact is Contact.AWAITED:
            return awaited_panel(frame.link, frame.snapshot, width, height)
        return lost_panel(frame.link, frame.snapshot, width, height)
