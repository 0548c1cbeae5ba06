"""Every file format that sensorcoach reads. A new one takes one line here and one in the imports."""

from sensorcoach.recording.importers import own_mcap, plain_csv, wt901_jsonl
from sensorcoach.recording.recordings import Importer

IMPORTERS: tuple[Importer, ...] = (
    own_mcap.IMPORTER,
    wt901_jsonl.IMPORTER,
    plain_csv.IMPORTER,
)
"""The first importer whose `sniff` returns true opens the file. Plain CSV is last: it accepts any text with commas."""
