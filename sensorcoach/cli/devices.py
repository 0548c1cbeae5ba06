"""`sensorcoach devices`: the supported sensors."""

import click

from sensorcoach.cli.completions import complete_devices


@click.command(short_help="List the supported sensors, or show one.")
@click.argument("name", required=False, shell_complete=complete_devices)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document for other programs.")
def devices(name: str | None, as_json: bool) -> None:
    """List the supported sensors, or show how one of them advertises and is worn.

    NAME is the id of a sensor, such as witmotion.
    """
    import json

    from sensorcoach.devices.registry import DEVICES, OURS, PROBLEMS, device_by_id
    from sensorcoach.report.devices_document import make_devices_document
    from sensorcoach.report.devices_text import format_device, format_devices

    chosen = (device_by_id(name.strip().lower().replace("_", "-").replace(" ", "-")),) if name else DEVICES
    if as_json:
        click.echo(json.dumps(make_devices_document(chosen, PROBLEMS), allow_nan=False))
    elif name:
        click.echo(format_device(chosen[0], {device.id for device in OURS}))
    else:
        click.echo(format_devices(chosen, PROBLEMS))
