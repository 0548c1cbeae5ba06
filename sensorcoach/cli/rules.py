"""`sensorcoach rules`: what is asked for, what is watched, and by which limits."""

import click

from sensorcoach.cli.options import settings_option


@click.command(short_help="List the rules of form and their limits, or show one.")
@click.argument("name", required=False)
@settings_option
def rules(name: str | None, settings: tuple[str, ...]) -> None:
    """List every rule of the guides, how it is watched, and the present limits of the warnings.

    NAME is a warning, such as momentum, or the id of a rule, such as D7. With --set the changed limits are marked.
    """
    from sensorcoach.form.all_rules import with_limits
    from sensorcoach.report.rules_text import one_rule_text, rules_text
    from sensorcoach.runner.options import settings_of

    present = with_limits(settings_of(settings))
    click.echo(one_rule_text(name, present) if name else rules_text(present))
