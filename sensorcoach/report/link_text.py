"""Format a connection in words and bars: for a scan, and for a session without a screen."""

import shlex
from collections.abc import Iterable, Sequence

from sensorcoach.devices.registry import DEVICES
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.cells import fit_cells
from sensorcoach.report.signal_bars import bars, dbm
from sensorcoach.safe_text import replace_unsafe

_NAMES = {device.id: device.name for device in DEVICES}


_NAME_CELLS = 24
_MAC_CELLS = 17
"""Cells of a Bluetooth address. The identifiers of macOS are longer and move the rest of the line."""


def seen_line(one: DiscoveredSensor, width: int | None = None) -> str:
    """The line of one device in a scan, at most `width` cells wide. The address distinguishes sensors of one name."""
    what = _NAMES.get(one.device_id or "", "not a supported sensor")
    battery = "" if one.battery_percent is None else f", battery {one.battery_percent} %"
    name = fit_cells(replace_unsafe(one.name) or "(no name)", _NAME_CELLS)
    key = f"{replace_unsafe(one.key):{_MAC_CELLS}}"
    line = f"{bars(one.rssi_dbm)} {dbm(one.rssi_dbm):>8}  {name}  {key}  {what}{battery}"
    return line if width is None else fit_cells(line, width).rstrip()


def seen_lines(seen: Sequence[DiscoveredSensor], *, everything: bool = False, width: int | None = None) -> list[str]:
    """A line for each sensor in a scan; other devices are listed with `everything`, else counted."""
    sensors = [one for one in seen if one.device_id is not None]
    others = [one for one in seen if one.device_id is None]
    lines = [seen_line(one, width) for one in (seen if everything else sensors)]
    if others and not everything:
        lines.append(f"and {len(others)} other devices; --all lists them")
    return lines


def label_sensor(one: DiscoveredSensor, among: Iterable[DiscoveredSensor]) -> str:
    """The name of a sensor, with its address where others have the same name; the address of one without a name."""
    if not one.name:
        return replace_unsafe(one.key)
    is_unique = sum(other.name == one.name for other in among) <= 1
    return replace_unsafe(one.name if is_unique else f"{one.name} ({one.key})")


def device_option(one: DiscoveredSensor, among: Iterable[DiscoveredSensor]) -> str:
    """The option that selects this sensor: by its name where that is enough, else by its address."""
    same = sum(other.name.casefold() == one.name.casefold() for other in among)
    is_typed_as_shown = one.name == replace_unsafe(one.name)
    return f"--device {shlex.quote(one.name if one.name and same <= 1 and is_typed_as_shown else one.key)}"


def link_change_line(link: LinkStatus) -> str:
    """The line to print when a connection enters this state; empty if there is nothing to print."""
    return replace_unsafe(_format_state(link))


def _format_state(link: LinkStatus) -> str:
    text = f"{link.reason} {link.remedy}".strip()
    match link.state:
        case LinkState.STREAMING:
            rate = f" at {link.nominal_hz:g} Hz" if link.nominal_hz else ""
            battery = f", battery {link.battery_percent} %" if link.battery_percent is not None else ""
            return f"{link.sensor} is sending{rate}{battery}. {text}".rstrip(". ") + ("." if text else "")
        case LinkState.WEAK:
            return f"signal weak: {link.remedy or link.reason}"
        case LinkState.SCANNING | LinkState.CONNECTING | LinkState.WAITING:
            return text
        case _:
            return ""
