"""`sensorcoach live`: follow a sensor."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.options import (
    FiniteRange,
    exercise_option,
    person_option,
    phone_options,
    placement_option,
    settings_option,
)

if TYPE_CHECKING:
    from sensorcoach.runner.live.connector import Connector
    from sensorcoach.sources.phone.settings import PhoneSettings

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
@phone_options
@click.option("--plain", is_flag=True, help="Print lines instead of drawing; so does an output that is no terminal.")
def live(
    device: str | None,
    exercise: str | None,
    placement: str | None,
    rate: float | None,
    person: str | None,
    settings: tuple[str, ...],
    phone: "PhoneSettings | None",
    plain: bool,
) -> None:
    """Follow a sensor over Bluetooth, or a phone: count, time and judge each rep while it is done.

    The session is recorded as it comes. Without --device it is the sensor used last and no other; where there was none,
    it is chosen from those that are there.
    """
    from sensorcoach.cli.live_options import follow
    from sensorcoach.runner.live.connector import LiveRequest
    from sensorcoach.runner.options import SessionOptions

    choice = SessionOptions.of(exercise, placement, settings, person)
    worn = choice.settle(None)
    order = LiveRequest(name=device, rate_hz=rate, exercise=worn[0].id, placement=worn[1].value)
    follow(order, choice, choose_connector(phone), plain=plain)


def choose_connector(phone: "PhoneSettings | None") -> "Connector":
    """Over HTTP from a phone, or else over Bluetooth."""
    if phone is not None:
        from sensorcoach.runner.live.phone_connector import PhoneConnector

        return PhoneConnector(phone)
    from sensorcoach.runner.live.bluetooth_connector import BluetoothConnector
    from sensorcoach.sources.radio.backend import Backend

    return BluetoothConnector(Backend())
