"""The sensors in the air, a row each; and where there is none, what to check."""

from collections import Counter
from collections.abc import Sequence

from textual.content import Content

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.report.lines import printable
from sensorcoach.report.signal_bars import BARS, bars, dbm
from sensorcoach.tui.drawing.paragraphs import Paragraph, paragraph_lines
from sensorcoach.tui.sensor_list import ScanState, SensorList

LAST_USED = "last used"

CHECKS = (
    "Nothing that could be used is heard yet. Check:",
    "· Is the sensor on? Many sleep when they lie still: press its button, or move it.",
    "· Is it connected to a phone or to another program? Then it is not heard: disconnect it there.",
    "· Is it charged, and within a few metres?",
    "· Some are awake only on the body: put on the strap, moisten its contacts.",
    "d tells more, a shows all that is heard.",
)

_NAME_WIDTH = 22
_LEAST_FAMILY_WIDTH, _MOST_FAMILY_WIDTH = 10, 40
_REST_WIDTH = 3 + _NAME_WIDTH + 1 + 1 + len(BARS) + 1 + 8 + 2 + len(LAST_USED)
"""Cells of a row but for the family."""

_KEY_END = 5
"""Characters of an address that tell two sensors of one name apart."""


def sensor_rows(sensors: SensorList, state: ScanState, width: int, height: int) -> Content:
    """At most `height` lines: what went wrong, the sensors around the cursor, then what to check if there is none."""
    lines = _error_lines(state, width, height) if state.error else []
    rows = _rows(sensors, width)
    if not sensors.known and not state.error:
        lines += _nothing_lines(state, width, height)
    room = max(height - len(lines), 0)
    return Content("\n").join([*lines, *_around_cursor(rows, sensors, room)])


def _rows(sensors: SensorList, width: int) -> list[Content]:
    shown = [*sensors.known, *(sensors.others if sensors.show_all else ())]
    names = Counter(one.name for one in shown)
    return [_row(one, sensors, width, same_name=names[one.name] > 1) for one in shown]


def _row(one: DiscoveredSensor, sensors: SensorList, width: int, *, same_name: bool) -> Content:
    """`▶ WT901BLE67   WitMotion ...   ▂▄▆·  -62 dBm  last used`."""
    marked = one.key == sensors.cursor
    family = device_by_id(one.device_id).name if one.device_id else "unknown"
    end = f" …{one.key[-_KEY_END:]}" if same_name or not one.name else ""
    used = LAST_USED if one.device_id and one.name == sensors.last_used else ""
    room = min(max(width - _REST_WIDTH, _LEAST_FAMILY_WIDTH), _MOST_FAMILY_WIDTH)
    name = Content(printable(one.name) or "no name").truncate(_NAME_WIDTH - len(end), ellipsis=True)
    row = Content.assemble(
        f" {'▶' if marked else ' '} ",
        _filled(Content.assemble(name, end), _NAME_WIDTH),
        " ",
        _filled(Content(family), room),
        f" {bars(one.rssi_dbm)} {dbm(one.rssi_dbm):>8}  {used}",
    )
    style = "bold reverse" if marked else "" if one.device_id else "dim"
    return row.stylize(style).truncate(width, ellipsis=True, pad=True)


def _filled(text: Content, width: int) -> Content:
    """Exactly so many cells, which are not characters: a name may be Chinese."""
    return text.truncate(width, ellipsis=True, pad=True)


def _around_cursor(rows: Sequence[Content], sensors: SensorList, height: int) -> Sequence[Content]:
    """As many rows as there is room for, the cursor's among them."""
    keys = [one.key for one in sensors.known]
    place = keys.index(sensors.cursor) if sensors.cursor in keys else 0
    first = max(min(place - height + 1, len(rows) - height), 0)
    return rows[first : first + height]


def _error_lines(state: ScanState, width: int, height: int) -> list[Content]:
    """In words, and what to do."""
    if state.error is None:
        return []
    said = [Paragraph(state.error.message, 0, "bold $text-error"), Paragraph(state.error.remedy, 1, "bold")]
    again = Paragraph("d tells more.", 2)
    return [Content.assemble(" ", line) for line in paragraph_lines([*said, again], width - 1, height)]


def _nothing_lines(state: ScanState, width: int, height: int) -> list[Content]:
    if not state.is_long:
        return [Content.styled(" Listening for sensors ...", "dim")]
    checks = [Paragraph(check, rank) for rank, check in enumerate(CHECKS)]
    return [Content.assemble(" ", line) for line in paragraph_lines(checks, width - 1, height)]
