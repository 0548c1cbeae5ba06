"""The line about the sensor."""

from textual.content import Content

from sensorcoach.runner.session import Frame
from sensorcoach.tui.drawing.link_line import link_line
from sensorcoach.tui.widgets.drawn import Drawn


class LinkLine(Drawn):
    """Name, signal, battery, rate, batches, what is lost; empty where there is no connection to tell of."""

    def draw(self, frame: Frame, width: int, height: int) -> Content:
        del height
        return link_line(frame.link, width) if frame.link else Content("")
