"""Offer an address that a phone can reach, in place of the default one."""

import click
from click.core import ParameterSource


def choose_address(bind: str) -> str:
    """Return the address to listen at: the option's, or on a terminal the one that the user accepts."""
    from sensorcoach.cli.options import has_terminal
    from sensorcoach.sources.phone.instructions import find_own_address

    source = click.get_current_context().get_parameter_source("bind")
    own_address = find_own_address() if source is ParameterSource.DEFAULT and has_terminal() else None
    if own_address is None:
        return bind
    click.echo(f"Only this computer can reach {bind}. A phone in the same network reaches {own_address}.")
    click.echo("Use it only in a network that you trust: the data is not encrypted.")
    accepted = click.confirm(f"Listen at {own_address}? (--phone-bind {own_address} does so at once)", default=True)
    return own_address if accepted else bind
