"""The sensors in range, one row each; a checklist if there are none."""

from collections.abc import Sequence

from textual.content import Content

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.report.signal_bars import BARS, bars, dbm
from sensorcoach.safe_text import replace_unsafe
from sensorcoach.tui.drawing.paragraphs import Paragraph, wrap_paragraphs
from sensorcoach.tui.sensor_list import ScanState, SensorList

LAST_USED = "last used"

CHECKS = (
    "No sensor found yet. Check:",
    "· Is the sensor on? Many sleep when they lie still: press its button, or move it.",
    "· Is it connected to a phone or to another program? Disconnect it there to make it visible.",
    "· Is it charged, and within a few metres?",
    "· Some wake only on the body: put on the strap, moisten its contacts.",
    "d shows more hints, a lists all devices.",
)

_NAME_WIDTH = 22
_LEAST_FAMILY_WIDTH, _MOST_FAMILY_WIDTH = 10, 40
_REST_WIDTH = 3 + _NAME_WIDTH + 1 + 1 + len(BARS) + 1 + 8 + 2 + len(LAST_USED)
"""Width of a row in cells without the family."""

_LEAST_KEY_END = 5
"""Fewest characters of an address shown to distinguish two sensors of one name."""


def draw_sensor_rows(sensors: SensorList, state: ScanState, width: int, height: int) -> Content:
    """Draw at most `height` lines: the error, the sensors around the cursor, and a checklist if there are none."""
    lines = _draw_error(state, width, height) if state.error else []
    rows = _draw_rows(sensors, width)
    if not sensors.known and not state.error:
        lines += _draw_checks(state, width, height)
    room = max(height - len(lines), 0)
    return Content("\n").join([*lines, *_select_rows(rows, sensors, room)])


def _draw_rows(sensors: SensorList, width: int) -> list[Content]:
    shown = [*sensors.known, *(sensors.others if sensors.show_all else ())]
    used_last = sensors.used_last
    return [
        _draw_row(one, sensors, width, _select_key_end(one, shown), LAST_USED if one == used_last else "")
        for one in shown
    ]


def _select_key_end(one: DiscoveredSensor, shown: Sequence[DiscoveredSensor]) -> str:
    """Return the end of the address where a row needs it: as much as distinguishes it from all of the same name."""
    others = [other.key for other in shown if other.name == one.name and other.key != one.key]
    if one.name and not others:
        return ""
    lengths = range(_LEAST_KEY_END, len(one.key))
    length = next((n for n in lengths if not any(key.endswith(one.key[-n:]) for key in others)), len(one.key))
    return one.key[-length:]


def _draw_row(one: DiscoveredSensor, sensors: SensorList, width: int, key_end: str, used: str) -> Content:
    """Draw `▶ WT901BLE67   WitMotion ...   ▂▄▆·  -62 dBm  last used`."""
    marked = one.key == sensors.cursor
    family = device_by_id(one.device_id).name if one.device_id else "unknown"
    end = f" …{replace_unsafe(key_end)}" if key_end else ""
    room = min(max(width - _REST_WIDTH, _LEAST_FAMILY_WIDTH), _MOST_FAMILY_WIDTH)
    name = Content(replace_unsafe(one.name) or "no name").truncate(max(_NAME_WIDTH - len(end), 1), ellipsis=True)
    row = Content.assemble(
        f" {'▶' if marked else ' '} ",
        _fit(Content.assemble(name, end), _NAME_WIDTH),
        " ",
        _fit(Content(family), room),
        f" {bars(one.rssi_dbm)} {dbm(one.rssi_dbm):>8}  {used}",
    )
    style = "bold reverse" if marked else "" if one.device_id else "dim"
    return row.stylize(style).truncate(width, ellipsis=True, pad=True)


def _fit(text: Content, width: int) -> Content:
    """Cut or pad to `width` cells. A wide character, as in a Chinese name, takes two cells."""
    return text.truncate(width, ellipsis=True, pad=True)


def _select_rows(rows: Sequence[Content], sensors: SensorList, height: int) -> Sequence[Content]:
    """Return at most `height` rows, including the row under the cursor."""
    keys = [one.key for one in sensors.known]
    place = keys.index(sensors.cursor) if sensors.cursor in keys else 0
    first = max(min(place - height + 1, len(rows) - height), 0)
    return rows[first : first + height]


def _draw_error(state: ScanState, width: int, height: int) -> list[Content]:
    """Draw message and remedy of the error that ended the scan."""
    if state.error is None:
        return []
    paragraphs = [
        Paragraph(state.error.message, 0, "bold $text-error"),
        Paragraph(state.error.remedy, 1, "bold"),
        Paragraph("d shows more hints.", 2),
    ]
    return [Content.assemble(" ", line) for line in wrap_paragraphs(paragraphs, width - 1, height)]


def _draw_checks(state: ScanState, width: int, height: int) -> list[Content]:
    if not state.is_long:
        return [Content.styled(" Listening for sensors ...", "dim")]
    checks = [Paragraph(check, rank) for rank, check in enumerate(CHECKS)]
    return [Content.assemble(" ", line) for line in wrap_paragraphs(checks, width - 1, height)]
