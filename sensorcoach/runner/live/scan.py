"""Print a scan: a list that is redrawn on a terminal, or one line per new sensor in a pipe."""

import asyncio
from contextlib import aclosing

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.report.link_text import seen_line, seen_lines
from sensorcoach.runner.live.choose_sensor import no_sensor_error
from sensorcoach.runner.live.connector import Echo
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.scan import scan

_UP_AND_CLEAR = "\x1b[{lines}A\x1b[J"
"""Terminal code that moves the cursor up and clears the lines below it."""


async def print_scan(backend: Backend, seconds: float, echo: Echo, *, everything: bool, redraw: bool) -> int:
    """Scan for `seconds`. Return the number of sensors found. Raises SensorError, also if it is zero.

    `everything`: print other devices, too. `redraw`: replace the list instead of appending lines.
    """
    printer = _RedrawnList(echo, everything=everything) if redraw else _AppendedLines(echo, everything=everything)
    end_s = asyncio.get_running_loop().time() + seconds
    seen: tuple[DiscoveredSensor, ...] = ()
    async with aclosing(scan(backend)) as lists:
        async for seen in lists:
            printer.show(seen)
            if asyncio.get_running_loop().time() >= end_s:
                break
    sensors = sum(one.device_id is not None for one in seen)
    if not sensors and not (everything and seen):
        raise no_sensor_error(seconds)
    return sensors


class _AppendedLines:
    """Prints one line for each device, as soon as its name is known."""

    def __init__(self, echo: Echo, *, everything: bool) -> None:
        self._echo = echo
        self._everything = everything
        self._printed: set[str] = set()
        """Keys of the devices that have a line."""

    def show(self, seen: tuple[DiscoveredSensor, ...]) -> None:
        for one in seen:
            is_named_sensor = one.device_id is not None and one.name
            if one.key not in self._printed and (is_named_sensor or self._everything):
                self._printed.add(one.key)
                self._echo(seen_line(one))


class _RedrawnList:
    """Prints the whole list each time, over the previous one."""

    def __init__(self, echo: Echo, *, everything: bool) -> None:
        self._echo = echo
        self._everything = everything
        self._lines = 0
        """Lines of the previous list."""

    def show(self, seen: tuple[DiscoveredSensor, ...]) -> None:
        lines = seen_lines(seen, everything=self._everything) or ["listening ..."]
        back = _UP_AND_CLEAR.format(lines=self._lines) if self._lines else ""
        self._lines = len(lines)
        self._echo(back + "\n".join(lines))
