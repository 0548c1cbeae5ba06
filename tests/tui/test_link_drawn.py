"""The drawings of a connection, without a screen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensorcoach.coach.apply import advance_to, apply_events
from sensorcoach.coach.snapshot import Snapshot
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.qr_code import draw_qr_code
from sensorcoach.report.signal_bars import bars
from sensorcoach.runner.session import Frame, Transport
from sensorcoach.tui.contact import Contact, find_contact
from sensorcoach.tui.drawing.awaited_panel import draw_awaited_panel
from sensorcoach.tui.drawing.big_counters import STOPPED, draw_phase_clock
from sensorcoach.tui.drawing.link_line import draw_link_line
from sensorcoach.tui.drawing.lost_panel import draw_lost_panel
from sensorcoach.tui.drawing.sensor_rows import draw_sensor_rows
from sensorcoach.tui.drawing.signal_line import draw_signal_line
from sensorcoach.tui.sensor_list import ScanState, SensorList
from tests.scripted import warned_session
from tests.tui.connected import SEEN, STATES, STREAMING, TELEVISION
from tests.tui.test_drawing import opening

WIDE = 200


def exercising() -> Snapshot:
    """In the middle of a set, after four reps."""
    return advance_to(
        apply_events(opening(), [one for one in warned_session() if getattr(one, "decided_s", 0.0) <= 27.0]), 27.0
    )


LINKS = st.builds(
    LinkStatus,
    state=st.sampled_from(LinkState),
    reason=st.sampled_from(["", "out of range", "a long reason " * 8]),
    remedy=st.sampled_from(["", "Come closer.", "Do one thing and then another. " * 6]),
    silent_s=st.floats(0.0, 1e5),
    sensor=st.sampled_from(["", "WT901BLE67", "A sensor with a name that does not end " * 3]) | st.text(),
    device_id=st.sampled_from([None, "witmotion"]),
    rssi_dbm=st.none() | st.integers(-127, 20),
    battery_percent=st.none() | st.integers(0, 100),
    rate_hz=st.none() | st.floats(0.0, 2000.0),
    nominal_hz=st.none() | st.floats(1.0, 2000.0),
    batch=st.none() | st.floats(0.0, 100.0),
    longest_wait_s=st.none() | st.floats(0.0, 1000.0),
    lost=st.integers(0, 10**9),
    lost_is_estimate=st.booleans(),
    repeated=st.integers(0, 10**6),
    errors=st.integers(0, 10**9),
)


@given(LINKS, st.integers(4, 200))
def test_the_line_fits_any_width(link: LinkStatus, width: int):
    """Whatever is known of the connection, it is one line and no wider than the terminal."""
    line = draw_link_line(link, width)
    assert line.cell_length <= width
    assert "\n" not in line.plain


@given(LINKS, st.integers(12, 200), st.integers(1, 40))
def test_the_panels_fit_any_room(link: LinkStatus, width: int, height: int):
    """In every state the panel stays within its frame."""
    snapshot = exercising()
    for panel in (draw_lost_panel, draw_awaited_panel):
        lines = panel(link, snapshot, width, height).split("\n")
        assert len(lines) <= height
        assert all(line.cell_length <= width for line in lines)


@pytest.mark.parametrize(("rssi_dbm", "drawn"), [(-40, "▂▄▆█"), (-66, "▂▄▆·"), (-95, "····"), (None, "?   ")])
def test_signal_bars(rssi_dbm: int | None, drawn: str):
    """Four bars beside the sensor, none at the edge of its reach, a question mark where nothing is known."""
    assert bars(rssi_dbm) == drawn


def test_all_of_a_good_connection():
    """With enough room the line shows everything."""
    link = replace(STREAMING, errors=2, repeated=3)
    assert draw_link_line(link, WIDE).plain == (
        " ●  WT901BLE67  ▂▄▆·  -66 dBm  battery 83 %  99/100 Hz  4/packet  gap 90 ms  lost ≈12  repeated 3  2 errors"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"battery_percent": 19}, "! battery 19 %"),
        ({"battery_percent": 20}, " battery 20 %"),
        ({"rate_hz": 61.0}, "! 61/100 Hz"),
        ({"lost": 13, "lost_is_estimate": False}, "lost 13"),
        ({"lost": 0}, "none lost"),
        ({"errors": 1}, "1 error"),
        ({"longest_wait_s": 2.4}, "gap 2.4 s"),
        ({"nominal_hz": None}, " 99 Hz"),
    ],
)
def test_what_needs_looking_after(change: dict[str, object], words: str):
    """A low battery and a slow stream have a sign that is seen without colour, and losses are exact or about."""
    line = draw_link_line(replace(STREAMING, **change), WIDE).plain  # pyright: ignore[reportArgumentType] - one field each
    assert words in line
    assert line.count("!") == words.count("!")


def test_trouble_is_kept_where_room_is_scarce():
    """A narrow line keeps errors and a low battery, and leaves out good values."""
    line = draw_link_line(replace(STREAMING, battery_percent=5, errors=7), 60).plain
    assert "! battery 5 %" in line
    assert "7 errors" in line
    assert "/packet" not in line


def test_a_connection_in_progress_shows_the_reason():
    """While it is not streaming the line begins with its state and the reason."""
    assert draw_link_line(STATES["lost"], WIDE).plain.startswith(
        " ○ scanning: The connection to WT901BLE67 is lost  battery 83 %"
    )
    assert "Hz" not in draw_link_line(STATES["lost"], WIDE).plain


def frame(link: LinkStatus | None, *, heard: bool) -> Frame:
    """A frame of a session with this connection."""
    return Frame(opening(), Transport("live", 0.0, None, seekable=False), link, heard)


@pytest.mark.parametrize("state", LinkState)
def test_before_the_first_sample_nothing_is_lost(state: LinkState):
    """Before the first data, no screen says that the sensor is lost."""
    assert find_contact(frame(LinkStatus(state), heard=False)) not in {Contact.WEAK, Contact.LOST}


@pytest.mark.parametrize("state", [LinkState.WAITING, LinkState.SCANNING, LinkState.CONNECTING, LinkState.STARTING])
def test_afterwards_every_way_back_is_a_loss(state: LinkState):
    """Once samples have come, every state on the way back to them is a loss."""
    assert find_contact(frame(LinkStatus(state), heard=True)) is Contact.LOST


def test_without_a_sensor_nothing_is_missing():
    """A recording is never weak or lost."""
    assert find_contact(frame(None, heard=True)) is Contact.GOOD


def test_the_phase_clock_does_not_pretend():
    """Without data the clock shows that it is stopped, and no phase, which may have changed."""
    text = draw_phase_clock(exercising(), 20, 6, stopped=True).plain
    assert text.startswith(STOPPED)
    assert "HOLD" not in text
    assert STOPPED not in draw_phase_clock(exercising(), 20, 6).plain


def test_no_quality_is_claimed_of_silence():
    """Without data the signal is not called good, and keys still get an answer."""
    text = draw_signal_line(opening(), "w: only in a replay", Contact.LOST).plain
    assert "ok" not in text
    assert "clocks are stopped" in text
    assert "only in a replay" in text


def test_a_lost_sensor_shows_everything():
    """The panel shows time, reason, retry, remedy, the next rep and possible losses."""
    text = " ".join(draw_lost_panel(STATES["lost"], exercising(), 50, 30).plain.split())
    for words in (
        "No data since 0:27, for 12 s.",
        "The connection to WT901BLE67 is lost.",
        "Searching for WT901BLE67 again.",
        "Come back into range; if it stays away, charge it or switch it off and on.",
        "When back, set 1 continues after rep 4.",
        "Reps done meanwhile may be missed; you will be told.",
    ):
        assert words in text


def test_nothing_is_tried_where_a_phone_pushes():
    """The program cannot reconnect to a phone, and the screen does not claim so."""
    for state in (LinkState.WEAK, LinkState.WAITING):
        link = LinkStatus(state, "The phone pushes nothing any more.", "Look at it.", sensor="Sensor Logger")
        by_radio, by_phone = (
            " ".join(draw_lost_panel(replace(link, device_id=family), opening(), 50, 20).plain.split())
            for family in ("witmotion", "phone")
        )
        assert "Reconnects" in by_radio or "Retrying" in by_radio
        assert "Reconnects" not in by_phone
        assert "Retrying" not in by_phone
        assert "Look at it." in by_phone


def test_between_sets_no_set_goes_on():
    """Lost in a pause, I read that counting continues, not the finished set."""
    assert "counting continues" in draw_lost_panel(STATES["lost"], opening(), 60, 30).plain


@pytest.mark.parametrize(("silent_s", "words"), [(0.84, "0.8 s"), (12.3, "12 s"), (125.0, "2:05 min")])
def test_how_long_it_has_been_silent(silent_s: float, words: str):
    """Tenths at first, then seconds, then minutes."""
    assert f"for {words}." in draw_lost_panel(replace(STATES["lost"], silent_s=silent_s), opening(), 48, 30).plain


@given(st.text(), st.integers(20, 200))
def test_hostile_names(name: str, width: int):
    """However a thing in the air calls itself, it takes one row of the list and moves nothing else on the screen."""
    sensors = SensorList().with_scan([replace(SEEN[0], name=name), SEEN[2]])
    lines = draw_sensor_rows(sensors, ScanState(), width, 10).split("\n")
    assert len(lines) == 2
    assert {line.cell_length for line in lines} == {width}
    assert all(line.plain.isprintable() for line in lines)


def test_a_reason_that_only_names_the_state():
    """A reason that repeats the state is left out."""
    assert draw_link_line(STATES["weak"], WIDE).plain.startswith(" ! weak  WT901BLE67")


def test_steps_of_the_first_connection():
    """Before the first sample each step is done, under way or ahead, and I read how the sensor is worn."""
    text = draw_awaited_panel(STATES["starting"], opening(), 78, 18).plain
    assert [line.split()[0] for line in text.splitlines()[:4]] == ["✓", "✓", "✓", "▶"]
    assert "WT901BLE67 ▂▄▆·" in text
    assert "waistband" in text
    refused = draw_awaited_panel(STATES["refused"], opening(), 78, 18).plain
    assert "▶" not in refused
    assert "WT901BLE67 wants to be paired. Retrying in a moment." in refused


@given(st.integers(20, 200), st.integers(1, 30), st.integers(0, 60))
def test_the_marked_sensor_is_in_sight(width: int, height: int, steps: int):
    """However many sensors there are and however low the terminal, the marked one is on the screen."""
    many = [replace(SEEN[0], key=f"{number:05}", name=f"sensor {number:05}") for number in range(40)]
    sensors = SensorList(show_all=True).with_scan([*many, TELEVISION]).with_cursor_moved(steps)
    lines = draw_sensor_rows(sensors, ScanState(), width, height).split("\n")
    assert len(lines) <= height
    assert all(line.cell_length <= width for line in lines)
    assert sum("▶" in line.plain for line in lines) == 1


def test_the_address_of_a_phone_is_drawn_where_it_fits():
    """While a phone is awaited its address is a QR code beside the words; in a small panel the words have the room."""
    url = "http://192.168.1.5:8421/push/abcdefghijkl"
    link = LinkStatus(
        LinkState.SCANNING, f"Waiting for a phone with the Push URL {url}", device_id="phone", push_url=url
    )
    text = draw_awaited_panel(link, opening(), 78, 18).plain
    for line, row in zip(draw_qr_code(url), text.splitlines(), strict=False):
        assert row.endswith(line)
    assert "█" not in draw_awaited_panel(link, opening(), 62, 18).plain
    assert "█" not in draw_awaited_panel(link, opening(), 118, 12).plain


@pytest.mark.parametrize("state", [LinkState.WEAK, LinkState.WAITING, LinkState.SCANNING])
def test_a_stale_signal_has_no_bars(state: LinkState):
    """Once the data stop, the signal strength of the time before is not shown."""
    link = replace(STREAMING, state=state, rssi_dbm=-40)
    text = draw_link_line(link, WIDE).plain
    assert "▂" not in text
    assert "dBm" not in text


def test_as_much_of_the_address_as_distinguishes():
    """Sensors of one name whose addresses end alike are told apart by a longer end."""
    one, other = (replace(SEEN[0], key=key) for key in ("AA:11:00:00:4F:2A", "AA:22:00:00:4F:2A"))
    text = draw_sensor_rows(SensorList().with_scan([one, other]), ScanState(), 100, 10).plain
    assert "…1:00:00:4F:2A" in text
    assert "…2:00:00:4F:2A" in text
