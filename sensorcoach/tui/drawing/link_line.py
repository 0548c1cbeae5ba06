"""The line about the sensor: who it is, how well it is heard, and what of its samples arrives."""

from dataclasses import dataclass

from textual.content import Content

from sensorcoach.devices.registry import device_by_id
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.lines import printable
from sensorcoach.report.signal_bars import bars, dbm


def format_reason(link: LinkStatus) -> str:
    """Why the connection is as it is, without a full stop; nothing where that only names the state once more."""
    only_names_it = link.state.value in link.reason.casefold()
    return "" if only_names_it else printable(link.reason).rstrip(".")


def is_tried_again(link: LinkStatus) -> bool:
    """Whether the program connects again by itself; who pushes to it has to begin again at the other end."""
    return link.device_id is None or device_by_id(link.device_id).over_bluetooth


LOW_BATTERY_PERCENT = 20
"""Below this a session may not come to its end."""

LEAST_RATE = 0.9
"""Part of the agreed rate below which something is wrong. Sensors' own clocks are off by a hundredth at most."""

_WARNING = "bold $text-warning"
_GAP = "  "


@dataclass(frozen=True, slots=True)
class _Piece:
    """A few words of the line. `rank`: where room is scarce, those of the highest rank are left out first."""

    text: str
    rank: int
    style: str = ""


def link_line(link: LinkStatus, width: int) -> Content:
    """As much of what is known as fits in `width` cells, always in the same order."""
    pieces = [piece for piece in (_state(link), *_sensor(link), *_stream(link)) if piece.text]
    while len(pieces) > 1 and _length(pieces) > width:
        pieces.remove(max(pieces, key=lambda piece: piece.rank))
    words = [Content.styled(piece.text, piece.style) for piece in pieces]
    return Content.assemble(" ", Content(_GAP).join(words)).truncate(width, ellipsis=True)


def is_battery_low(link: LinkStatus) -> bool:
    """Whether the battery should be charged before the next session."""
    return link.battery_percent is not None and link.battery_percent < LOW_BATTERY_PERCENT


def _length(pieces: list[_Piece]) -> int:
    return 1 + sum(len(piece.text) for piece in pieces) + len(_GAP) * (len(pieces) - 1)


def _state(link: LinkStatus) -> _Piece:
    """Streaming needs no word; all else has its reason."""
    if link.state is LinkState.STREAMING:
        return _Piece("●", 0, "bold $text-success")
    reason = format_reason(link)
    sign = "!" if link.state in {LinkState.WEAK, LinkState.WAITING} else "○"
    return _Piece(f"{sign} {link.state.value}{': ' if reason else ''}{reason}", 0, _WARNING)


def _sensor(link: LinkStatus) -> list[_Piece]:
    """Name, unless the reason has named it, signal and battery."""
    name = printable(link.sensor)
    heard = "" if link.rssi_dbm is None else bars(link.rssi_dbm)
    low = is_battery_low(link)
    charge = "" if link.battery_percent is None else f"{'! ' if low else ''}battery {link.battery_percent} %"
    return [
        _Piece("" if name in format_reason(link) else name, 1, "bold"),
        _Piece(heard, 3),
        _Piece(dbm(link.rssi_dbm), 9, "dim"),
        _Piece(charge, 2 if low else 5, _WARNING if low else ""),
    ]


def _stream(link: LinkStatus) -> list[_Piece]:
    """What arrives. Of a connection that is being made this is still what was before, and told only where it counts."""
    streaming = link.state is LinkState.STREAMING
    quiet = [_rate(link), *_packets(link)] if streaming else []
    lost = f"lost {'≈' if link.lost_is_estimate else ''}{link.lost}" if link.lost else "none lost"
    return [
        *quiet,
        _Piece(lost if streaming or link.lost else "", 4 if link.lost else 8),
        _Piece(f"repeated {link.repeated}" if link.repeated else "", 10),
        _Piece(_errors(link.errors), 4, _WARNING),
    ]


def _rate(link: LinkStatus) -> _Piece:
    """`99/100 Hz`: measured, of what was agreed on."""
    if link.rate_hz is None:
        return _Piece("", 3)
    if link.nominal_hz is None:
        return _Piece(f"{link.rate_hz:.0f} Hz", 3)
    slow = link.rate_hz < LEAST_RATE * link.nominal_hz
    text = f"{'! ' if slow else ''}{link.rate_hz:.0f}/{link.nominal_hz:.0f} Hz"
    return _Piece(text, 3, _WARNING if slow else "")


def _packets(link: LinkStatus) -> list[_Piece]:
    """`4/packet` and `gap 90 ms`."""
    batch = "" if link.batch is None else f"{link.batch:.0f}/packet"
    return [_Piece(batch, 7), _Piece("" if link.longest_wait_s is None else f"gap {_short(link.longest_wait_s)}", 6)]


def _short(time_s: float) -> str:
    return f"{time_s * 1000.0:.0f} ms" if time_s < 1.0 else f"{time_s:.1f} s"


def _errors(count: int) -> str:
    return "" if count == 0 else f"{count} error{'' if count == 1 else 's'}"
