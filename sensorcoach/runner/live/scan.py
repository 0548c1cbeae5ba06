"""Print a scan: a list that is redrawn on a terminal, or one line per new sensor in a pipe."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from contextlib import aclosing

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.report.link_text import seen_line, seen_lines
from sensorcoach.runner.live.choose_sensor import no_sensor_error
from sensorcoach.runner.live.connector import Echo
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.scan import scan

Clear = Callable[[int], None]
"""Clears this many lines above the cursor."""


async def print_scan(backend: Backend, seconds: float, echo: Echo, *, everything: bool, clear: Clear | None) -> int:
    """Scan for `seconds`. Return the number of sensors found. Raises SensorError, also if it is zero.

    `everything`: print other devices, too. `clear`: clears the last lines of the terminal, so that the list is
    replaced; without it lines are appended.
    """
    printer = _RedrawnList(echo, clear, everything=everything) if clear else _AppendedLines(echo, everything=everything)
    end_s = asyncio.get_running_loop().time() + seconds
    seen: tuple[DiscoveredSensor, ...] = ()
    async with aclosing(scan(backend)) as lists:
        async for seen in lists:
            printer.show(seen)
            if asyncio.get_running_loop().time() >= end_s:
                break
    printer.finish(seen)
    sensors = sum(one.device_id is not None for one in seen)
    if not sensors and not (everything and seen):
        raise no_sensor_error(seconds)
    return sensors


class _AppendedLines:
    """Prints one line for each device as soon as its name is known; at the end, one for each without a name."""

    def __init__(self, echo: Echo, *, everything: bool) -> None:
        self._echo = echo
        self._everything = everything
        self._printed: set[str] = set()
        """Keys of the devices that have a line."""

    def show(self, seen: tuple[DiscoveredSensor, ...]) -> None:
        self._print([one for one in seen if one.name])

    def finish(self, seen: tuple[DiscoveredSensor, ...]) -> None:
        self._print(seen)

    def _print(self, seen: Sequence[DiscoveredSensor]) -> None:
        for one in seen:
            if one.key not in self._printed and (one.device_id is not None or self._everything):
                self._printed.add(one.key)
                self._echo(seen_line(one))


class _RedrawnList:
    """Prints the whole list each time, over the previous one."""

    def __init__(self, echo: Echo, clear: Clear, *, everything: bool) -> None:
        self._echo = echo
        self._clear = clear
        self._everything = everything
        self._lines = 0
        """Lines of the previous list."""

    def show(self, seen: tuple[DiscoveredSensor, ...]) -> None:
        width = shutil.get_terminal_size().columns - 1  # a line that wraps would not be cleared
        lines = seen_lines(seen, everything=self._everything, width=width) or ["listening ..."]
        if self._lines:
            self._clear(self._lines)
        self._lines = len(lines)
        self._echo("\n".join(lines))

    def finish(self, seen: tuple[DiscoveredSensor, ...]) -> None:
        """Do nothing: the list is complete."""
