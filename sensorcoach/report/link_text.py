"""Format a connection in words and bars: for a scan, and for a session without a screen."""

from collections.abc import Sequence

from sensorcoach.devices.registry import DEVICES
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.lines import printable
from sensorcoach.report.signal_bars import bars, dbm

_NAMES = {device.id: device.name for device in DEVICES}


def seen_line(one: DiscoveredSensor) -> str:
    """The line of one device in a scan."""
    what = _NAMES.get(one.device_id or "", "not a supported sensor")
    battery = "" if one.battery_percent is None else f", battery {one.battery_percent} %"
    return f"{bars(one.rssi_dbm)} {dbm(one.rssi_dbm):>8}  {printable(one.name) or '(no name)':24}  {what}{battery}"


def seen_lines(seen: Sequence[DiscoveredSensor], *, everything: bool = False) -> list[str]:
    """A line for each sensor in a scan; other devices are listed with `everything`, else counted."""
    sensors = [one for one in seen if one.device_id is not None]
    others = [one for one in seen if one.device_id is None]
    lines = [seen_line(one) for one in (seen if everything else sensors)]
    if others and not everything:
        lines.append(f"and {len(others)} other devices; --all lists them")
    return lines


def link_change_line(link: LinkStatus) -> str:
    """The line to print when a connection enters this state; empty if there is nothing to print."""
    return printable(_format_state(link))


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
