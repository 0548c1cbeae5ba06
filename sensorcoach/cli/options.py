"""Options that several commands share, and the types of their values."""

import functools
import math
import os
import re
import sys
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from sensorcoach.cli.completions import complete_exercises, complete_limits, complete_persons


def has_terminal() -> bool:
    """Return whether input and output are a terminal that can draw."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


class FiniteRange(click.FloatRange):
    """A finite number within bounds. click accepts `nan`, which is neither below nor above a bound."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's
        """Return the number, or raise click's error for wrong usage."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


class ClockTime(click.ParamType[float]):
    """A time since the start of the recording, in seconds or as on a clock: 65, 65.5, 1:05, 1:01:05."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's
        """Return seconds, or raise click's error for wrong usage."""
        match = _CLOCK.fullmatch(str(value))
        if match is None:
            self.fail(f"'{value}' is not a time. Write seconds or minutes:seconds, such as 65 or 1:05.", param, ctx)
        hours, minutes, seconds = (float(part or 0.0) for part in match.groups())
        return 3600.0 * hours + 60.0 * minutes + seconds


_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)")

exercise_option = click.option(
    "--exercise",
    metavar="ID",
    shell_complete=complete_exercises,
    help="The exercise; see `sensorcoach exercises`.  [default: the one in the recording, else generic]",
)

live_exercise_option = click.option(
    "--exercise",
    metavar="ID",
    shell_complete=complete_exercises,
    help="The exercise; see `sensorcoach exercises`.  [default: generic]",
)

placement_option = click.option(
    "--placement",
    type=click.Choice(["pelvis", "thigh"]),
    help="The place of the sensor.  [default: the one in the recording, else the better one for the exercise]",
)

live_placement_option = click.option(
    "--placement",
    type=click.Choice(["pelvis", "thigh"]),
    help="The place of the sensor.  [default: the better one for the exercise]",
)

settings_option = click.option(
    "--set",
    "settings",
    metavar="NAME=VALUE",
    multiple=True,
    shell_complete=complete_limits,
    help="Change a limit, such as momentum.peak_ratio=2.0; may be repeated. See `sensorcoach rules`.",
)

armed_option = click.option(
    "--armed",
    is_flag=True,
    help="Count every rep of the sets that were marked live, and nothing else; without marks, the file is one set.",
)

person_option = click.option(
    "--person",
    metavar="NAME",
    shell_complete=complete_persons,
    help="Compare with the stored reference of this person; see `sensorcoach calibrate`.",
)

plain_option = click.option(
    "--plain", is_flag=True, help="Print lines instead of drawing; the default without a terminal."
)

phone_bind_option = click.option(
    "--phone-bind",
    "bind",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Address of this computer at which to listen. A phone needs the address in its own network.",
)

phone_port_option = click.option(
    "--phone-port",
    "port",
    type=click.IntRange(0, 65535),
    default=8421,
    show_default=True,
    help="Port at which to listen; 0 for any free port.",
)

phone_token_option = click.option(
    "--phone-token",
    "token",
    metavar="TEXT",
    help="Secret that a phone must send; at least 8 letters or digits.  [default: random, stored for the next time]",
)


def phone_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add `--phone` and the options of its listener. The command gets `phone`: settings, or None without --phone."""

    @functools.wraps(command)
    def with_phone(*, phone: bool, bind: str, port: int, token: str | None, **others: object) -> int:
        from sensorcoach.cli.phone_address import choose_address
        from sensorcoach.sources.phone.settings import make_phone_settings

        _check_phone_options(phone=phone)
        return command(phone=make_phone_settings(choose_address(bind), port, token) if phone else None, **others)

    flag = click.option("--phone", is_flag=True, help="Use a phone as the sensor; see `sensorcoach phone`.")
    return flag(phone_bind_option(phone_port_option(phone_token_option(with_phone))))


def _check_phone_options(*, phone: bool) -> None:
    """Reject options that would have no effect."""
    context = click.get_current_context()
    useless = ("device", "rate") if phone else ("bind", "port", "token")
    for name in useless:
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
            option = next(one.opts[0] for one in context.command.params if one.name == name)
            message = f"{option} cannot be used with --phone." if phone else f"{option} needs --phone."
            raise click.UsageError(message)
