"""`sensorcoach rules`: the rules of the guides, the warnings that watch them, and their limits."""

import click

from sensorcoach.cli.completions import complete_rules
from sensorcoach.cli.options import settings_option


@click.command(short_help="List the rules of form and their limits, or show one.")
@click.argument("name", required=False, shell_complete=complete_rules)
@settings_option
def rules(name: str | None, settings: tuple[str, ...]) -> None:
    """List every rule of the guides, the way it is checked, and the present limits of the warnings.

    NAME is a warning, such as momentum, or the id of a rule of the guides, such as D7. --set marks the changed limits.
    """
    from sensorcoach.form.find_rules import with_limits
    from sensorcoach.report.rules_text import format_rule, format_rules
    from sensorcoach.runner.options import parse_limits

    present = with_limits(parse_limits(settings))
    click.echo(format_rule(name, present) if name else format_rules(present))
