"""A scan as lines: on a terminal drawn anew while it lasts, in a pipe one line a sensor when it is first heard."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

from sensorcoach.link.discovered_sensor import DiscoveredSensor
from sensorcoach.report.link_text import seen_line, seen_lines
from sensorcoach.runner.live.choose_sensor import none_heard_error
from sensorcoach.sources.radio.backend import Backend
from sensorcoach.sources.radio.scan import scan

_UP_AND_CLEAR = "\x1b[{lines}A\x1b[J"

Say = Callable[[str], None]


async def scan_lines(backend: Backend, seconds: float, say: Say, *, everything: bool, redraw: bool) -> int:
    """Listen for so long; how many sensors were heard. Raises SensorError, also where none was."""
    shown = _Redrawn(say, everything=everything) if redraw else _Appended(say, everything=everything)
    end_s = asyncio.get_running_loop().time() + seconds
    seen: tuple[DiscoveredSensor, ...] = ()
    async with aclosing(scan(backend)) as heard:
        async for seen in heard:
            shown.show(seen)
            if asyncio.get_running_loop().time() >= end_s:
                break
    sensors = sum(one.device_id is not None for one in seen)
    if not sensors and not (everything and seen):
        raise none_heard_error(seconds)
    return sensors


class _Appended:
    """One line for each as soon as its name is known."""

    def __init__(self, say: Say, *, everything: bool) -> None:
        self._say = say
        self._everything = everything
        self._said: set[str] = set()

    def show(self, seen: tuple[DiscoveredSensor, ...]) -> None:
        for one in seen:
            known = one.device_id is not None and one.name
            if one.key not in self._said and (known or self._everything):
                self._said.add(one.key)
                self._say(seen_line(one))


class _Redrawn:
    """The whole list each time, over the one before."""

    def __init__(self, say: Say, *, everything: bool) -> None:
        self._say = say
        self._everything = everything
        self._lines = 0
        """How many lines stand there."""

    def show(self, seen: tuple[DiscoveredSensor, ...]) -> None:
        lines = seen_lines(seen, everything=self._everything) or ["listening ..."]
        back = _UP_AND_CLEAR.format(lines=self._lines) if self._lines else ""
        self._lines = len(lines)
        self._say(back + "\n".join(lines))
