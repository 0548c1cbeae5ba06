"""Every output format of `analyze`. A new one takes one line here and one in the imports."""

from sensorcoach.errors import UsageError
from sensorcoach.report.exporter import Exporter
from sensorcoach.report.exporters import json_lines, rep_rows, set_rows, table

EXPORTERS: tuple[Exporter, ...] = (
    table.EXPORTER,
    json_lines.EXPORTER,
    rep_rows.EXPORTER,
    set_rows.EXPORTER,
)
"""In the order in which help texts list them; the first one is the default."""


def find_exporter(name: str) -> Exporter:
    """The exporter called `name`. Raises UsageError, with all names, for an unknown one."""
    for exporter in EXPORTERS:
        if exporter.name == name:
            return exporter
    known = "; ".join(f"{exporter.name}: {exporter.description}" for exporter in EXPORTERS)
    raise UsageError("unknown_format_name", f"There is no format called '{name}'.", f"Formats: {known}.")
