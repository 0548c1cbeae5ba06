"""JSON lines for other programs; docs/json.md describes the document."""

import json
from typing import TextIO

from sensorcoach.report.exporter import Exporter
from sensorcoach.report.schema import AnalysisDocument


def write(document: AnalysisDocument, stream: TextIO) -> None:
    """Write the document of one recording on one line."""
    stream.write(f"{json.dumps(document, allow_nan=False)}\n")


EXPORTER = Exporter("json", "one JSON document a line", write)
