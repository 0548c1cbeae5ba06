"""Plays the other side of a start-up script."""

from collections.abc import Callable

from sensorcoach.devices.device import Ask, Startup, Step, Write


def _silence(step: Step) -> None:
    del step


def steps_of(startup: Startup, answer: Callable[[Step], bytes | None] = _silence) -> tuple[list[Step], float]:
    """All steps of a script whose steps are answered so, and the rate that it ends with."""
    steps: list[Step] = []
    reply: bytes | None = None
    while True:
        try:
            step = startup.send(reply)
        except StopIteration as end:
            return steps, end.value
        steps.append(step)
        reply = answer(step)


def written(steps: list[Step]) -> list[str]:
    """What the script writes, as hexadecimal, in order."""
    return [
        (step if isinstance(step, Write) else step.write).payload.hex()
        for step in steps
        if isinstance(step, Write | Ask)
    ]
