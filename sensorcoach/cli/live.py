"""`sensorcoach live`: follow a sensor."""

from typing import TYPE_CHECKING

import click

from sensorcoach.cli.completions import complete_sensors
from sensorcoach.cli.options import (
    FiniteRange,
    has_terminal,
    live_exercise_option,
    live_placement_option,
    person_option,
    phone_options,
    plain_option,
    settings_option,
)

if TYPE_CHECKING:
    from sensorcoach.runner.live.connector import Connector
    from sensorcoach.sources.phone.settings import PhoneSettings

device_option = click.option(
    "--device",
    metavar="NAME",
    shell_complete=complete_sensors,
    help="Name or address of the sensor; see `sensorcoach scan`.  [default: the last one used]",
)
rate_option = click.option(
    "--rate", type=FiniteRange(min=1.0), metavar="HZ", help="Samples a second.  [default: the sensor's usual rate]"
)


@click.command(short_help="Count reps live with a sensor.")
@device_option
@live_exercise_option
@live_placement_option
@rate_option
@person_option
@settings_option
@phone_options
@plain_option
def live(
    device: str | None,
    exercise: str | None,
    placement: str | None,
    rate: float | None,
    person: str | None,
    settings: tuple[str, ...],
    phone: "PhoneSettings | None",
    plain: bool,
) -> int:
    """Count, time and judge each rep live, with a sensor over Bluetooth or with a phone.

    Every session is recorded. Without --device the last sensor is used; the first time you choose one.
    """
    from sensorcoach.cli.follow_sensor import follow_sensor
    from sensorcoach.runner.live.connector import LiveRequest
    from sensorcoach.runner.options import SessionOptions

    options = SessionOptions.of(exercise, placement, settings, person)
    chosen_exercise, worn_at = options.settle(None)
    request = LiveRequest(name=device, rate_hz=rate, exercise=chosen_exercise.id, placement=worn_at.value)
    return follow_sensor(request, options, choose_connector(phone), plain=plain)


def choose_connector(phone: "PhoneSettings | None") -> "Connector":
    """Return a connector for the phone, or for Bluetooth without one."""
    if phone is not None:
        from sensorcoach.runner.live.phone_connector import PhoneConnector

        return PhoneConnector(phone, with_code=has_terminal())
    from sensorcoach.runner.live.bluetooth_connector import BluetoothConnector
    from sensorcoach.sources.radio.backend import Backend

    return BluetoothConnector(Backend())
