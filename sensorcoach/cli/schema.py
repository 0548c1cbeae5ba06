"""`sensorcoach schema`: the JSON Schema of the documents."""

import click


@click.command(short_help="Print the JSON Schema of the output of analyze --json.")
@click.argument("document", type=click.Choice(["analysis", "comparison"]), default="analysis", metavar="[DOCUMENT]")
def schema(document: str) -> None:
    """Print the JSON Schema of a document.

    DOCUMENT is `analysis` (of `analyze --json`, the default) or `comparison` (of `analyze --compare --json`).
    """
    import json

    from sensorcoach.report.json_schema import make_json_schema

    click.echo(json.dumps(make_json_schema(document), indent=2))
