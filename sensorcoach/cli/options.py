"""Options that several commands share, and the kinds of values they take."""

import functools
import math
import os
import re
import sys
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource


def has_terminal() -> bool:
    """A person types and looks: both ends are a terminal, and not one that can only print."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


class FiniteRange(click.FloatRange):
    """A number within bounds. `nan` compares as neither below nor above any, and would pass as within."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's
        """The number, or click's own error for wrong usage."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


class ClockTime(click.ParamType[float]):
    """A time from the recording's beginning, in seconds or as a clock shows it: 65, 65.5, 1:05, 1:01:05."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's
        """Seconds, or click's own error for wrong usage."""
        match = _CLOCK.fullmatch(str(value))
        if match is None:
            self.fail(f"'{value}' is not a time. Write seconds or minutes:seconds, such as 65 or 1:05.", param, ctx)
        hours, minutes, seconds = (float(part or 0.0) for part in match.groups())
        return 3600.0 * hours + 60.0 * minutes + seconds


_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)")

exercise_option = click.option(
    "--exercise",
    metavar="ID",
    help="Which exercise; see `sensorcoach exercises`.  [default: the recording's, or generic]",
)

placement_option = click.option(
    "--placement",
    type=click.Choice(["pelvis", "thigh"]),
    help="Where the sensor was worn.  [default: the recording's, or the exercise's better one]",
)

settings_option = click.option(
    "--set",
    "settings",
    metavar="NAME=VALUE",
    multiple=True,
    help="Change a limit, such as momentum.peak_ratio=2.0; may be repeated. See `sensorcoach rules`.",
)

armed_option = click.option(
    "--armed",
    is_flag=True,
    help="It is one set from end to end, or holds sets marked live: these count from the first rep on, nothing else.",
)

person_option = click.option(
    "--person", metavar="NAME", help="Compare with this person's kept reference; see `sensorcoach calibrate`."
)

phone_bind_option = click.option(
    "--phone-bind",
    "bind",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Address of this computer to listen at; a phone can reach none but that in its network.",
)

phone_port_option = click.option(
    "--phone-port",
    "port",
    type=click.IntRange(0, 65535),
    default=8421,
    show_default=True,
    help="Port to listen at; 0 for any that is free.",
)

phone_token_option = click.option(
    "--phone-token",
    "token",
    metavar="TEXT",
    help="What a phone must know to push; 8 letters or more.  [default: drawn once at random, and kept]",
)


def phone_options(command: Callable[..., None]) -> Callable[..., None]:
    """`--phone` and how to listen for one; the command gets `phone`: settings, or None where a sensor is meant."""

    @functools.wraps(command)
    def with_phone(*, phone: bool, bind: str, port: int, token: str | None, **others: object) -> None:
        from sensorcoach.sources.phone.settings import make_phone_settings

        _check_phone_options(phone=phone)
        command(phone=make_phone_settings(bind, port, token) if phone else None, **others)

    flag = click.option("--phone", is_flag=True, help="A phone is the sensor; see `sensorcoach phone`.")
    return flag(phone_bind_option(phone_port_option(phone_token_option(with_phone))))


def _check_phone_options(*, phone: bool) -> None:
    """Options that would be passed over without a word are refused."""
    given = click.get_current_context()
    in_vain = ("device", "rate") if phone else ("bind", "port", "token")
    for name in in_vain:
        if given.get_parameter_source(name) is not ParameterSource.DEFAULT:
            spelt = next(one.opts[0] for one in given.command.params if one.name == name)
            words = f"{spelt} says nothing to a phone." if phone else f"{spelt} needs --phone."
            raise click.UsageError(words)
