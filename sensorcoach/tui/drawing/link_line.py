"""The line about the sensor: name, signal strength, battery, rate, and losses."""

from dataclasses import dataclass

from textual.content import Content

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.cells import count_cells
from sensorcoach.report.signal_bars import bars, dbm
from sensorcoach.safe_text import replace_unsafe


def format_reason(link: LinkStatus) -> str:
    """Return the reason of the connection's state, without a full stop; nothing if it only repeats the state."""
    repeats_state = link.state.value in link.reason.casefold()
    return "" if repeats_state else replace_unsafe(link.reason).rstrip(".")


def is_reconnecting(link: LinkStatus) -> bool:
    """Return whether the program reconnects by itself. A phone has to start sending again."""
    return link.device_id is None or device_by_id(link.device_id).over_bluetooth


LOW_BATTERY_PERCENT = 20
"""Charge below which a session may be cut short."""

LEAST_RATE = 0.9
"""Share of the nominal rate below which the rate is marked. Sensor clocks are within 1 %."""

_KNOWS_SIGNAL = {LinkState.CONNECTING, LinkState.SUBSCRIBING, LinkState.STARTING, LinkState.STREAMING}
"""States in which the signal strength is shown. In the others it is of the time before the silence."""

_WARNING = "bold $text-warning"
_GAP = "  "


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the line. In a narrow line the parts of the highest `rank` are left out first."""

    text: str
    rank: int
    style: str = ""


def draw_link_line(link: LinkStatus, width: int) -> Content:
    """Draw as many parts as fit in `width` cells, always in the same order."""
    pieces = [piece for piece in (_format_state(link), *_format_sensor(link), *_format_stream(link)) if piece.text]
    while len(pieces) > 1 and _length(pieces) > width:
        pieces.remove(max(pieces, key=lambda piece: piece.rank))
    words = [Content.styled(piece.text, piece.style) for piece in pieces]
    return Content.assemble(" ", Content(_GAP).join(words)).truncate(width, ellipsis=True)


def is_battery_low(link: LinkStatus) -> bool:
    """Return whether the battery should be charged before the next session."""
    return link.battery_percent is not None and link.battery_percent < LOW_BATTERY_PERCENT


def _length(pieces: list[_Piece]) -> int:
    return 1 + sum(count_cells(piece.text) for piece in pieces) + len(_GAP) * (len(pieces) - 1)


def _format_state(link: LinkStatus) -> _Piece:
    """Return a dot while streaming, else the state with its reason."""
    if link.state is LinkState.STREAMING:
        return _Piece("!", 0, _WARNING) if link.reason else _Piece("●", 0, "bold $text-success")
    reason = format_reason(link)
    sign = "!" if link.state in {LinkState.WEAK, LinkState.WAITING} else "○"
    return _Piece(f"{sign} {link.state.value}{': ' if reason else ''}{reason}", 0, _WARNING)


def _format_sensor(link: LinkStatus) -> list[_Piece]:
    """Return name, signal and battery. The name is left out if the reason has it."""
    name = replace_unsafe(link.sensor)
    is_short = link.state is LinkState.STREAMING and bool(link.reason)
    rssi_dbm = link.rssi_dbm if link.state in _KNOWS_SIGNAL and not is_short else None
    signal = "" if rssi_dbm is None else bars(rssi_dbm)
    low = is_battery_low(link)
    charge = "" if link.battery_percent is None else f"{'! ' if low else ''}battery {link.battery_percent} %"
    return [
        _Piece("" if name in format_reason(link) else name, 1, "bold"),
        _Piece(signal, 3),
        _Piece(dbm(rssi_dbm), 9, "dim"),
        _Piece(charge, 2 if low else 5, _WARNING if low else ""),
    ]


def _format_stream(link: LinkStatus) -> list[_Piece]:
    """Return rate, packets, losses and errors; only losses and errors of the past while reconnecting."""
    streaming = link.state is LinkState.STREAMING
    flow = [_format_rate(link), *_format_packets(link)] if streaming else []
    lost = f"lost {'≈' if link.lost_is_estimate else ''}{link.lost}" if link.lost else "none lost"
    return [
        *flow,
        _Piece(lost if streaming or link.lost else "", 4 if link.lost else 8),
        _Piece(f"repeated {link.repeated}" if link.repeated else "", 10),
        _Piece(_format_errors(link.errors), 4, _WARNING),
    ]


def _format_rate(link: LinkStatus) -> _Piece:
    """Return `99/100 Hz`: measured and nominal rate."""
    if link.rate_hz is None:
        return _Piece("", 3)
    if link.nominal_hz is None:
        return _Piece(f"{link.rate_hz:.0f} Hz", 3)
    slow = link.rate_hz < LEAST_RATE * link.nominal_hz
    text = f"{'! ' if slow else ''}{link.rate_hz:.0f}/{link.nominal_hz:.0f} Hz"
    return _Piece(text, 3, _WARNING if slow else "")


def _format_packets(link: LinkStatus) -> list[_Piece]:
    """Return samples a packet and the longest wait: `4/packet`, `gap 90 ms`."""
    batch = "" if link.batch is None else f"{link.batch:.0f}/packet"
    return [
        _Piece(batch, 7),
        _Piece("" if link.longest_wait_s is None else f"gap {_format_time(link.longest_wait_s)}", 6),
    ]


def _format_time(time_s: float) -> str:
    return f"{time_s * 1000.0:.0f} ms" if time_s < 1.0 else f"{time_s:.1f} s"


def _format_errors(count: int) -> str:
    return "" if count == 0 else f"{count} error{'' if count == 1 else 's'}"
