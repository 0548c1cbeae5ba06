"""What an exporter is: a way to write an analysis document as text.

A new one is one file in `exporters/` and its line in `all_exporters.py`; CONTRIBUTING.md has the steps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from sensorcoach.report.schema import AnalysisDocument


@dataclass(frozen=True, slots=True)
class Exporter:
    """One output format of `sensorcoach analyze --format NAME`.

    `name`: lower case with dashes. `description`: a noun phrase for help texts.
    `write(document, stream)` writes the document of one recording, complete with its last newline.
    `header`: text written once, before the first document. `shows_errors`: whether `write` shows the error of a file
    that could not be analyzed; otherwise `analyze` prints the error on the error stream.
    """

    name: str
    description: str
    write: Callable[[AnalysisDocument, TextIO], None]
    header: str = ""
    shows_errors: bool = True
