"""A table for people, with a blank line below it."""

from typing import TextIO

from sensorcoach.report.exporter import Exporter
from sensorcoach.report.schema import AnalysisDocument
from sensorcoach.report.table import format_table


def write(document: AnalysisDocument, stream: TextIO) -> None:
    """Write the table of one recording."""
    stream.write(f"{format_table(document)}\n\n")


EXPORTER = Exporter("table", "a table for people", write)
