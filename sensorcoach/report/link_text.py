"""A connection in words and bars: for the lines of a scan, and for a session without a screen."""

from collections.abc import Sequence

from sensorcoach.devices.registry import DEVICES
from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.link.status import LinkState, LinkStatus
from sensorcoach.report.lines import printable
from sensorcoach.report.signal_bars import bars, dbm

_NAMES = {device.id: device.name for device in DEVICES}


def seen_line(one: DiscoveredSensor) -> str:
    """One device that a scan has heard."""
    what = _NAMES.get(one.device_id or "", "no sensor of ours")
    battery = "" if one.battery_percent is None else f", battery {one.battery_percent} %"
    return f"{bars(one.rssi_dbm)} {dbm(one.rssi_dbm):>8}  {printable(one.name) or '(no name)':24}  {what}{battery}"


def seen_lines(seen: Sequence[DiscoveredSensor], *, everything: bool = False) -> list[str]:
    """What a scan has heard, one line each; other things only where asked for, else their number."""
    sensors = [one for one in seen if one.device_id is not None]
    others = [one for one in seen if one.device_id is None]
    lines = [seen_line(one) for one in (seen if everything else sensors)]
    if others and not everything:
        lines.append(f"and {len(others)} other devices; --all lists them")
    return lines


def link_change_line(link: LinkStatus) -> str:
    """What is to be said when a connection comes into this state; empty where there is nothing to say."""
    return printable(_said(link))


def _said(link: LinkStatus) -> str:
    told = f"{link.reason} {link.remedy}".strip()
    match link.state:
        case LinkState.STREAMING:
            rate = f" at {link.nominal_hz:g} Hz" if link.nominal_hz else ""
            battery = f", battery {link.battery_percent} %" if link.battery_percent is not None else ""
            return f"{link.sensor} is sending{rate}{battery}"
        case LinkState.WEAK:
            return f"signal weak: {link.remedy or link.reason}"
        case LinkState.SCANNING | LinkState.CONNECTING | LinkState.WAITING:
            return told
        case _:
            return ""
