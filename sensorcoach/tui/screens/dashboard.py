"""The dashboard: draws one frozen frame a tick and passes keys to the session.

The layout, with what appears in which terminal and state, is the style sheet of `DashboardScreen`.
"""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Footer, Static

from sensorcoach.events import Quality
from sensorcoach.runner.session import Frame, Session
from sensorcoach.tui.contact import REPLACES_TRACE, Contact, find_contact
from sensorcoach.tui.drawing.summary_rows import find_shown_summary
from sensorcoach.tui.drawing.warning_rows import find_shown_doubt
from sensorcoach.tui.pop_up import make_pop_up_bindings
from sensorcoach.tui.widgets.base import FramePanel
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
"""Drawings a second. A higher rate is not visibly smoother in a terminal and uses more battery."""

SEEK_S = 5.0
"""Seconds that an arrow key moves."""

MOVE, SPEED = Binding.Group("Move", compact=True), Binding.Group("Speed", compact=True)
"""Pairs of keys under one word, so that all fit into the smallest terminal."""

LEAST_WIDTH, LEAST_HEIGHT = 64, 16
"""Minimum size of the terminal in cells. A smaller one cuts off keys, phase or trace."""


class DashboardScreen(Screen[None]):
    """The screen of a session, live or replayed."""

    # Sizes for 80x24 first. A larger terminal gives its room to the counters, which are read from afar.
    # The classes -linked to -doubting follow the session, the others the size of the terminal.
    DEFAULT_CSS = """
    DashboardScreen {
        #counters { height: 8; }
        RepCount { width: 20; }
        PhaseClock { width: 22; }
        TempoTable { width: 1fr; }
        LiftTracePanel { height: 1fr; min-height: 5; }
        #lists { height: 5; }
        WarningList { width: 3fr; }
        SetHistory { width: 2fr; }
        #opening { dock: bottom; height: 1; margin-bottom: 1; color: $text-muted; }
        #too-small { display: none; width: 100%; height: 100%; content-align: center middle; text-align: center; }

        /* After a set its summary replaces the trace, or is below it in a high terminal. */
        SetSummaryPanel { display: none; height: 1fr; min-height: 5; }
        &.-summing SetSummaryPanel { display: block; }
        &.-summing LiftTracePanel { display: none; }
        &.-tall.-summing LiftTracePanel { display: block; }
        &.-tall SetSummaryPanel { height: 7; }

        /* While no samples arrive the link panel replaces the trace. A lost sensor also hides the lists, and before
           the first sample all empty panels are hidden. The count stays after a loss. */
        LinkLine, LinkPanel { display: none; }
        &.-linked LinkLine { display: block; }
        &.-weak LinkPanel, &.-lost LinkPanel, &.-awaited LinkPanel { display: block; }
        &.-awaited LinkPanel { border: round $primary 50%; }
        &.-weak LiftTracePanel, &.-weak SetSummaryPanel { display: none; }
        &.-lost LiftTracePanel, &.-lost SetSummaryPanel, &.-lost #lists { display: none; }
        &.-tall.-lost #lists { display: block; }
        &.-tall.-weak LiftTracePanel, &.-tall.-lost LiftTracePanel { display: none; }
        &.-awaited #counters, &.-awaited LiftTracePanel, &.-awaited SetSummaryPanel, &.-awaited #lists {
            display: none;
        }

        &.-tall #counters { height: 13; }
        &.-tall #lists { height: 8; }
        &.-wide RepCount { width: 32; }
        &.-wide PhaseClock { width: 42; }
        &.-slim TempoTable { display: none; }
        &.-slim RepCount, &.-slim PhaseClock, &.-slim WarningList, &.-slim SetHistory { width: 1fr; }
        &.-short #lists { display: none; }

        /* A doubt of the reference comes before all warnings and takes the width of both lists. */
        &.-doubting SetHistory { display: none; }
        &.-wide.-doubting SetHistory { display: block; }
        &.-short.-doubting #lists { display: block; }
        &.-short.-doubting LiftTracePanel, &.-short.-doubting SetSummaryPanel { display: none; }
        &.-short.-doubting.-weak #lists, &.-short.-doubting.-lost #lists { display: none; }

        /* The lowest terminal has room for one line: the sensor's, unless there is a message about the signal. */
        &.-short.-linked SignalLine { display: none; }
        &.-short.-linked.-telling LinkLine, &.-short.-weak LinkLine, &.-short.-lost LinkLine { display: none; }
        &.-short.-linked.-telling SignalLine { display: block; }

        &.-too-narrow > *, &.-too-low > * { display: none; }
        &.-too-narrow > #too-small, &.-too-low > #too-small { display: block; }
    }
    """

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
        Binding("right", "seek(1)", "Forward", key_display="→", group=MOVE),
        Binding("less_than_sign", "speed(-1)", "Slower", key_display="<", group=SPEED),
        Binding("greater_than_sign", "speed(1)", "Faster", key_display=">", group=SPEED),
        Binding("w", "seek_warning(1)", "Next warning"),
        Binding("W", "seek_warning(-1)", "Previous warning", show=False),
        # A live session does not offer these keys; pressed all the same, they show the reason.
        Binding("w,W", "no_warning_to_seek", show=False),
        Binding("s", "arm", "Begin or end a set"),
        Binding("x", "discard", "Discard it"),
        # The same for a replay.
        Binding("s,x", "no_set_to_mark", show=False),
        *make_pop_up_bindings("dashboard"),
        Binding("q", "app.leave", "Quit"),
    ]

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._session: Session | None = None
        self._drawn_at_s = 0.0
        self._seekable = True
        self.frame: Frame | None = None
        """The newest frame, once there is a session."""

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
        """Offer only keys that work: pause, seek and speed in a replay, marks in a live session."""
        del parameters
        if action in {"no_warning_to_seek", "arm", "discard"}:
            return not self._seekable
        return self._seekable or action not in {"toggle_pause", "seek", "speed", "seek_warning", "no_set_to_mark"}

    def start(self, session: Session) -> None:
        """Start to draw this session."""
        self._session = session
        self._seekable = session.advance(0.0).transport.seekable
        self.refresh_bindings()
        self._drawn_at_s = self._clock()
        self.query_one("#opening").display = False
        self.tick()

    def tick(self) -> None:
        """Draw the present state of the session."""
        if self._session is None:
            return
        now_s = self._clock()
        frame = self._session.advance(now_s - self._drawn_at_s)
        self._drawn_at_s = now_s
        self.frame = frame
        self._set_link_classes(frame)
        self.set_class(find_shown_summary(frame.snapshot) is not None, "-summing")
        self.set_class(find_shown_doubt(frame.snapshot) is not None, "-doubting")
        for widget in self.query(FramePanel):
            widget.show(frame)

    def _set_link_classes(self, frame: Frame) -> None:
        """Set the classes that show the connection and make room for it."""
        contact = find_contact(frame)
        self.set_class(frame.link is not None, "-linked")
        message = frame.transport.note or frame.snapshot.fresh_notice
        telling = frame.snapshot.quality is not Quality.OK or bool(message)
        self.set_class(telling and contact is Contact.GOOD, "-telling")
        for one in REPLACES_TRACE:
            self.set_class(one is contact, f"-{one.value}")

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
        """Let the session show the reason."""
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
        """Let the session show the reason."""
        self.action_arm()

    def action_speed(self, steps: int) -> None:
        if self._session:
            self._session.change_speed(steps)
            self.tick()
