"""`sensorcoach live`: follow a sensor."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.options import FiniteRange, exercise_option, person_option, placement_option, settings_option

if TYPE_CHECKING:
    from sensorcoach.link.seen import SensorSeen
    from sensorcoach.runner.choice import Choice
    from sensorcoach.runner.sensor_feed import Order
    from sensorcoach.runner.session import Session

device_option = click.option(
    "--device", metavar="NAME", help="Name of the sensor; see `sensorcoach scan`.  [default: the last one used]"
)
rate_option = click.option(
    "--rate", type=FiniteRange(min=1.0), metavar="HZ", help="Samples a second.  [default: the sensor's usual rate]"
)


@click.command(short_help="Count live what a sensor sends.")
@device_option
@exercise_option
@placement_option
@rate_option
@person_option
@settings_option
@click.option("--plain", is_flag=True, help="Print lines instead of drawing; so does an output that is no terminal.")
def live(
    device: str | None,
    exercise: str | None,
    placement: str | None,
    rate: float | None,
    person: str | None,
    settings: tuple[str, ...],
    plain: bool,
) -> None:
    """Follow a sensor over Bluetooth: count, time and judge each rep while it is done.

    The session is recorded as it comes. Without --device it is the sensor used last, else the one that is there.
    """
    from sensorcoach.cli.terminal import has_terminal
    from sensorcoach.runner.choice import Choice
    from sensorcoach.runner.sensor_feed import Order
    from sensorcoach.sources.radio.backend import Backend

    choice = Choice.of(exercise, placement, settings, person)
    worn = choice.settle(None)
    order = Order(name=device, rate_hz=rate, exercise=worn[0].id, placement=worn[1].value)
    if plain or not has_terminal():
        import asyncio

        from sensorcoach.runner.live_lines import live_lines

        asyncio.run(live_lines(order, choice, Backend(), click.echo, lambda line: click.echo(line, err=True)))
        return
    _on_screen(order, choice)


def _on_screen(order: "Order", choice: "Choice") -> None:
    """The sensor named, or the one used last; where there is neither, one is chosen from those heard."""
    from sensorcoach.link.remembered import remembered_sensor
    from sensorcoach.runner.live_radio import live_session
    from sensorcoach.runner.sensor_feed import SensorFeed, with_sensor
    from sensorcoach.sources.radio.backend import Backend
    from sensorcoach.sources.radio.scan import scan
    from sensorcoach.tui.app import run_live_dashboard

    notes: list[str] = []

    def open_live(seen: "SensorSeen | None") -> "Session":
        return live_session(SensorFeed(with_sensor(order, seen), Backend(), notes.append), choice)

    known = order.name is not None or remembered_sensor() is not None
    try:
        run_live_dashboard(open_live, None if known else lambda: scan(Backend()))
    finally:
        for note in notes:
            click.echo(note, err=True)
