"""The dashboard: draws one frozen frame a tick and turns keys into what the session does."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Footer, Static

from sensorcoach.events import Quality
from sensorcoach.runner.session import Frame, Session
from sensorcoach.tui.contact import SHOWN_INSTEAD, Contact, find_contact
from sensorcoach.tui.drawing.summary_rows import summary_shown
from sensorcoach.tui.drawing.warning_rows import doubt_shown
from sensorcoach.tui.screens.help import HelpScreen
from sensorcoach.tui.widgets.base import Drawn
from sensorcoach.tui.widgets.panels import (
    LiftTracePanel,
    LinkLine,
    LinkPanel,
    PhaseClock,
    RepCount,
    SetHistory,
    SetSummaryPanel,
    SignalLine,
    TempoTable,
    TitleLine,
    WarningList,
)

FRAMES_HZ = 10.0
"""Drawings a second. More looks no smoother in a terminal and costs battery."""

SEEK_S = 5.0
"""One press of an arrow."""

MOVE, SPEED = Binding.Group("Move", compact=True), Binding.Group("Speed", compact=True)
"""Two keys under one word, so that all fit into the smallest terminal."""

LEAST_WIDTH, LEAST_HEIGHT = 64, 16
"""Cells; in a smaller terminal the keys, the phase or the trace would be cut off."""


class DashboardScreen(Screen[None]):
    """The one screen of a session, live or replayed."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as Textual declares it
        (0, "-too-narrow"),
        (LEAST_WIDTH, "-slim"),
        (80, "-normal-width"),
        (112, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - as above
        (0, "-too-low"),
        (LEAST_HEIGHT, "-short"),
        (22, "-normal-height"),
        (34, "-tall"),
    ]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_pause", "Pause"),
        Binding("left", "seek(-1)", "Back", key_display="←", group=MOVE),
        Binding("right", "seek(1)", "On", key_display="→", group=MOVE),
        Binding("less_than_sign", "speed(-1)", "Slower", key_display="<", group=SPEED),
        Binding("greater_than_sign", "speed(1)", "Faster", key_display=">", group=SPEED),
        Binding("w", "seek_warning(1)", "Next warning"),
        Binding("W", "seek_warning(-1)", "Warning before", show=False),
        # In a live session they are not offered, and answer why.
        Binding("w,W", "no_warning_to_seek", show=False),
        Binding("s", "arm", "Begin or end a set"),
        Binding("x", "discard", "Discard it"),
        # In a replay they are not offered, and answer why.
        Binding("s,x", "no_set_to_mark", show=False),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "app.quit", "Quit"),
    ]

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._session: Session | None = None
        self._drawn_at_s = 0.0
        self._seekable = True
        self._linked = False

    def compose(self) -> ComposeResult:
        yield TitleLine()
        with Horizontal(id="counters"):
            yield RepCount("Reps")
            yield PhaseClock("Phase")
            yield TempoTable("Tempo, seconds")
        yield LiftTracePanel("Lift angle, last 20 s")
        yield SetSummaryPanel()
        yield LinkPanel()
        with Horizontal(id="lists"):
            yield WarningList("Warnings")
            yield SetHistory("Sets")
        yield LinkLine()
        yield SignalLine()
        yield Static("Opening ...", id="opening")
        yield Static(f"Make the terminal {LEAST_WIDTH} × {LEAST_HEIGHT} or larger.", id="too-small")
        yield Footer()

    def on_mount(self) -> None:
        self.set_interval(1.0 / FRAMES_HZ, self.tick)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A live session cannot be paused, moved in or hurried, a replay not be marked: those keys are not offered."""
        del parameters
        if action in {"no_warning_to_seek", "arm", "discard"}:
            return not self._seekable
        return self._seekable or action not in {"toggle_pause", "seek", "speed", "seek_warning", "no_set_to_mark"}

    def start(self, session: Session) -> None:
        """Begin to draw this session."""
        self._session = session
        self._seekable = session.advance(0.0).transport.seekable
        self.refresh_bindings()
        self._drawn_at_s = self._clock()
        self.query_one("#opening").display = False
        self.tick()

    def tick(self) -> None:
        """Draw the session as it is now."""
        if self._session is None:
            return
        now_s = self._clock()
        frame = self._session.advance(now_s - self._drawn_at_s)
        self._drawn_at_s = now_s
        self._take_link(frame)
        self.set_class(summary_shown(frame.snapshot) is not None, "-summing")
        self.set_class(doubt_shown(frame.snapshot) is not None, "-doubting")
        for widget in self.query(Drawn):
            widget.show(frame)

    def _take_link(self, frame: Frame) -> None:
        """What is shown of the connection, and what makes room for it."""
        contact = find_contact(frame)
        self._linked = frame.link is not None
        self.set_class(self._linked, "-linked")
        said = frame.transport.note or frame.snapshot.fresh_notice
        telling = frame.snapshot.quality is not Quality.OK or bool(said)
        self.set_class(telling and contact is Contact.GOOD, "-telling")
        for one in SHOWN_INSTEAD:
            self.set_class(one is contact, f"-{one.value}")

    def action_help(self) -> None:
        screen = HelpScreen(seekable=self._seekable, linked=self._linked)
        self.app.push_screen(screen)  # pyright: ignore[reportUnknownMemberType] - Textual leaves App open

    def action_toggle_pause(self) -> None:
        if self._session:
            self._session.toggle_pause()
            self.tick()

    def action_seek(self, direction: int) -> None:
        if self._session:
            self._session.seek(direction * SEEK_S)
            self.tick()

    def action_seek_warning(self, direction: int) -> None:
        if self._session:
            self._session.seek_warning(direction)
            self.tick()

    def action_no_warning_to_seek(self) -> None:
        """The session itself says why."""
        self.action_seek_warning(1)

    def action_arm(self) -> None:
        if self._session:
            self._session.arm()
            self.tick()

    def action_discard(self) -> None:
        if self._session:
            self._session.discard()
            self.tick()

    def action_no_set_to_mark(self) -> None:
        """The session itself says why."""
        self.action_arm()

    def action_speed(self, steps: int) -> None:
        if self._session:
            self._session.change_speed(steps)
            self.tick()
